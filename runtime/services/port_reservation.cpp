#include "runtime/services/port_reservation.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <random>
#include <utility>

namespace nest {
namespace {

struct PortRange {
  std::uint32_t first;
  std::uint32_t last;
};

struct CloseFile {
  void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

// The wider of the ranges below and above the system's; all that need no privilege when there is none worth
// having.
PortRange choose_range() {
  constexpr std::uint32_t kLowest = 10'000;
  constexpr std::uint32_t kHighest = 65'535;
  constexpr std::uint32_t kEnough = 500;
  std::uint32_t low = 32'768;
  std::uint32_t high = 60'999;
  if (const File file(std::fopen("/proc/sys/net/ipv4/ip_local_port_range", "re")); file) {
    if (std::fscanf(file.get(), "%u %u", &low, &high) != 2) return {1024, kHighest};
  }
  if (low > kLowest + kEnough) return {kLowest, low - 1};
  if (high + kEnough < kHighest) return {high + 1, kHighest};
  return {1024, kHighest};
}

// Without SO_REUSEADDR: it fails for a port that anything is left of. 0, or an errno.
int hold(Descriptor& socket, int family, const sockaddr* address, socklen_t size) {
  socket = Descriptor(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket.is_open()) return errno;
  const int on = 1;
  if (family == AF_INET6) setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  return bind(socket.get(), address, size) == 0 ? 0 : errno;
}

int hold_ipv4(Descriptor& socket, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  return hold(socket, AF_INET, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

int hold_ipv6(Descriptor& socket, std::uint16_t port) {
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(port);
  return hold(socket, AF_INET6, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

bool lists_listener(const char* path, std::uint16_t port) {
  const File file(std::fopen(path, "re"));
  if (!file) return false;
  constexpr unsigned kListen = 0x0A;
  std::array<char, 512> line{};
  while (std::fgets(line.data(), static_cast<int>(line.size()), file.get()) != nullptr) {
    unsigned local = 0;
    unsigned state = 0;
    // "  0: 0100007F:1F90 00000000:0000 0A …"
    if (std::sscanf(line.data(), " %*u: %*[0-9A-Fa-f]:%x %*[0-9A-Fa-f]:%*x %x", &local, &state) != 2)
      continue;
    if (local == port && state == kListen) return true;
  }
  return false;
}

}  // namespace

std::expected<PortReservation, std::string> PortReservation::any() {
  const PortRange range = choose_range();
  std::random_device device;
  std::uniform_int_distribution<std::uint32_t> choice(range.first, range.last);
  constexpr int kTries = 1000;
  int error = EADDRINUSE;
  for (int i = 0; i < kTries; ++i) {
    PortReservation held;
    held.port_ = static_cast<std::uint16_t>(choice(device));
    error = hold_ipv4(held.ipv4_, held.port_);
    if (error == EADDRINUSE || error == EACCES) continue;
    if (error != 0) break;
    // A system without IPv6 has nobody on it either.
    if (hold_ipv6(held.ipv6_, held.port_) == EADDRINUSE) continue;
    return held;
  }
  return std::unexpected(
      fmt::format("no free port was found from {} to {}: {}", range.first, range.last, std::strerror(error)));
}

void PortReservation::release() {
  ipv4_.close();
  ipv6_.close();
}

bool is_listened_on(std::uint16_t port) {
  return lists_listener("/proc/net/tcp", port) || lists_listener("/proc/net/tcp6", port);
}

}  // namespace nest
