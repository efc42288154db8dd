#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
class ParseError;
}  // namespace CLI

namespace nest {

/// Options that a name of another program means, all without their dashes: "run-time" for "duration". Behind
/// a comma may follow how it is used.
using OptionsElsewhere = std::function<std::vector<std::string>(std::string_view name)>;

/// What a command line that was refused did most likely mean, as one line: "did you mean --users?"; empty
/// when nothing comes near. `app` is the program, after it refused.
[[nodiscard]] std::string usage_hint(const CLI::App& app, const std::vector<std::string>& words,
                                     const OptionsElsewhere& elsewhere = {});

/// Shows what was wrong, the hint, and where help is, on standard error; or the help or version that was
/// asked for. Zero for these.
int show_usage_error(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& words,
                     const OptionsElsewhere& elsewhere = {});

}  // namespace nest
