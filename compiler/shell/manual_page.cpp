#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "compiler/shell/completions.h"

namespace nest {
namespace {

// Text of a paragraph: backslashes and minus signs are the formatter's, and so is a dot at the start.
std::string roff(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\') {
      result += "\\e";
    } else if (c == '-') {
      result += "\\-";
    } else if (c != '`') {
      result += c;
    }
  }
  return result.starts_with('.') || result.starts_with('\'') ? "\\&" + result : result;
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

std::string synopsis(const CommandText& program, const CommandPath& path) {
  std::string text = fmt::format(".B {}", program.name);
  for (const std::string& name : path.names) text += " " + name;
  text += "\n";
  for (const OptionText& option : path.command->options) {
    if (!option.is_positional) continue;
    const std::string name = roff(option.names.front()) + (option.is_repeatable ? " ..." : "");
    text += option.is_required ? fmt::format(".I {}\n", name) : fmt::format("[\\fI{}\\fR]\n", name);
  }
  return text + "[\\fIoptions\\fR]\n";
}

std::string option_entry(const OptionText& option) {
  std::string head;
  for (const std::string& name : option.names) {
    head += head.empty() ? "" : ", ";
    head += fmt::format("{}{}\\fR", option.is_positional ? "\\fI" : "\\fB", roff(name));
  }
  if (!option.value.empty() && !option.is_positional) head += fmt::format(" \\fI{}\\fR", roff(option.value));
  std::string text = fmt::format(".TP\n{}\n{}", head, roff(option.description));
  if (!option.default_value.empty()) text += fmt::format(" (default: {})", roff(option.default_value));
  return text + ".\n";
}

}  // namespace

std::string manual_page(const CommandText& program, std::string_view version) {
  std::string text = fmt::format(
      ".TH {} 1 \"\" \"{} {}\" \"Project Nest\"\n.SH NAME\n{} \\- {}\n", upper(program.name), program.name,
      version, program.name,
      roff(program.description.substr(
          program.description.find(": ") == std::string::npos ? 0 : program.description.find(": ") + 2)));
  text += ".SH SYNOPSIS\n";
  const std::vector<CommandPath> all = all_commands(program);
  for (const CommandPath& path : all) {
    if (path.command->commands.empty()) text += synopsis(program, path) + ".br\n";
  }
  text += ".SH OPTIONS\n";
  for (const OptionText& option : program.options) text += option_entry(option);
  text += ".SH COMMANDS\n";
  for (const CommandPath& path : all) {
    if (path.names.empty()) continue;
    text += fmt::format(".SS {} {}\n{}.\n", program.name, fmt::join(path.names, " "),
                        roff(path.command->description));
    for (const OptionText& option : path.command->options) text += option_entry(option);
  }
  return text + fmt::format(
                    ".SH EXIT STATUS\n0 when all went well, 1 for failures and errors in the sources, 2 for "
                    "mistakes "
                    "on the command line.\n.SH SEE ALSO\n.BR {} (1)\n",
                    program.name == "nest" ? "nestc" : "nest");
}

std::string shell_quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      result += c;
    }
  }
  return result + "'";
}

}  // namespace nest
