#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace nest::http {

/// Seconds since 1970 of a cookie's Expires value, read as generously as RFC 6265 5.1.1 says: tokens in any
/// order.
[[nodiscard]] std::optional<std::int64_t> parse_cookie_date(std::string_view text);

}  // namespace nest::http
