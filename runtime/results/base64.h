#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nest {

/// RFC 4648, with padding.
[[nodiscard]] std::string base64_text(std::string_view bytes);
/// Nothing when it is none.
[[nodiscard]] std::optional<std::string> bytes_of_base64(std::string_view text);

}  // namespace nest
