#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace nest::http {

/// The local addresses that connections begin at, one after the other: a port is taken per local address and
/// target, so each of them is good for some 28,000 more connections to the same target. One a worker.
class SourceAddresses {
 public:
  /// No more than this from all items together.
  static constexpr std::size_t kMost = 65536;

  /// None: the system chooses.
  SourceAddresses() = default;
  /// "10.0.0.5,10.0.0.16-10.0.0.31,10.0.1.0/28,2001:db8::7". Ranges and networks are of IPv4. The error is
  /// for the command line.
  [[nodiscard]] static std::expected<SourceAddresses, std::string> parse(std::string_view text);

  [[nodiscard]] std::size_t size() const { return addresses_.size(); }
  /// Binds the socket to the next address of its family, without taking a port yet (IP_BIND_ADDRESS_NO_PORT):
  /// the port is chosen when it connects, and must differ only per target. 0, or an errno. Does nothing where
  /// there is none.
  [[nodiscard]] int bind_next(int fd, int family);
  /// What is wrong with one of them: no address of this machine. Empty when all can be bound.
  [[nodiscard]] std::string find_fault() const;

 private:
  struct Address {
    sockaddr_storage storage;
    socklen_t size;
  };
  [[nodiscard]] static int bind_to(int fd, const Address& address);

  std::vector<Address> addresses_;
  std::size_t next_ = 0;
};

}  // namespace nest::http
