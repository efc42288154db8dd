#include "runtime/shared/shared_queue.h"

#include <fmt/format.h>

#include <utility>

namespace nest {

/// A `take` that waits. Everything but the address of its queue is guarded by the queue's mutex.
class SharedQueue::Taking final : public PendingOperation {
 public:
  Taking(SharedQueue& queue, std::shared_ptr<Wakeup> wakeup) : queue_(&queue), wakeup_(std::move(wakeup)) {}
  Taking(const Taking&) = delete;
  Taking& operator=(const Taking&) = delete;

  ~Taking() override {
    const std::lock_guard lock(queue_->mutex_);
    if (given_) {
      queue_->hand_over(std::move(*given_));
    } else if (is_waiting_) {
      queue_->waiting_.erase(place_);
    }
  }

  std::optional<SharedResult> result() override {
    const std::lock_guard lock(queue_->mutex_);
    if (!given_) return std::nullopt;
    return SharedResult(*std::exchange(given_, std::nullopt));
  }

  // With the mutex held:
  void wait() {
    place_ = queue_->waiting_.insert(queue_->waiting_.end(), this);
    is_waiting_ = true;
  }
  void give(SharedValue value) {
    is_waiting_ = false;
    given_ = std::move(value);
    wakeup_->wake();
  }

 private:
  SharedQueue* queue_;
  std::shared_ptr<Wakeup> wakeup_;
  std::optional<SharedValue> given_;
  std::list<Taking*>::iterator place_;
  bool is_waiting_ = false;
};

SharedResult SharedQueue::put(SharedValue value) {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty()) {
    const std::size_t cost = cost_of(value);
    if (bytes_ + cost > limit_) {
      return std::unexpected(
          SharedFailure{NEST_FAILED, fmt::format("queue `{}` is full: it holds {} values of {} MiB", name_,
                                                 values_.size(), limit_ / (1024 * 1024))});
    }
    bytes_ += cost;
    values_.push_back(std::move(value));
    return SharedValue();
  }
  Taking* first = waiting_.front();
  waiting_.pop_front();
  first->give(std::move(value));
  return SharedValue();
}

SharedAnswer SharedQueue::take(SharedCaller& caller) {
  std::unique_ptr<Taking> taking;
  {
    const std::lock_guard lock(mutex_);
    if (!values_.empty()) return SharedResult(pop());
  }
  taking = std::make_unique<Taking>(*this, caller.make_wakeup());
  const std::lock_guard lock(mutex_);
  if (!values_.empty()) {
    return SharedResult(pop());
  }
  taking->wait();
  return PendingPtr(std::move(taking));
}

SharedResult SharedQueue::try_take() {
  const std::lock_guard lock(mutex_);
  if (!values_.empty()) return pop();
  return std::unexpected(SharedFailure{NEST_MISSING, fmt::format("queue `{}` is empty", name_)});
}

std::int64_t SharedQueue::size() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::int64_t>(values_.size());
}

SharedValue SharedQueue::pop() {
  SharedValue value = std::move(values_.front());
  values_.pop_front();
  bytes_ -= cost_of(value);
  return value;
}

// To the next who waits; else it is the first to be taken again. The limit does not count here: it was there.
void SharedQueue::hand_over(SharedValue value) {
  if (waiting_.empty()) {
    bytes_ += cost_of(value);
    values_.push_front(std::move(value));
    return;
  }
  Taking* first = waiting_.front();
  waiting_.pop_front();
  first->give(std::move(value));
}

}  // namespace nest
