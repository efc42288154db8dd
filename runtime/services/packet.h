#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string_view>
#include <vector>

#include "runtime/services/descriptor.h"

namespace nest {

/// One packet of a SOCK_SEQPACKET socket, and the descriptor that came with it.
struct Packet {
  ssize_t size = -1;  ///< 0: the other end is closed; -1: see errno
  std::vector<char> bytes;
  Descriptor descriptor;
};

/// The largest packet that is sent or taken.
inline constexpr std::size_t kMostPacketBytes = std::size_t{160} * 1024;

/// Waits for nothing.
[[nodiscard]] Packet receive_packet(int socket);

/// With `descriptor`, unless it is -1. Waits for nothing. 0, or an errno.
[[nodiscard]] int send_packet(int socket, std::string_view bytes, int descriptor);

}  // namespace nest
