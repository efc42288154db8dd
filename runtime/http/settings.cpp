#include "runtime/http/settings.h"

#include "runtime/http/address_book.h"
#include "runtime/http/proxy.h"
#include "runtime/http/source_addresses.h"
#include "runtime/http/tls.h"
#include "runtime/http/url.h"

namespace nest::http {

std::optional<std::string> find_fault(const Settings& settings) {
  if (!settings.host.empty()) {
    const auto url = parse_url(settings.host);
    if (!url) return "the host '" + settings.host + "' is no URL: " + std::string(url.error());
  }
  const ProxyChoice proxies = choose_proxy(settings);
  for (const std::string& proxy : {proxies.http, proxies.https}) {
    std::string fault = proxy_fault(proxy);
    if (fault.empty()) continue;
    if (!settings.proxy.empty()) return fault;
    return "in the environment (http_proxy, https_proxy or all_proxy): " + fault +
           "; --proxy none ignores it";
  }
  if (!settings.cacert.empty()) {
    const TlsContext context(settings);
    if (!context.fault().empty()) return context.fault();
  }
  for (const std::string& entry : settings.resolve) {
    if (const auto parsed = AddressBook::parse(entry); !parsed) return "--resolve: " + parsed.error();
  }
  const auto sources = SourceAddresses::parse(settings.source_addresses);
  if (!sources) return "--source-address: " + sources.error();
  if (const std::string fault = sources->find_fault(); !fault.empty()) return "--source-address: " + fault;
  return std::nullopt;
}

}  // namespace nest::http
