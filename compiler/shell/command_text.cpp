#include "compiler/shell/command_text.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <string_view>

namespace nest {
namespace {

std::vector<std::string> split_choices(const std::string& text) {
  std::vector<std::string> choices;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('|', begin), text.size());
    choices.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return choices;
}

bool is_lower(const std::string& text) {
  return std::ranges::none_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

void set_completion(OptionText& option) {
  const auto holds = [&option](std::string_view part) {
    return option.value.find(part) != std::string::npos;
  };
  const bool is_path = option.is_positional && (option.names.front().starts_with("PATH"));
  // `text|json`, or the only word there is.
  if (!option.value.empty() && is_lower(option.value)) {
    option.completes = Completes::Choices;
    option.choices = split_choices(option.value);
  } else if (holds("FOLDER") || (option.is_positional && option.names.front() == "FOLDER")) {
    option.completes = Completes::Folders;
  } else if (is_path || holds("FILE") || holds("PATH") || holds("PREFIX")) {
    option.completes = Completes::Files;
  }
}

OptionText option_text(const CLI::Option& option) {
  OptionText text;
  text.is_positional = option.get_positional();
  if (text.is_positional) text.names.push_back(option.get_name(true));
  for (const std::string& name : option.get_snames()) text.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) text.names.push_back("--" + name);
  text.takes_value = option.get_items_expected_max() > 0;
  text.is_required = option.get_required();
  text.is_repeatable = option.get_expected_max() > 1;
  // What checks a value says so behind a colon.
  if (text.takes_value) text.value = option.get_type_name().substr(0, option.get_type_name().find(':'));
  text.description = option.get_description();
  text.default_value = option.get_default_str();
  set_completion(text);
  return text;
}

}  // namespace

CommandText command_text(const CLI::App& app) {
  CommandText text;
  text.name = app.get_name();
  text.description = app.get_description();
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_group().empty()) text.options.push_back(option_text(*option));
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!command->get_name().empty() && !command->get_group().empty())
      text.commands.push_back(command_text(*command));
  }
  return text;
}

std::vector<CommandPath> all_commands(const CommandText& program) {
  std::vector<CommandPath> all = {{{}, &program}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const CommandText& command : all[i].command->commands) {
      std::vector<std::string> names = all[i].names;
      names.push_back(command.name);
      all.push_back({std::move(names), &command});
    }
  }
  return all;
}

}  // namespace nest
