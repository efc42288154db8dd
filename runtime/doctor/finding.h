#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nest::doctor {

enum class Severity : std::uint8_t {
  Ok,
  Warning,  ///< the load can be carried, but not as well, or it is not known
  Problem,  ///< the load cannot be carried
};

/// What was found about one thing that a run needs.
struct Finding {
  std::string check = {};  ///< "open_files": for programs, and with blanks for people
  Severity severity = Severity::Ok;
  std::string text = {};                   ///< what there is, and what is needed
  std::optional<std::uint64_t> have = {};  ///< in the unit of the check: a number, bytes, nanoseconds
  std::optional<std::uint64_t> need = {};
  std::vector<std::string> fixes = {};  ///< commands and settings that change it; any one line is a whole one
};

[[nodiscard]] inline bool any_problem(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    if (finding.severity == Severity::Problem) return true;
  }
  return false;
}

}  // namespace nest::doctor
