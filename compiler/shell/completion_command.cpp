#include "compiler/shell/completion_command.h"

#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <utility>

#include "compiler/shell/completions.h"
#include "compiler/shell/remark.h"

namespace nest {
namespace {

std::string script(const CLI::App& program, const std::string& form, const std::string& version) {
  const CommandText text = command_text(program);
  if (form == "bash") return bash_completion(text);
  if (form == "zsh") return zsh_completion(text);
  if (form == "fish") return fish_completion(text);
  return manual_page(text, version);
}

}  // namespace

CLI::App* add_completion_command(CLI::App& program, std::string version, int& status) {
  CLI::App* command =
      program.add_subcommand("completion", "Prints the completion script of a shell, or the manual page");
  const auto form = std::make_shared<std::string>();
  command->add_option("FORM", *form, "bash, zsh, fish, or man")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish", "man"}))
      ->type_name("bash|zsh|fish|man");
  command->callback([&program, form, version = std::move(version), &status] {
    const std::string text = script(program, *form, version);
    if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return;
    remark("{}: the standard output cannot be written: {}\n", program.get_name(),
           std::generic_category().message(errno));
    status = 1;
  });
  return command;
}

}  // namespace nest
