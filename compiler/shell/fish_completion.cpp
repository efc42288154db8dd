#include <fmt/format.h>

#include "compiler/shell/completions.h"

namespace nest {
namespace {

// When the command is what was typed so far.
std::string condition_of(const CommandPath& path) {
  std::string text;
  for (const std::string& name : path.names)
    text += fmt::format("{}__fish_seen_subcommand_from {}", text.empty() ? "" : "; and ", name);
  if (!path.command->commands.empty()) {
    text += text.empty() ? "not __fish_seen_subcommand_from" : "; and not __fish_seen_subcommand_from";
    for (const CommandText& command : path.command->commands) text += " " + command.name;
  }
  return text;
}

std::string value_of(const OptionText& option) {
  switch (option.completes) {
    case Completes::Choices:
      return fmt::format(" -x -a {}", shell_quoted(fmt::format("{}", fmt::join(option.choices, " "))));
    case Completes::Files:
      return " -r -F";
    case Completes::Folders:
      return " -x -a '(__fish_complete_directories)'";
    case Completes::Nothing:
      break;
  }
  return " -x";
}

std::string option_line(const std::string& start, const OptionText& option) {
  std::string text = start;
  if (option.is_positional) {
    text += option.completes == Completes::Files ? " -F" : " -f";
    if (option.completes == Completes::Choices)
      text += fmt::format(" -a {}", shell_quoted(fmt::format("{}", fmt::join(option.choices, " "))));
    if (option.completes == Completes::Folders) text += " -a '(__fish_complete_directories)'";
    return text + "\n";
  }
  for (const std::string& name : option.names)
    text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (option.takes_value) text += value_of(option);
  return fmt::format("{} -d {}\n", text, shell_quoted(option.description));
}

}  // namespace

std::string fish_completion(const CommandText& program) {
  std::string text = fmt::format(
      "# Completion of {0} for fish; made from its command line by `{0} completion fish`.\n", program.name);
  for (const CommandPath& path : all_commands(program)) {
    const std::string start =
        fmt::format("complete -c {} -n {}", program.name, shell_quoted(condition_of(path)));
    for (const CommandText& command : path.command->commands)
      text += fmt::format("{} -f -a {} -d {}\n", start, command.name, shell_quoted(command.description));
    for (const OptionText& option : path.command->options) text += option_line(start, option);
  }
  return text;
}

}  // namespace nest
