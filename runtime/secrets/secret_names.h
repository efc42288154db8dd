#pragma once

#include <string_view>

namespace nest {

/// What stands in the place of a secret.
inline constexpr std::string_view kMask = "***";

/// Whether a name says that its value is a secret: it has "password", "token" and the like in it.
[[nodiscard]] bool is_secret(std::string_view name);
/// The same for a header's name: cookies are secrets too.
[[nodiscard]] bool is_secret_header(std::string_view name);
/// Whether a text is nothing but such a word: "password" as the value of `password` says nothing.
[[nodiscard]] bool is_secret_word(std::string_view text);

}  // namespace nest
