#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nest {

/// The options of `nest`, without their dashes, that mean what other load testers call by this name, of an
/// option without its dashes too: "run-time" for "duration" and for "d". Behind a comma may follow how it is
/// used. Nothing when no such name is known.
[[nodiscard]] std::vector<std::string> options_elsewhere(std::string_view name);

}  // namespace nest
