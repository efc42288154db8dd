#pragma once

#include <string>

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

}  // namespace nest::http
