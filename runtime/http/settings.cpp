#include "runtime/http/settings.h"

#include "runtime/http/address_book.h"
#include "runtime/http/proxy.h"
#include "runtime/http/source_addresses.h"
#include "runtime/http/tls.h"
#include "runtime/http/url.h"

namespace nest::http {
namespace {

/// What is wrong with the run's host; empty when nothing is.
std::string host_fault(const std::string& host) {
  const auto url = parse_url(host);
  if (url) return {};
  const std::string whole = "http://" + host;
  // "localhost:8080": the part in front of the colon is taken for a scheme.
  const std::string fault = has_scheme(host) || !parse_url(whole)
                                ? std::string(url.error())
                                : "no http:// or https:// before it; write " + whole;
  return "the host '" + host + "' is no URL: " + fault;
}

}  // namespace

std::optional<std::string> find_fault(const Settings& settings) {
  if (!settings.host.empty()) {
    if (std::string fault = host_fault(settings.host); !fault.empty()) return fault;
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
