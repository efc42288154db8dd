#include "runtime/data/row_pool.h"

#include <utility>

namespace nest {

/// A claim that waits. Everything but the address of its pool is guarded by the pool's mutex.
class RowPool::Claiming final : public PendingOperation {
 public:
  Claiming(RowPool& pool, std::shared_ptr<Wakeup> wakeup) : pool_(&pool), wakeup_(std::move(wakeup)) {}
  Claiming(const Claiming&) = delete;
  Claiming& operator=(const Claiming&) = delete;

  ~Claiming() override {
    const std::lock_guard lock(pool_->mutex_);
    if (given_) {
      pool_->hand_over(*given_, true);
    } else if (is_waiting_) {
      pool_->waiting_.erase(place_);
    }
  }

  std::optional<SharedResult> result() override {
    const std::lock_guard lock(pool_->mutex_);
    if (!given_) return std::nullopt;
    return SharedResult(static_cast<std::int64_t>(*std::exchange(given_, std::nullopt)));
  }

  // With the mutex held:
  void wait() {
    place_ = pool_->waiting_.insert(pool_->waiting_.end(), this);
    is_waiting_ = true;
  }
  void give(std::uint64_t row) {
    is_waiting_ = false;
    given_ = row;
    wakeup_->wake();
  }

 private:
  RowPool* pool_;
  std::shared_ptr<Wakeup> wakeup_;
  std::optional<std::uint64_t> given_;
  std::list<Claiming*>::iterator place_;
  bool is_waiting_ = false;
};

std::optional<std::uint64_t> RowPool::try_claim() {
  const std::lock_guard lock(mutex_);
  return pop();
}

SharedAnswer RowPool::claim(SharedCaller& caller) {
  if (const auto row = try_claim()) return SharedResult(static_cast<std::int64_t>(*row));
  auto claiming = std::make_unique<Claiming>(*this, caller.make_wakeup());
  const std::lock_guard lock(mutex_);  // gone before the claim is, which locks
  if (const auto row = pop()) return SharedResult(static_cast<std::int64_t>(*row));
  claiming->wait();
  return PendingPtr(std::move(claiming));
}

void RowPool::give_back(std::uint64_t row) {
  const std::lock_guard lock(mutex_);
  hand_over(row, false);
}

std::optional<std::uint64_t> RowPool::pop() {
  if (untouched_ < rows_) return untouched_++;
  if (returned_.empty()) return std::nullopt;
  const std::uint64_t row = returned_.front();
  returned_.pop_front();
  return row;
}

// To the next who waits; else it is free: the first of the returned ones when nobody has used it.
void RowPool::hand_over(std::uint64_t row, bool first) {
  if (waiting_.empty()) {
    returned_.insert(first ? returned_.begin() : returned_.end(), static_cast<std::uint32_t>(row));
    return;
  }
  Claiming* longest = waiting_.front();
  waiting_.pop_front();
  longest->give(row);
}

}  // namespace nest
