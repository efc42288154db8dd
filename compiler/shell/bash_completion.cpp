#include <fmt/format.h>

#include "compiler/shell/completions.h"

namespace nest {
namespace {

std::string key_of(const CommandPath& path) {
  std::string key;
  for (const std::string& name : path.names) key += " " + name;
  return key;
}

std::string reply(Completes completes, const std::vector<std::string>& choices) {
  switch (completes) {
    case Completes::Choices:
      return fmt::format("mapfile -t COMPREPLY < <(compgen -W {} -- \"$cur\")",
                         shell_quoted(fmt::format("{}", fmt::join(choices, " "))));
    case Completes::Files:
      return "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")";
    case Completes::Folders:
      return "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")";
    case Completes::Nothing:
      break;
  }
  return "COMPREPLY=()";
}

// A line for each option that takes a value: what may follow it.
std::string values_of(const CommandPath& path) {
  std::string text;
  for (const OptionText& option : path.command->options) {
    if (option.is_positional || !option.takes_value) continue;
    std::string pattern;
    for (const std::string& name : option.names)
      pattern += fmt::format("{}{}", pattern.empty() ? "" : "|", shell_quoted(key_of(path) + ":" + name));
    text += fmt::format("    {}) {}; return ;;\n", pattern, reply(option.completes, option.choices));
  }
  return text;
}

std::string words_of(const CommandPath& path) {
  std::vector<std::string> options;
  std::vector<std::string> words;
  Completes completes = Completes::Nothing;
  for (const OptionText& option : path.command->options) {
    if (option.is_positional) {
      completes = option.completes;
      words.insert(words.end(), option.choices.begin(), option.choices.end());
    } else {
      options.insert(options.end(), option.names.begin(), option.names.end());
    }
  }
  for (const CommandText& command : path.command->commands) words.push_back(command.name);
  if (!words.empty()) completes = Completes::Choices;
  return fmt::format("    {})\n      if [[ $cur == -* ]]; then {}\n      else {}\n      fi ;;\n",
                     shell_quoted(key_of(path)), reply(Completes::Choices, options), reply(completes, words));
}

}  // namespace

std::string bash_completion(const CommandText& program) {
  std::string commands;
  std::string values;
  std::string words;
  for (const CommandPath& path : all_commands(program)) {
    if (!path.names.empty())
      commands += fmt::format("{}{}", commands.empty() ? "" : "|", shell_quoted(key_of(path)));
    values += values_of(path);
    words += words_of(path);
  }
  return fmt::format(R"(# Completion of {0} for bash; made from its command line by `{0} completion bash`.
_{0}_complete() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} command= i
  # bash takes "--format=json" apart.
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=${{COMP_WORDS[COMP_CWORD-2]}}
  fi
  for ((i = 1; i < COMP_CWORD; ++i)); do
    case "$command ${{COMP_WORDS[i]}}" in
      {1}) command+=" ${{COMP_WORDS[i]}}" ;;
    esac
  done
  case "$command:$prev" in
{2}  esac
  case "$command" in
{3}  esac
}}
complete -F _{0}_complete {0}
)",
                     program.name, commands, values, words);
}

}  // namespace nest
