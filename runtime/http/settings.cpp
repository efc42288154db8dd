#include "runtime/http/settings.h"

#include "runtime/http/tls.h"
#include "runtime/http/url.h"

namespace nest::http {

std::optional<std::string> find_fault(const Settings& settings) {
  if (!settings.host.empty()) {
    const auto url = parse_url(settings.host);
    if (!url) return "the host '" + settings.host + "' is no URL: " + std::string(url.error());
  }
  if (settings.proxy.starts_with("https://")) {
    return "a proxy that is itself reached by TLS (https://) is not supported";
  }
  if (!settings.cacert.empty()) {
    const TlsContext context(settings);
    if (!context.fault().empty()) return context.fault();
  }
  return std::nullopt;
}

}  // namespace nest::http
