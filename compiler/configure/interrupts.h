#pragma once

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
};

/// Whether Ctrl-C was pressed since a watch began.
[[nodiscard]] bool interrupted();

}  // namespace nest::configure
