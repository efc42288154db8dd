#pragma once

#include <cstdint>
#include <deque>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/abi/nest_program.h"

namespace nest {

/// A `param` of a program, as people see it.
struct ParamInfo {
  std::string_view name;       ///< stock
  std::string_view full_name;  ///< shop/shopper.stock
  std::string_view type;       ///< int, float, bool, string or duration
  std::string value;           ///< what it holds now, as --set takes it: the default until it was set
  std::string_view doc;
  std::string declared_at;  ///< "shop/shopper.nest:3:7"
};

/// The values of one program that are fixed when a run starts: its `param`s. The program's code reads them
/// without a lock, so all are set before the first user starts. Owns the texts that it puts in: it outlives
/// the run. Errors are messages for people, without a full stop: what is wrong, and what there is instead.
class RunValues {
 public:
  using Outcome = std::expected<void, std::string>;

  explicit RunValues(const nest_program& program) : program_(&program) {}
  RunValues(const RunValues&) = delete;
  RunValues& operator=(const RunValues&) = delete;

  /// Every `param`, in the program's order. The texts are the program's.
  [[nodiscard]] std::vector<ParamInfo> params() const;

  /// Sets a `param`, named by its full name or by the end of it that says enough ("stock", "shopper.stock"),
  /// to a value written as in a source, without quotes: `50`, `0.5`, `true`, `1m30s`, any text.
  [[nodiscard]] Outcome set(std::string_view name, std::string_view text);

  /// "name=value", as of the command line.
  [[nodiscard]] Outcome set(std::string_view assignment);

  /// Writes a global that is no `param`: a service's address.
  void write_text(const nest_global& global, std::string_view text);
  static void write_int(const nest_global& global, std::int64_t number);

  /// Puts in what services take from nest's own environment; a variable that is not set and has no default is
  /// an error.
  [[nodiscard]] Outcome read_environment();

  /// Whether what was set can be what it is used for: a `wait` is a span between 0 and a year, and does not
  /// end before it begins. After everything was set.
  [[nodiscard]] Outcome check() const;

 private:
  const nest_program* program_;
  std::deque<std::string> texts_;  // each with NEST_PADDING bytes behind what counts
};

/// What a global holds, as --set takes it.
[[nodiscard]] std::string value_text(const nest_value& value);

/// All of `assignments` ("name=value"), then the check.
[[nodiscard]] RunValues::Outcome set_params(RunValues& values, const std::vector<std::string>& assignments);

/// RunValues::read_environment(), if services are started at all.
[[nodiscard]] RunValues::Outcome read_environment(RunValues& values, bool services);

}  // namespace nest
