#pragma once

#include <array>
#include <csignal>

#include "runtime/run/stop_request.h"

namespace nest {

/// While it lives, SIGINT, SIGTERM and SIGHUP (the terminal was closed) press a StopRequest, twice at most.
/// One that comes 2 s after those ends the process on the spot, should the run hang; sooner, it is a key that
/// was held down, and the report is still being written. A SIGHUP that is ignored, as below nohup, stays so.
/// One StopSignals at a time.
class StopSignals {
 public:
  explicit StopSignals(StopRequest& request);
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  /// The signals do again what they did before; after two presses nothing: the process is about to end.
  ~StopSignals();

 private:
  static constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP};
  std::array<struct sigaction, kSignals.size()> before_{};
};

}  // namespace nest
