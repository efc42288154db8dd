#include "runtime/cli/stop_signals.h"

#include <unistd.h>

#include <atomic>
#include <ctime>

#include "runtime/cli/exit_codes.h"

namespace nest {

namespace {

std::atomic<StopRequest*> pressed_by_signals = nullptr;
std::atomic<std::time_t> last_counted = 0;  // the second in which the press came that ends the run at once

constexpr int kAtOnce = 2;            // presses
constexpr std::time_t kPatience = 2;  // seconds

std::time_t seconds_now() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);  // async-signal-safe
  return now.tv_sec;
}

}  // namespace

extern "C" {
static void nest_press_stop(int) {
  StopRequest* request = pressed_by_signals.load();
  if (request == nullptr) return;
  if (request->presses() < kAtOnce) {
    request->press();
    last_counted.store(seconds_now());
  } else if (seconds_now() - last_counted.load() >= kPatience) {
    _exit(kExitInterrupted);
  }
}
}

StopSignals::StopSignals(StopRequest& request) {
  pressed_by_signals.store(&request);
  struct sigaction action{};
  action.sa_handler = nest_press_stop;
  action.sa_flags = SA_RESTART;
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], &action, &before_[i]);
    const bool stays_ignored = kSignals[i] == SIGHUP && before_[i].sa_handler == SIG_IGN;
    if (stays_ignored) sigaction(kSignals[i], &before_[i], nullptr);
  }
}

StopSignals::~StopSignals() {
  const StopRequest* request = pressed_by_signals.exchange(nullptr);
  // A key that is still held down would take away the exit code of a run that has just been reported.
  if (request->presses() >= kAtOnce) return;
  for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &before_[i], nullptr);
}

}  // namespace nest
