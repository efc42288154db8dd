#include "runtime/http/proxy.h"

#include <cstdlib>

namespace nest::http {
namespace {

std::string environment(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const char* const value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

}  // namespace

ProxyChoice choose_proxy(const Settings& settings) {
  ProxyChoice choice;
  if (settings.proxy == "none") return choice;
  choice.exempt = environment({"no_proxy", "NO_PROXY"});
  if (!settings.proxy.empty()) {
    choice.http = choice.https = settings.proxy;
    return choice;
  }
  choice.http = environment({"http_proxy", "all_proxy", "ALL_PROXY"});
  choice.https = environment({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
  return choice;
}

}  // namespace nest::http
