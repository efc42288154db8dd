#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
}

namespace nest {

/// What follows an option, or stands alone, as far as a shell can complete it.
enum class Completes : std::uint8_t { Nothing, Files, Folders, Choices };

struct OptionText {
  std::vector<std::string> names;  ///< "-u", "--users"; of a positional argument its name: "PATH"
  bool is_positional = false;
  bool takes_value = false;
  bool is_required = false;
  bool is_repeatable = false;
  std::string value;  ///< "URL", "text|json"
  std::string description;
  std::string default_value;
  Completes completes = Completes::Nothing;
  std::vector<std::string> choices;
};

/// A program or one of its subcommands as its command line is defined: what completions and manuals are
/// made of, so that neither can say anything else.
struct CommandText {
  std::string name;
  std::string description;
  std::vector<OptionText> options;
  std::vector<CommandText> commands;
};

/// Everything that `app` takes; what its help does not show is left out.
[[nodiscard]] CommandText command_text(const CLI::App& app);

/// A command with the names that lead to it: {"config", "show"}; the program itself first, with none.
struct CommandPath {
  std::vector<std::string> names;
  const CommandText* command;
};
[[nodiscard]] std::vector<CommandPath> all_commands(const CommandText& program);

}  // namespace nest
