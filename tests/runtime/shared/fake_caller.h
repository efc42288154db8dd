#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "runtime/shared/shared_store.h"

namespace nest::test {

/// Counts its calls; other threads may wait for one.
class FakeWakeup final : public Wakeup {
 public:
  void wake() override {
    const std::lock_guard lock(mutex_);
    ++calls_;
    called_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    called_.wait(lock, [this] { return calls_ > 0; });
  }
  [[nodiscard]] int calls() {
    const std::lock_guard lock(mutex_);
    return calls_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable called_;
  int calls_ = 0;
};

class FakeCaller final : public SharedCaller {
 public:
  std::shared_ptr<Wakeup> make_wakeup() override {
    wakeup = std::make_shared<FakeWakeup>();
    return wakeup;
  }
  std::shared_ptr<FakeWakeup> wakeup;
};

inline std::string text_of(const SharedResult& result) {
  return result ? std::get<std::string>(*result) : "failure: " + result.error().message;
}
inline std::int64_t number_of(const SharedResult& result) {
  return result ? std::get<std::int64_t>(*result) : -999;
}
/// The result of an answer that was there at once.
inline SharedResult now(const SharedAnswer& answer) { return std::get<SharedResult>(answer); }
inline PendingPtr later(SharedAnswer answer) { return std::move(std::get<PendingPtr>(answer)); }

}  // namespace nest::test
