#include "compiler/shell/usage_error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/shell/command_text.h"

namespace nest {
namespace {

// The command that the words lead to, and the first word that is none of its own: an option or a command that
// there is not.
struct Unknown {
  const CommandText* command;
  std::string_view word;
};

bool has_option(const CommandText& command, std::string_view name) {
  return std::ranges::any_of(command.options, [&](const OptionText& option) {
    return std::ranges::find(option.names, name) != option.names.end();
  });
}

Unknown first_unknown(const CommandText& program, const std::vector<std::string>& words) {
  const CommandText* command = &program;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word.starts_with('-')) {
      const std::string_view name = word.substr(0, word.find('='));
      if (name.starts_with("--") && name.size() > 2 && !has_option(*command, name)) return {command, name};
      continue;
    }
    if (command->commands.empty()) continue;
    const auto next = std::ranges::find(command->commands, word, &CommandText::name);
    if (next == command->commands.end()) return {command, word};
    command = &*next;
  }
  return {command, {}};
}

std::vector<std::string_view> candidates(const Unknown& unknown) {
  std::vector<std::string_view> names;
  if (unknown.word.starts_with('-')) {
    for (const OptionText& option : unknown.command->options) {
      for (const std::string& name : option.names) {
        if (name.starts_with("--")) names.emplace_back(name);
      }
    }
  } else {
    for (const CommandText& command : unknown.command->commands) names.emplace_back(command.name);
  }
  return names;
}

}  // namespace

std::string usage_hint(const CLI::App& app, const std::vector<std::string>& words,
                       const OptionsElsewhere& elsewhere) {
  const CommandText program = command_text(app);
  const Unknown unknown = first_unknown(program, words);
  if (unknown.word.empty()) return {};
  if (elsewhere && unknown.word.starts_with("--")) {
    std::vector<std::string> names;
    for (const std::string& name : elsewhere(unknown.word.substr(2))) {
      if (has_option(*unknown.command, "--" + name)) names.push_back("--" + name);
    }
    if (!names.empty()) return fmt::format("{} calls it {}", program.name, fmt::join(names, " or "));
  }
  const auto near = nearest_name(unknown.word, candidates(unknown));
  return near ? fmt::format("did you mean {}?", *near) : std::string();
}

int show_usage_error(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& words,
                     const OptionsElsewhere& elsewhere) {
  const std::string hint = error.get_exit_code() == 0 ? "" : usage_hint(app, words, elsewhere);
  if (hint.empty()) return app.exit(error);
  fmt::print(stderr, "{}\n{}\nRun with --help for more information.\n", error.what(), hint);
  return error.get_exit_code();
}

}  // namespace nest
