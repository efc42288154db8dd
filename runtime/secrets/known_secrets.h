#pragma once

#include <string>
#include <string_view>

namespace nest {

/// A value that a name says is a secret, found somewhere: less sure than remember_secret(). One of fewer than
/// 8 bytes is replaced only where it stands as a word of its own, since "demo" may well be a part of others;
/// paths, short numbers and words such as "true" and "password" are no secrets. From any thread.
void remember_found_secret(std::string_view value);

/// A text without the secrets that were remembered: their values as they are, as a URL has them and as JSON
/// has them. From any thread.
[[nodiscard]] std::string mask_known(std::string_view text);

}  // namespace nest
