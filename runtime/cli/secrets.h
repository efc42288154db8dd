#pragma once

#include <string>
#include <string_view>

namespace nest {

/// Texts of requests and answers with what must not stand on a screen replaced by "***", for `nest try`. Best
/// effort, by names: Authorization, Cookie and Set-Cookie values, and fields, headers and query parameters
/// whose name holds "password", "passwd", "secret", "token", "api_key", "apikey", "api-key" or
/// "authorization" in any case.

/// A request or status line, and headers.
[[nodiscard]] std::string mask_head(std::string_view head);
/// A JSON body, or a form; anything else is left as it is.
[[nodiscard]] std::string mask_body(std::string_view body);
/// Query parameters, and a user's password.
[[nodiscard]] std::string mask_url(std::string_view url);

}  // namespace nest
