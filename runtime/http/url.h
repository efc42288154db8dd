#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace nest::http {

/// An absolute http or https URL, taken apart. All views are into the text that was parsed.
struct Url {
  bool https = false;
  std::string_view userinfo;  ///< "user:password", percent-encoded as written; without the @
  std::string_view host;      ///< as written; an IPv6 address without its brackets
  bool ipv6 = false;          ///< the host stood in brackets
  std::uint16_t port = 80;    ///< the scheme's own when none was written
  std::string_view
      target;  ///< path and query as written, without the fragment; may be empty or begin with '?'
};

/// RFC 3986, for the two schemes we speak. The error is a short reason ("port out of range"). Hosts are ASCII
/// letters, digits, '-', '.', '_' or a bracketed IPv6 address: an international name goes in its xn-- form.
[[nodiscard]] std::expected<Url, std::string_view> parse_url(std::string_view text);

/// Whether the text names a scheme, and so is to be parsed as an absolute URL.
[[nodiscard]] bool has_scheme(std::string_view text);

/// Appends a request target (RFC 9112 3.2.1, origin form) made from a path with query: a leading '/' when
/// there is none, no fragment, and every byte that may not stand in a request line percent-encoded, so that
/// no text whatever can break out of the line.
void append_target(std::string& out, std::string_view path_and_query);
/// The same into space for target_room() bytes; gives the end of what was written.
[[nodiscard]] char* write_target(std::string_view path_and_query, char* out);
[[nodiscard]] constexpr std::size_t target_room(std::string_view path_and_query) {
  return 1 + 3 * path_and_query.size();
}

/// The URL that `reference` (a Location header, say) means on a page at `base`, an absolute URL: RFC
/// 3986 5.2, with dot segments removed and without a fragment. Empty when `base` is not absolute.
[[nodiscard]] std::string resolve_reference(std::string_view base, std::string_view reference);

/// RFC 3986 5.2.4.
[[nodiscard]] std::string remove_dot_segments(std::string_view path);

/// Reverses percent-encoding; a '%' without two hex digits stays as it is.
[[nodiscard]] std::string percent_decode(std::string_view text);

}  // namespace nest::http
