#include "runtime/cli/host_scope.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

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

}  // namespace

bool is_own_host(std::string_view host) {
  std::string name(host);
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (name.ends_with('.')) name.pop_back();
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
