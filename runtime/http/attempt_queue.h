#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <utility>

#include "runtime/http/connector.h"
#include "runtime/loop/event_loop.h"
#include "runtime/loop/timer.h"

namespace nest::http {

/// Lets a number of attempts to connect go on at a time: each takes some KiB in libcurl, and removing one
/// walks over all of them. Thousands of users who start together wait for each other here, for less time than
/// they would take all at once; but where connecting is slow (another continent, a host that does not answer)
/// more are let in at every kReliefInterval.
class AttemptQueue final : private Timer {
 public:
  using Attempt = Connector::Attempt;

  /// `start` is called for each attempt when its time has come, from submit(), from ended() or from the loop.
  AttemptQueue(EventLoop& loop, std::function<void(Attempt&)> start)
      : loop_(&loop), start_(std::move(start)) {}

  void submit(Attempt& attempt);
  /// One that was started has ended.
  void ended();
  /// Forgets one that was submitted and has not been started, if it is here.
  void withdraw(Attempt& attempt) { std::erase(queued_, &attempt); }

 private:
  static constexpr std::size_t kMostAtOnce = 128;
  static constexpr Nanoseconds kReliefInterval = 50 * kMillisecond;

  void start_queued();
  void await_relief();
  void fire(Instant now) override;

  EventLoop* loop_;
  std::function<void(Attempt&)> start_;
  std::size_t running_ = 0;
  std::size_t allowed_ = kMostAtOnce;
  std::size_t ended_ = 0;  // since the last relief
  std::deque<Attempt*> queued_;
};

}  // namespace nest::http
