#pragma once

#include <string>
#include <string_view>

namespace nest {

/// SHA-256 of the bytes in hexadecimal, as `sha256sum` prints it; empty when OpenSSL has none.
[[nodiscard]] std::string sha256_text(std::string_view bytes);

}  // namespace nest
