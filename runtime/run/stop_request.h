#pragma once

#include <atomic>

namespace nest {

/// How a run is asked to stop, from any thread or from a signal handler.
class StopRequest {
 public:
  /// Throws std::system_error when the system refuses a descriptor.
  StopRequest();
  StopRequest(const StopRequest&) = delete;
  StopRequest& operator=(const StopRequest&) = delete;
  ~StopRequest();

  /// The first press ends the run as if its time were over, the second one at once. Async-signal-safe.
  void press() noexcept;
  [[nodiscard]] int presses() const noexcept { return presses_.load(); }

  /// Readable while a press has not been taken note of.
  [[nodiscard]] int descriptor() const { return event_; }
  void take_note();

 private:
  int event_;
  std::atomic<int> presses_ = 0;
  static_assert(std::atomic<int>::is_always_lock_free);
};

}  // namespace nest
