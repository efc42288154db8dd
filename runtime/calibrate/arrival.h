#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>

#include "runtime/time/clock.h"

namespace nest::calibrate {

/// CLOCK_REALTIME, which the kernel's time stamps are of.
[[nodiscard]] Nanoseconds wall_clock();

struct Arrival {
  ssize_t size = 0;               ///< as recv() gives it
  std::optional<Nanoseconds> at;  ///< when the kernel received the last of these bytes, by wall_clock()
};
/// Receives from a socket that has been asked for time stamps.
[[nodiscard]] Arrival receive_stamped(int fd, char* out, std::size_t size);
/// Asks for them. False when the system knows none.
[[nodiscard]] bool ask_for_stamps(int fd);

}  // namespace nest::calibrate
