#pragma once

#include <string>
#include <string_view>

#include "compiler/shell/command_text.h"

namespace nest {

/// Scripts that make a shell complete the program's subcommands, options, their values, and files.
[[nodiscard]] std::string bash_completion(const CommandText& program);
[[nodiscard]] std::string zsh_completion(const CommandText& program);
[[nodiscard]] std::string fish_completion(const CommandText& program);

/// The manual, section 1, in the macros of man(7).
[[nodiscard]] std::string manual_page(const CommandText& program, std::string_view version);

/// A text as one word of these shells' scripts.
[[nodiscard]] std::string shell_quoted(std::string_view text);

}  // namespace nest
