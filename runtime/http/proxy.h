#pragma once

#include <string>
#include <string_view>

#include "runtime/http/settings.h"

namespace nest::http {

/// Which proxy connections to plain and to TLS origins go through, as curl writes proxies; "" means none.
struct ProxyChoice {
  std::string http;
  std::string https;
  std::string exempt;  ///< hosts that are reached directly: curl's no_proxy list
};

/// From the settings, else from the environment as curl reads it: http_proxy (lower case only, because a CGI
/// program gets HTTP_PROXY from its client), https_proxy, all_proxy, no_proxy.
[[nodiscard]] ProxyChoice choose_proxy(const Settings& settings);

/// Why no connection can go through a proxy that is written so; empty when it can, or when there is none. Its
/// password is not in the text.
[[nodiscard]] std::string proxy_fault(std::string_view proxy);

/// How one origin is reached.
struct ProxyRoute {
  std::string proxy;  ///< as curl writes it; "": directly
  /// What stands before each request's path when an HTTP proxy forwards plain http: "http://host:port"
  /// (absolute form, RFC 9112 3.2.2). Empty on a direct way and in a tunnel (TLS through an HTTP proxy,
  /// SOCKS).
  std::string target_prefix;
  std::string authorization;  ///< a forwarded request's "Proxy-Authorization: Basic …\r\n", or empty
};

/// The way to `host` (lower case, an IPv6 address without brackets), whose requests' absolute URLs begin with
/// `url`.
[[nodiscard]] ProxyRoute choose_route(const ProxyChoice& choice, bool https, std::string_view host,
                                      const std::string& url);

/// Whether a no_proxy list exempts the host, by curl's rules: items stand apart by commas or blanks; `*` is
/// every host; a name is itself and all below it, with or without a dot in front; an address is itself; an
/// address with `/N` is a network.
[[nodiscard]] bool is_exempt(std::string_view list, std::string_view host);

}  // namespace nest::http
