#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "runtime/services/descriptor.h"

namespace nest {

/// A TCP port of this machine that nobody uses, held for a service until it is about to be started. It lies
/// outside of the range that the system takes ports of outgoing connections from (ip_local_port_range): the
/// load's own connections must not take the port of a service that is being restarted, nor connect to
/// themselves on it.
class PortReservation {
 public:
  /// Any free port. The error is a message.
  [[nodiscard]] static std::expected<PortReservation, std::string> any();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Now the service may have it.
  void release();

 private:
  std::uint16_t port_ = 0;
  Descriptor ipv4_;  // of the wildcard address, so that the port is free on each of them
  Descriptor ipv6_;
};

/// Whether some process listens on the port, on any address, as /proc/net/tcp tells.
[[nodiscard]] bool is_listened_on(std::uint16_t port);

}  // namespace nest
