#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/time/clock.h"

namespace nest::http {

/// How a read or write on a connection went.
struct IoResult {
  enum class Kind : std::uint8_t {
    Done,     ///< `bytes` were moved
    Blocked,  ///< nothing for now; wait until the socket is readable, or writable when `wants_write`
    Closed,   ///< the peer has closed its side
    Failed,   ///< `error` is the errno, or 0 when the fault is not the system's (TLS)
  };
  Kind kind = Kind::Done;
  bool wants_write = false;
  int error = 0;
  std::size_t bytes = 0;
  /// Of a read: when the kernel had the last of them, by the loop's clock; 0 where that is not known.
  Instant arrived = 0;
};

}  // namespace nest::http
