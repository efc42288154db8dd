#include <fmt/format.h>

#include "compiler/shell/completions.h"

namespace nest {
namespace {

// Brackets and colons have a meaning in what _arguments takes.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

std::string action(const OptionText& option) {
  switch (option.completes) {
    case Completes::Choices:
      return fmt::format("({})", fmt::join(option.choices, " "));
    case Completes::Files:
      return "_files";
    case Completes::Folders:
      return "_files -/";
    case Completes::Nothing:
      break;
  }
  return " ";
}

std::string specification(const OptionText& option) {
  const std::string what = escaped(option.value.empty() ? option.names.front() : option.value);
  if (option.is_positional) {
    return shell_quoted(fmt::format("{}:{}:{}", option.is_repeatable ? "*" : "", what, action(option)));
  }
  const std::string value = option.takes_value ? fmt::format(":{}:{}", what, action(option)) : "";
  std::string text;
  for (const std::string& name : option.names) {
    const std::string word =
        option.is_repeatable ? "*" + name : fmt::format("({}){}", fmt::join(option.names, " "), name);
    text += fmt::format("{}{}", text.empty() ? "" : " ",
                        shell_quoted(fmt::format("{}[{}]{}", word, escaped(option.description), value)));
  }
  return text;
}

std::string function_of(const std::string& program, const std::vector<std::string>& names) {
  std::string name = "_" + program;
  for (const std::string& part : names) name += "_" + part;
  return name;
}

std::string body_of(const std::string& program, const CommandPath& path) {
  std::string text = "  _arguments -s -C";
  for (const OptionText& option : path.command->options)
    text += fmt::format(" \\\n    {}", specification(option));
  if (path.command->commands.empty()) return text + "\n";
  text +=
      " \\\n    '1: :->command' '*:: :->arguments'\n  case $state in\n    command)\n      local -a "
      "commands=(";
  for (const CommandText& command : path.command->commands) {
    text +=
        fmt::format("\n        {}", shell_quoted(escaped(command.name) + ":" + escaped(command.description)));
  }
  text += "\n      )\n      _describe command commands ;;\n    arguments)\n      case $words[1] in\n";
  for (const CommandText& command : path.command->commands) {
    std::vector<std::string> names = path.names;
    names.push_back(command.name);
    text += fmt::format("        {}) {} ;;\n", command.name, function_of(program, names));
  }
  return text + "      esac ;;\n  esac\n";
}

}  // namespace

std::string zsh_completion(const CommandText& program) {
  std::string text = fmt::format(
      "#compdef {0}\n# Completion of {0} for zsh; made from its command line by `{0} completion zsh`.\n",
      program.name);
  for (const CommandPath& path : all_commands(program)) {
    text += fmt::format("\n{}() {{\n  local context state state_descr line\n  typeset -A opt_args\n{}}}\n",
                        function_of(program.name, path.names), body_of(program.name, path));
  }
  return text + fmt::format("\n_{0} \"$@\"\n", program.name);
}

}  // namespace nest
