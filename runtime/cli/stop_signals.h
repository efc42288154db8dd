#pragma once

#include <array>
#include <csignal>

#include "runtime/run/stop_request.h"

namespace nest {

/// While it lives, SIGINT and SIGTERM press a StopRequest; the third ends the process on the spot, should the
/// run hang. One at a time.
class StopSignals {
 public:
  explicit StopSignals(StopRequest& request);
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

 private:
  static constexpr std::array kSignals = {SIGINT, SIGTERM};
  std::array<struct sigaction, kSignals.size()> before_{};
};

}  // namespace nest
