#include "compiler/shell/usage_error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <utility>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/shell/command_text.h"
#include "compiler/shell/remark.h"

namespace nest {
namespace {

// "--users" of "--users=3", "-u" of "-u3"; empty for what is no option, such as -5.
std::string_view option_name(std::string_view word) {
  if (!word.starts_with('-') || word.size() < 2) return {};
  if (word.starts_with("--")) {
    const std::string_view name = word.substr(0, word.find('='));
    return name.find_first_not_of('-') == std::string_view::npos ? std::string_view() : name;
  }
  return word[1] >= '0' && word[1] <= '9' ? std::string_view() : word.substr(0, 2);
}

// The command that the words lead to, and the words that are none of its own: options that there are not, or
// one command.
struct Unknown {
  const CommandText* command;
  std::vector<std::string_view> words;
};

bool has_option(const CommandText& command, std::string_view name) {
  return std::ranges::any_of(command.options, [&](const OptionText& option) {
    return std::ranges::find(option.names, name) != option.names.end();
  });
}

Unknown find_unknown(const CommandText& program, const std::vector<std::string>& words) {
  const CommandText* command = &program;
  std::vector<std::string_view> options;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word.starts_with('-')) {
      const std::string_view name = option_name(word);
      if (!name.empty() && !has_option(*command, name)) options.push_back(name);
      continue;
    }
    if (command->commands.empty()) continue;
    if (!options.empty()) break;  // it may be the value of the last one
    const auto next = std::ranges::find(command->commands, word, &CommandText::name);
    if (next == command->commands.end()) return {command, {word}};
    command = &*next;
  }
  return {command, std::move(options)};
}

std::vector<std::string_view> candidates(const CommandText& of, std::string_view word) {
  std::vector<std::string_view> names;
  if (word.starts_with('-')) {
    for (const OptionText& option : of.options) {
      for (const std::string& name : option.names) {
        if (name.starts_with("--")) names.emplace_back(name);
      }
    }
  } else {
    for (const CommandText& command : of.commands) names.emplace_back(command.name);
  }
  return names;
}

// A letter is near to any other.
std::optional<std::string> nearest_option(const CommandText& command, std::string_view word) {
  if (word.starts_with('-') && !word.starts_with("--")) return std::nullopt;
  const auto near = nearest_name(word, candidates(command, word));
  return near ? std::optional<std::string>(*near) : std::nullopt;
}

// What the program itself calls an option of another one: `--cacert or --insecure`; empty when it has none.
std::string own_names(const CommandText& command, std::string_view word, const OptionsElsewhere& elsewhere) {
  if (!elsewhere || !word.starts_with('-')) return {};
  std::vector<std::string> names;
  for (const std::string& name : elsewhere(word.substr(word.find_first_not_of('-')))) {
    if (has_option(command, "--" + name.substr(0, name.find(',')))) names.push_back("--" + name);
  }
  return fmt::format("{}", fmt::join(names, " or "));
}

// All of them at once: `--users for --vus, --run-time for --duration`; empty when there is nothing to say.
std::string names_of_all(const Unknown& unknown, const OptionsElsewhere& elsewhere) {
  std::vector<std::string> pairs;
  for (const std::string_view word : unknown.words) {
    std::string own = own_names(*unknown.command, word, elsewhere);
    if (own.empty()) own = nearest_option(*unknown.command, word).value_or("");
    if (!own.empty()) pairs.push_back(fmt::format("{} for {}", own, word));
  }
  return fmt::format("{}", fmt::join(pairs, ", "));
}

// An option in front of the command that it is one of: `nest run -u`; empty when that is not what is wrong.
std::string behind_its_command(const CommandText& program, const std::vector<std::string>& words,
                               const OptionsElsewhere& elsewhere) {
  const std::string_view option = words.size() > 1 ? option_name(words[1]) : std::string_view();
  if (option.empty() || has_option(program, option)) return {};
  const auto own = [&](const CommandText& command) {
    return has_option(command, option) ? std::string(option) : own_names(command, option, elsewhere);
  };
  const auto named = [&](const CommandText& command) {
    return std::find(words.begin() + 2, words.end(), command.name) != words.end();
  };
  auto command = std::ranges::find_if(program.commands, named);
  if (command == program.commands.end())
    command =
        std::ranges::find_if(program.commands, [&](const CommandText& each) { return !own(each).empty(); });
  if (command == program.commands.end() || own(*command).empty()) return {};
  return fmt::format("options stand behind the command: {} {} {}", program.name, command->name,
                     own(*command));
}

}  // namespace

std::string usage_hint(const CLI::App& app, const std::vector<std::string>& words,
                       const OptionsElsewhere& elsewhere) {
  const CommandText program = command_text(app);
  if (std::string behind = behind_its_command(program, words, elsewhere); !behind.empty()) return behind;
  const Unknown unknown = find_unknown(program, words);
  if (unknown.words.empty()) return {};
  if (unknown.words.size() > 1) {
    const std::string all = names_of_all(unknown, elsewhere);
    return all.empty() ? all : fmt::format("{} has {}", program.name, all);
  }
  const std::string_view word = unknown.words.front();
  const std::string own = own_names(*unknown.command, word, elsewhere);
  if (!own.empty()) return fmt::format("{} calls it {}", program.name, own);
  const auto near = nearest_option(*unknown.command, word);
  return near ? fmt::format("did you mean {}?", *near) : std::string();
}

int show_usage_error(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& words,
                     const OptionsElsewhere& elsewhere) {
  const std::string hint = error.get_exit_code() == 0 ? "" : usage_hint(app, words, elsewhere);
  if (hint.empty()) return app.exit(error);
  remark("{}\n{}\nRun with --help for more information.\n", error.what(), hint);
  return error.get_exit_code();
}

}  // namespace nest
