#include "runtime/http/proxy.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "runtime/http/text.h"
#include "runtime/http/url.h"

namespace nest::http {
namespace {

std::string environment(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const char* const value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

/// An address in network order; `size` 0 when the text is none.
struct Address {
  explicit Address(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN> copy{};
    if (text.size() >= copy.size()) return;
    std::memcpy(copy.data(), text.data(), text.size());
    if (inet_pton(AF_INET, copy.data(), bytes.data()) == 1) {
      size = 4;
    } else if (inet_pton(AF_INET6, copy.data(), bytes.data()) == 1) {
      size = 16;
    }
  }

  std::array<unsigned char, 16> bytes{};
  std::size_t size = 0;
};

bool in_network(const Address& host, std::string_view network) {
  const std::size_t slash = network.find('/');
  const Address base(network.substr(0, slash));
  if (base.size == 0 || base.size != host.size) return false;
  std::size_t bits = base.size * 8;
  if (slash != std::string_view::npos) {
    const std::string_view digits = network.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (error != std::errc() || end != digits.data() + digits.size() || bits > base.size * 8) return false;
  }
  for (std::size_t i = 0; i < base.size && bits > 0; ++i) {
    const std::size_t taken = bits < 8 ? bits : 8;
    const unsigned mask = 0xffu << (8 - taken) & 0xffu;
    if (((base.bytes[i] ^ host.bytes[i]) & mask) != 0) return false;
    bits -= taken;
  }
  return true;
}

bool is_host_or_below(std::string_view host, std::string_view name) {
  if (name.starts_with('.')) name.remove_prefix(1);
  if (name.empty() || host.size() < name.size()) return false;
  const std::size_t dot = host.size() - name.size();
  return same_text(host.substr(dot), name) && (dot == 0 || host[dot - 1] == '.');
}

std::string_view without_brackets(std::string_view item) {
  return item.starts_with('[') && item.ends_with(']') ? item.substr(1, item.size() - 2) : item;
}

}  // namespace

bool is_exempt(std::string_view list, std::string_view host) {
  const Address address(host);
  while (!list.empty()) {
    const std::size_t end = list.find_first_of(", \t");
    const std::string_view item = without_brackets(list.substr(0, end));
    list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
    if (item == "*") return true;
    if (address.size != 0 ? in_network(address, item) : is_host_or_below(host, item)) return true;
  }
  return false;
}

std::string proxy_fault(std::string_view proxy) {
  if (proxy.empty()) return {};
  constexpr std::string_view kMark = "://";
  const std::size_t mark = proxy.find(kMark);
  const std::string_view scheme = mark == std::string_view::npos ? "http" : proxy.substr(0, mark);
  const std::string_view rest = mark == std::string_view::npos ? proxy : proxy.substr(mark + kMark.size());
  if (same_text(scheme, "https")) return "a proxy that is itself reached by TLS (https://) is not supported";
  constexpr std::array<std::string_view, 5> kSpoken = {"http", "socks4", "socks4a", "socks5", "socks5h"};
  if (std::ranges::none_of(kSpoken, [&](std::string_view each) { return same_text(scheme, each); })) {
    return "a proxy begins with http://, socks4://, socks4a://, socks5:// or socks5h://, not with " +
           std::string(scheme) + "://";
  }
  if (const auto url = parse_url("http://" + std::string(rest)); !url) {
    return "the proxy is no URL: " + std::string(url.error());
  }
  return {};
}

ProxyRoute choose_route(const ProxyChoice& choice, bool https, std::string_view host,
                        const std::string& url) {
  ProxyRoute route;
  if (is_exempt(choice.exempt, host)) return route;
  route.proxy = https ? choice.https : choice.http;
  // As curl: a proxy without a scheme is an HTTP one.
  const bool forwards = !https && !route.proxy.empty() &&
                        (!has_scheme(route.proxy) || same_text(route.proxy.substr(0, 7), "http://"));
  if (!forwards) return route;
  route.target_prefix = url;
  const std::string absolute = has_scheme(route.proxy) ? route.proxy : "http://" + route.proxy;
  if (const auto parsed = parse_url(absolute); parsed && !parsed->userinfo.empty()) {
    route.authorization = "Proxy-Authorization: Basic ";
    append_base64(route.authorization, percent_decode(parsed->userinfo));
    route.authorization += "\r\n";
  }
  return route;
}

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
