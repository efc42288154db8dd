#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/config/settings.h"
#include "runtime/abi/nest_program.h"
#include "runtime/cli/run_values.h"

namespace nest {

/// A service, of a .nest file or of nest.toml.
struct ListedService {
  std::string name;
  std::string full_name;
  std::string doc;
  std::string place;
  std::vector<std::string> after;
};
/// Those that the program declares, then those of nest.toml; one of a program's that nest.toml takes the
/// place of is left out.
[[nodiscard]] std::vector<ListedService> list_services(const nest_program& program,
                                                       const std::vector<config::Service>& configured);

/// What `nest list` shows. Tasksets that do not take part (`chosen`, by the program's tasksets) are left out.
struct ListedProgram {
  const nest_program& program;
  const std::vector<bool>& chosen;
  const std::vector<std::string>& left_out;  ///< files with errors
  std::vector<ParamInfo> params;
  std::vector<ListedService> services;
  std::vector<std::uint64_t> data_rows;  ///< of the program's data
};

/// For people: a tree of tasksets and tasks, then the params, services, shared objects and data. `width`: of
/// the terminal, or 0.
[[nodiscard]] std::string list_text(const ListedProgram& listed, std::size_t width);

/// One JSON object; docs/cli.md lists its members.
[[nodiscard]] std::string list_json(const ListedProgram& listed);

/// "counter", "queue<string>", "map<int>": what is declared.
[[nodiscard]] std::string shared_type(const nest_shared& shared);

/// What a plan sets: "users" or "arrivals".
[[nodiscard]] std::string_view load_word(const nest_plan& plan);

/// `csv`, `unique`, `stop user`: the words that are written for them.
[[nodiscard]] std::string_view data_format(const nest_data& data);
[[nodiscard]] std::string_view data_policy(const nest_data& data);
[[nodiscard]] std::string_view data_exhausted(const nest_data& data);

/// Tags that every task of a taskset has, those of nested tasksets too: its own are among them.
[[nodiscard]] std::vector<std::string> taskset_tags(const nest_program& program, std::uint32_t taskset);

}  // namespace nest
