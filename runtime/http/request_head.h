#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/http/origin.h"

namespace nest::http {

/// What a request's head is made from. Views live for the call.
struct RequestHead {
  // The initialisers that are no news keep designated initialisers free of warnings.
  std::uint32_t method = 0;        ///< NEST_GET …
  std::string_view prefix = {};    ///< the path of the run's host, put before `path`; usually empty
  std::string_view path = {};      ///< with query
  std::string_view headers = {};   ///< the request's own lines
  std::string_view userinfo = {};  ///< from the URL: becomes basic authorization
  std::uint32_t body_kind = 0;
  std::uint64_t body_size = 0;
  bool compressed = false;
};

/// "GET", for NEST_GET …
[[nodiscard]] std::string_view method_name(std::uint32_t method);

/// Writes request line and headers up to `Cookie`; the caller may append lines, then the empty one. The
/// request's own headers take the place of ours of the same name; of its Content-Length, Transfer-Encoding
/// and Expect, which only the transport can get right, nothing is sent. Returns whether cookies may be added:
/// the request brings none itself.
bool append_request_head(std::string& out, const Origin& origin, const RequestHead& request);

/// The lines without those that a redirect must not carry on: with `drop_credentials` (another origin)
/// Authorization, Cookie, Host and Proxy-Authorization; with `drop_body` (the method became GET) Content-*.
[[nodiscard]] std::string filter_headers(std::string_view lines, bool drop_credentials, bool drop_body);

}  // namespace nest::http
