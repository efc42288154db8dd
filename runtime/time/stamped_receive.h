#pragma once

#include <sys/types.h>

#include <cstddef>

#include "runtime/time/clock.h"

namespace nest {

/// CLOCK_REALTIME, which the kernel's time stamps are of.
[[nodiscard]] Nanoseconds wall_clock();

/// What a socket gave, and when the kernel had it: however late the process is at reading it.
struct StampedBytes {
  ssize_t size = 0;    ///< as recv() gives it
  Nanoseconds at = 0;  ///< when the kernel received the last of these bytes, by wall_clock(); 0: not known
};
/// Receives from a socket that has been asked for time stamps; from any other as well, and without them.
[[nodiscard]] StampedBytes receive_stamped(int fd, char* out, std::size_t size);
/// The time stamp among a received message's control data (recvmsg(2)); 0 when there is none.
[[nodiscard]] Nanoseconds stamp_in(const char* control, std::size_t size);
/// Asks for them (SO_TIMESTAMPNS, socket(7)). False when the system knows none.
bool ask_for_stamps(int fd);

}  // namespace nest
