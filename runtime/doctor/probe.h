#pragma once

#include <optional>

#include "runtime/time/clock.h"

namespace nest::doctor {

/// The CPU time (user and system) that the client's part of a small exchange takes on this machine: a send,
/// an epoll_wait and a receive on a TCP connection over loopback, the kernel's work for them included. Half
/// of what both ends take together, over some 50 ms. Nothing when the system refuses sockets.
[[nodiscard]] std::optional<Nanoseconds> measure_exchange();

}  // namespace nest::doctor
