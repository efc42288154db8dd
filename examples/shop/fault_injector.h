#pragma once

#include <chrono>
#include <random>

namespace shop {

/// How badly the shop behaves on purpose.
struct Faults {
  std::chrono::microseconds delay{0};   ///< before every answer
  std::chrono::microseconds jitter{0};  ///< up to this much more, evenly
  double fail_rate = 0;                 ///< share of requests answered 503, 0 to 1
  std::chrono::milliseconds stall_every{0};
  std::chrono::milliseconds stall_for{0};  ///< of each `stall_every`, this long nothing is answered
};

/// Decides for each request; one a thread.
class FaultInjector {
 public:
  FaultInjector(const Faults& faults, std::chrono::steady_clock::time_point start)
      : faults_(faults), start_(start), random_(std::random_device{}()) {}

  [[nodiscard]] bool fails() {
    return faults_.fail_rate > 0 && std::bernoulli_distribution(faults_.fail_rate)(random_);
  }

  /// How long an answer that is ready now has to wait.
  [[nodiscard]] std::chrono::microseconds delay() {
    using std::chrono::microseconds;
    auto wait = faults_.delay;
    if (faults_.jitter.count() > 0) {
      wait += microseconds(std::uniform_int_distribution<std::int64_t>(0, faults_.jitter.count())(random_));
    }
    if (faults_.stall_every.count() > 0) {
      const auto since = std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - start_);
      const auto into = since % std::chrono::duration_cast<microseconds>(faults_.stall_every);
      const auto stalled = std::chrono::duration_cast<microseconds>(faults_.stall_for);
      if (into < stalled) wait = std::max(wait, stalled - into);
    }
    return wait;
  }

 private:
  Faults faults_;
  std::chrono::steady_clock::time_point start_;
  std::mt19937_64 random_;
};

}  // namespace shop
