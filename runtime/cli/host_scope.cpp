#include "runtime/cli/host_scope.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <ifaddrs.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>

#include "runtime/http/url.h"
#include "runtime/report/format.h"

namespace nest {
namespace {

struct Network {
  std::uint32_t address;
  int bits;
};
// This machine, loopback, RFC 1918, link-local.
constexpr std::array<Network, 6> kOwnNetworks = {{{0x00000000, 32},
                                                  {0x7F000000, 8},
                                                  {0x0A000000, 8},
                                                  {0xAC100000, 12},
                                                  {0xC0A80000, 16},
                                                  {0xA9FE0000, 16}}};

bool is_own(std::uint32_t address) {
  return std::ranges::any_of(kOwnNetworks, [&](const Network& network) {
    return (address >> (32 - network.bits)) == (network.address >> (32 - network.bits));
  });
}

bool is_own(const in6_addr& address) {
  const auto* bytes = address.s6_addr;
  if (IN6_IS_ADDR_LOOPBACK(&address) || IN6_IS_ADDR_UNSPECIFIED(&address)) return true;
  if (IN6_IS_ADDR_V4MAPPED(&address)) {
    return is_own(std::uint32_t{bytes[12]} << 24 | std::uint32_t{bytes[13]} << 16 |
                  std::uint32_t{bytes[14]} << 8 | bytes[15]);
  }
  const bool unique_local = (bytes[0] & 0xFEU) == 0xFC;
  const bool link_local = bytes[0] == 0xFE && (bytes[1] & 0xC0U) == 0x80;
  return unique_local || link_local;
}

// In lower case, without the dot of a whole name.
std::string plain_name(std::string_view host) {
  std::string name(host);
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (name.ends_with('.')) name.pop_back();
  return name;
}

template <typename Address>
bool is_of_an_interface(const Address& address, int family) {
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return false;
  const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owned(list, &freeifaddrs);
  for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
    if (entry->ifa_addr == nullptr || entry->ifa_addr->sa_family != family) continue;
    const void* const held =
        family == AF_INET
            ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(entry->ifa_addr)->sin_addr)
            : static_cast<const void*>(&reinterpret_cast<const sockaddr_in6*>(entry->ifa_addr)->sin6_addr);
    if (std::memcmp(held, &address, sizeof address) == 0) return true;
  }
  return false;
}

}  // namespace

bool is_this_machine(std::string_view host) {
  const std::string name = plain_name(host);
  in_addr v4{};
  if (inet_pton(AF_INET, name.c_str(), &v4) == 1) {
    constexpr std::uint32_t kLoopback = 127;
    return ntohl(v4.s_addr) >> 24 == kLoopback || v4.s_addr == INADDR_ANY || is_of_an_interface(v4, AF_INET);
  }
  in6_addr v6{};
  if (inet_pton(AF_INET6, name.c_str(), &v6) == 1) {
    return IN6_IS_ADDR_LOOPBACK(&v6) || IN6_IS_ADDR_UNSPECIFIED(&v6) || is_of_an_interface(v6, AF_INET6);
  }
  return name == "localhost" || name.ends_with(".localhost");
}

bool is_own_host(std::string_view host) {
  const std::string name = plain_name(host);
  in_addr v4{};
  if (inet_pton(AF_INET, name.c_str(), &v4) == 1) return is_own(ntohl(v4.s_addr));
  in6_addr v6{};
  if (inet_pton(AF_INET6, name.c_str(), &v6) == 1) return is_own(v6);
  constexpr std::array<std::string_view, 3> kOwnEnds = {".localhost", ".local", ".test"};
  return name == "localhost" ||
         std::ranges::any_of(kOwnEnds, [&](std::string_view end) { return name.ends_with(end); });
}

std::string foreign_host_remark(std::string_view url) {
  const auto parsed = http::parse_url(url);
  if (!parsed || is_own_host(parsed->host)) return {};
  return fmt::format("{} is not known to be yours", one_line(parsed->host));
}

}  // namespace nest
