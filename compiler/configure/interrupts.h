#pragma once

#include <array>
#include <csignal>

namespace nest::configure {

/// While it lives, Ctrl-C ends a read instead of the process. One at a time.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

 private:
  struct sigaction before_{};
  std::array<int, 2> pipe_{-1, -1};
};

/// Whether Ctrl-C was pressed since a watch began.
[[nodiscard]] bool interrupted();

/// Blocks until `fd` can be read, which it says, or Ctrl-C is pressed: also when that is just before the
/// call.
[[nodiscard]] bool wait_for_input(int fd);

}  // namespace nest::configure
