#include "runtime/http/source_addresses.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>

#include "runtime/http/text.h"

namespace nest::http {
namespace {

std::optional<std::uint32_t> ipv4(std::string_view text) {
  in_addr address{};
  if (inet_pton(AF_INET, std::string(text).c_str(), &address) != 1) return std::nullopt;
  return ntohl(address.s_addr);
}

struct Span {
  std::uint32_t first;
  std::uint32_t last;
};

/// "A", "A-B" or "A/BITS" of IPv4; of a network larger than two its own address and the broadcast are left
/// out.
std::optional<Span> ipv4_span(std::string_view item) {
  if (const std::size_t dash = item.find('-'); dash != std::string_view::npos) {
    const auto first = ipv4(trim(item.substr(0, dash)));
    const auto last = ipv4(trim(item.substr(dash + 1)));
    if (!first || !last || *first > *last) return std::nullopt;
    return Span{*first, *last};
  }
  const std::size_t slash = item.find('/');
  const auto address = ipv4(item.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == std::string_view::npos) return Span{*address, *address};
  const std::string_view digits = item.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (error != std::errc{} || end != digits.data() + digits.size() || bits > 32 || bits < 8)
    return std::nullopt;
  const std::uint32_t mask = bits == 32 ? 0 : 0xffffffffu >> bits;
  const Span network{*address & ~mask, *address | mask};
  return bits >= 31 ? network : Span{network.first + 1, network.last - 1};
}

sockaddr* generic(sockaddr_storage& storage) { return reinterpret_cast<sockaddr*>(&storage); }

std::string text_of(const sockaddr_storage& storage) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const auto* const four = reinterpret_cast<const sockaddr_in*>(&storage);
  const auto* const six = reinterpret_cast<const sockaddr_in6*>(&storage);
  const void* const address = storage.ss_family == AF_INET ? static_cast<const void*>(&four->sin_addr)
                                                           : static_cast<const void*>(&six->sin6_addr);
  return inet_ntop(storage.ss_family, address, text.data(), text.size()) == nullptr ? "?" : text.data();
}

}  // namespace

std::expected<SourceAddresses, std::string> SourceAddresses::parse(std::string_view text) {
  SourceAddresses made;
  const auto add = [&made](const auto& address) {
    Address added{};
    std::memcpy(&added.storage, &address, sizeof address);
    added.size = sizeof address;
    made.addresses_.push_back(added);
  };
  while (!text.empty()) {
    const std::string_view item = take_item(text, ',');
    if (item.empty()) continue;
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    if (inet_pton(AF_INET6, std::string(item).c_str(), &six.sin6_addr) == 1) {
      add(six);
    } else if (const auto span = ipv4_span(item)) {
      if (span->last - span->first >= kMost - made.addresses_.size()) {
        return std::unexpected("more than " + std::to_string(kMost) + " source addresses");
      }
      for (std::uint64_t number = span->first; number <= span->last; ++number) {
        sockaddr_in four{};
        four.sin_family = AF_INET;
        four.sin_addr.s_addr = htonl(static_cast<std::uint32_t>(number));
        add(four);
      }
    } else {
      return std::unexpected("the source address '" + std::string(item) +
                             "' is none; write 10.0.0.5, 10.0.0.5-10.0.0.20 or 10.0.0.0/28");
    }
  }
  return made;
}

int SourceAddresses::bind_to(int fd, const Address& address) {
  const int on = 1;
  // Kernels before 4.2 take a port at once; then it works all the same, for fewer connections.
  static_cast<void>(setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on));
  sockaddr_storage storage = address.storage;
  return bind(fd, generic(storage), address.size) == 0 ? 0 : errno;
}

int SourceAddresses::bind_next(int fd, int family) {
  for (std::size_t tries = 0; tries < addresses_.size(); ++tries) {
    const Address& address = addresses_[next_];
    next_ = (next_ + 1) % addresses_.size();
    if (address.storage.ss_family == family) return bind_to(fd, address);
  }
  return 0;
}

std::string SourceAddresses::find_fault() const {
  for (const Address& address : addresses_) {
    const int fd = socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return std::string("no socket: ") + std::strerror(errno);
    const int error = bind_to(fd, address);
    close(fd);
    if (error == EADDRNOTAVAIL) {
      return "the source address " + text_of(address.storage) +
             " is none of this machine's; add it (ip address add)";
    }
    if (error != 0) return "the source address " + text_of(address.storage) + ": " + std::strerror(error);
  }
  return {};
}

}  // namespace nest::http
