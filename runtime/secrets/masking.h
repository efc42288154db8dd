#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nest {

/// Texts with what must not stand on a screen or in a file replaced by "***". What was remembered as a secret
/// is replaced wherever it stands; the rest is best effort, by names: Authorization, Cookie and Set-Cookie
/// values, and fields, headers and query parameters whose name holds "password", "passwd", "secret", "token",
/// "api_key", "apikey", "api-key" or "authorization" in any case.

/// A request or status line, and headers.
[[nodiscard]] std::string mask_head(std::string_view head);
/// A JSON body, or a form; anything else is left as it is.
[[nodiscard]] std::string mask_body(std::string_view body);
/// Query parameters, and a user's password.
[[nodiscard]] std::string mask_url(std::string_view url);

/// A value that is a secret whatever its name: from now on all of these functions replace it. Of fewer than 4
/// bytes it is too short to be told from other text, and is not looked for. From any thread.
void remember_secret(std::string_view value);

/// Any text: a message that quotes an answer, a line of a log, a report. URLs, header lines, "Bearer …" and
/// "Basic …", JSON members and name=value pairs in it are looked for.
[[nodiscard]] std::string mask_text(std::string_view text);
/// The text of a program: remembered secrets, passwords in URLs, credentials written out after "Bearer" and
/// "Basic", and string literals without holes that such a name is given; all other expressions stay.
[[nodiscard]] std::string mask_source(std::string_view text);
/// The arguments of a command: values of options and parameters with such names, and what mask_text() finds.
[[nodiscard]] std::vector<std::string> mask_command(const std::vector<std::string>& arguments);
/// The value of a setting or parameter of this name.
[[nodiscard]] std::string mask_value(std::string_view name, std::string_view value);

}  // namespace nest
