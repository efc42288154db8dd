#pragma once

#include <cstdint>

namespace nest::http {

/// Whether an answer with this status and a Location sends the user agent elsewhere: 301, 302, 303, 307, 308.
[[nodiscard]] bool is_redirect(int status);

/// The method to go on with: RFC 9110 15.4, with what browsers make of 301 and 302 (POST becomes GET). A
/// change to GET also drops the body.
[[nodiscard]] std::uint32_t redirected_method(int status, std::uint32_t method);

}  // namespace nest::http
