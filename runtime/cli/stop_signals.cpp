#include "runtime/cli/stop_signals.h"

#include <unistd.h>

#include <atomic>

#include "runtime/cli/exit_codes.h"

namespace nest {

namespace {

std::atomic<StopRequest*> pressed_by_signals = nullptr;

}  // namespace

extern "C" {
static void nest_press_stop(int) {
  StopRequest* request = pressed_by_signals.load();
  if (request == nullptr) return;
  if (request->presses() >= 2) _exit(kExitInterrupted);
  request->press();
}
}

StopSignals::StopSignals(StopRequest& request) {
  pressed_by_signals.store(&request);
  struct sigaction action{};
  action.sa_handler = nest_press_stop;
  action.sa_flags = SA_RESTART;
  for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &action, &before_[i]);
}

StopSignals::~StopSignals() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &before_[i], nullptr);
  pressed_by_signals.store(nullptr);
}

}  // namespace nest
