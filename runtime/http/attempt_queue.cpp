#include "runtime/http/attempt_queue.h"

namespace nest::http {

void AttemptQueue::submit(Attempt& attempt) {
  if (running_ < allowed_ && queued_.empty()) {
    ++running_;
    start_(attempt);
    return;
  }
  queued_.push_back(&attempt);
  await_relief();
}

void AttemptQueue::ended() {
  --running_;
  ++ended_;
  start_queued();
}

void AttemptQueue::start_queued() {
  while (!queued_.empty() && running_ < allowed_) {
    Attempt& attempt = *queued_.front();
    queued_.pop_front();
    ++running_;
    start_(attempt);
  }
  if (!queued_.empty()) {
    await_relief();
  } else if (running_ < kMostAtOnce) {
    allowed_ = kMostAtOnce;
  }
}

void AttemptQueue::await_relief() {
  if (!scheduled()) loop_->schedule(*this, loop_->now() + kReliefInterval);
}

/// More are let in while some wait and few end.
void AttemptQueue::fire(Instant) {
  if (std::exchange(ended_, 0) < kMostAtOnce / 2) allowed_ += kMostAtOnce;
  start_queued();
}

}  // namespace nest::http
