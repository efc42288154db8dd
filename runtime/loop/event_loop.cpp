#include "runtime/loop/event_loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <limits>
#include <system_error>
#include <utility>

#include "runtime/time/stamped_receive.h"

namespace nest {
namespace {

constexpr std::size_t kHarvest = 256;
/// A wait as short as this may have been no wait, only the call's own time.
constexpr Nanoseconds kNoWait = 50 * kMicrosecond;
/// Both clocks are slewed alike; what parts them is that somebody sets the wall clock.
constexpr Nanoseconds kWallStays = 10 * kMillisecond;
constexpr std::uint64_t kWakeKey = ~std::uint64_t{0};

std::uint64_t key_of(int fd, std::uint32_t generation) {
  return std::uint64_t{generation} << 32 | static_cast<std::uint32_t>(fd);
}

// Containers with an old seccomp filter refuse epoll_pwait2 (EPERM), kernels before 5.11 do not know it
// (ENOSYS).
std::atomic<bool> precise_wait_refused = false;

/// How far the wall clock is ahead. Read between two readings of the other, which must be close: the thread
/// may have been taken off its core in between.
Nanoseconds read_wall_ahead(const Clock& clock) {
  constexpr int kAttempts = 5;
  constexpr Nanoseconds kClose = kMicrosecond;
  Nanoseconds ahead = 0;
  Nanoseconds least = std::numeric_limits<Nanoseconds>::max();
  for (int attempt = 0; attempt < kAttempts && least > kClose; ++attempt) {
    const Instant before = clock.now();
    const Nanoseconds wall = wall_clock();
    const Nanoseconds apart = clock.now() - before;
    if (apart >= least) continue;
    least = apart;
    ahead = wall - before - apart / 2;
  }
  return ahead;
}

int wait_for_events(int epoll, epoll_event* events, int capacity, Nanoseconds timeout) {
  if (!precise_wait_refused.load(std::memory_order_relaxed)) {
    const timespec limit{timeout / kSecond, timeout % kSecond};
    const int count = epoll_pwait2(epoll, events, capacity, &limit, nullptr);
    if (count >= 0 || (errno != ENOSYS && errno != EPERM)) return count;
    precise_wait_refused.store(true, std::memory_order_relaxed);
  }
  constexpr Nanoseconds kLongest = 60 * kSecond;
  const Nanoseconds rounded = std::min(timeout, kLongest) + kMillisecond - 1;
  return epoll_wait(epoll, events, capacity, static_cast<int>(rounded / kMillisecond));
}

}  // namespace

EventLoop::EventLoop(const Clock& clock, Engine engine)
    : clock_(&clock), timers_(clock.now()), turn_time_(clock.now()) {
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  if (epoll_ < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kWakeKey;
  if (wake_ < 0 || epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event) != 0) {
    const int error = errno;
    if (wake_ >= 0) close(wake_);
    close(epoll_);
    throw std::system_error(error, std::generic_category(), "eventfd");
  }
  harvest_.resize(kHarvest);
  if (engine == Engine::IoUring) make_streams();
}

void EventLoop::make_streams() {
  try {
    streams_ = std::make_unique<Streams>(*clock_, epoll_);
  } catch (...) {
    close(wake_);
    close(epoll_);
    throw;
  }
}

EventLoop::~EventLoop() {
  close(wake_);
  close(epoll_);
}

int EventLoop::add(int fd, std::uint32_t events, IoHandler& handler) {
  const auto index = static_cast<std::size_t>(fd);
  if (index >= watched_.size()) watched_.resize(std::max(index + 1, watched_.size() * 2));
  Watched& watched = watched_[index];
  epoll_event event{};
  event.events = events;
  event.data.u64 = key_of(fd, ++watched.generation);
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) return errno;
  watched.handler = &handler;
  return 0;
}

int EventLoop::modify(int fd, std::uint32_t events, IoHandler& handler) {
  const auto index = static_cast<std::size_t>(fd);
  if (index >= watched_.size() || watched_[index].handler == nullptr) return ENOENT;
  epoll_event event{};
  event.events = events;
  event.data.u64 = key_of(fd, watched_[index].generation);
  if (epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event) != 0) return errno;
  watched_[index].handler = &handler;
  return 0;
}

void EventLoop::remove(int fd) {
  const auto index = static_cast<std::size_t>(fd);
  if (fd < 0 || index >= watched_.size() || watched_[index].handler == nullptr) return;
  watched_[index].handler = nullptr;
  epoll_event unused{};
  epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, &unused);  // it may be closed already: then it is off the list as well
}

void EventLoop::schedule(Timer& timer, Instant due) { timers_.schedule(timer, due); }

void EventLoop::cancel(Timer& timer) { timers_.cancel(timer); }

void EventLoop::turn(Instant until) {
  if (streams_ != nullptr && streams_->active()) {
    wait_with_streams(until);
  } else {
    wait(until);
  }
  fire_timers();
  if (std::exchange(woken_, false)) run_posted();
}

void EventLoop::wait(Instant until) {
  const Instant before = clock_->now();
  const Nanoseconds busy = before - turn_time_;  // the turn that ends here
  note_delays(backlog_ + busy, 0);
  const Nanoseconds timeout = std::max<Nanoseconds>(0, std::min(until, timers_.next_due()) - before);
  const int count = wait_for_events(epoll_, harvest_.data(), static_cast<int>(harvest_.size()), timeout);
  turn_time_ = clock_->now();
  if (timeout > 0) lag_.idle += turn_time_ - before;
  const bool waited = turn_time_ - before > kNoWait && !more_ready_;
  backlog_ = waited ? 0 : busy + (more_ready_ ? backlog_ : 0);
  more_ready_ = count == static_cast<int>(harvest_.size());
  served_ = static_cast<std::uint64_t>(std::max(count, 0));
  if (count > 0) deliver(static_cast<std::size_t>(count));
}

// The same, where most of what comes is told by the ring, and that there is something in epoll as well. What
// is sent goes with the next turn's first call, so that a turn is over only after that.
void EventLoop::wait_with_streams(Instant until) {
  streams_->flush();
  const Instant before = clock_->now();
  const Nanoseconds busy = before - turn_time_;
  const Nanoseconds send_lag = streams_->take_send_lag();
  note_delays(backlog_ + busy, send_lag);
  const Nanoseconds timeout = std::max<Nanoseconds>(0, std::min(until, timers_.next_due()) - before);
  const Nanoseconds window = streams_->wait(timeout);
  turn_time_ = clock_->now();
  const Nanoseconds waited = turn_time_ - before;
  if (timeout > 0) lag_.idle += waited;
  int count = 0;
  if (streams_->take_readable()) {
    count = wait_for_events(epoll_, harvest_.data(), static_cast<int>(harvest_.size()), 0);
  }
  if (window == 0 && waited > kNoWait && !more_ready_) {
    backlog_ = 0;
  } else {
    // Within its window a wait does not end with the first; what it took beyond that is not our doing.
    const Nanoseconds in_window = window > 0 ? std::min(waited, window + kNoWait) : 0;
    backlog_ = busy + in_window + (more_ready_ ? backlog_ : 0);
  }
  more_ready_ = count == static_cast<int>(harvest_.size());
  served_ = static_cast<std::uint64_t>(std::max(count, 0)) + streams_->found();
  if (window > 0) ++lag_.batches;
  if (count > 0) deliver(static_cast<std::size_t>(count));
  streams_->deliver();
}

/// Of the turn that ends. An answer whose end is known still began late by what its request was queued.
void EventLoop::note_delays(Nanoseconds delay, Nanoseconds send_lag) {
  const std::uint64_t exact = std::min(std::exchange(exact_, 0), served_);
  if (served_ > exact) lag_.delays.add(delay + send_lag, served_ - exact);
  if (exact > 0) lag_.delays.add(send_lag, exact);
}

Instant EventLoop::instant_of(Nanoseconds wall) {
  if (turn_time_ >= wall_read_again_) {
    wall_ahead_ = read_wall_ahead(*clock_);
    wall_read_again_ = turn_time_ + kWallStays;
  }
  return wall - wall_ahead_;
}

void EventLoop::deliver(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const epoll_event event = harvest_[i];
    if (event.data.u64 == kWakeKey) {
      std::uint64_t posts = 0;
      woken_ = read(wake_, &posts, sizeof posts) > 0 || woken_;
      continue;
    }
    const Watched& watched = watched_[event.data.u64 & 0xffff'ffff];
    const bool stale = watched.generation != event.data.u64 >> 32;
    if (watched.handler != nullptr && !stale) watched.handler->ready(event.events);
  }
}

void EventLoop::fire_timers() {
  timers_.collect(turn_time_);
  constexpr unsigned kFresh = 16;  // firings for which one reading of the clock is good enough
  Instant now = turn_time_;
  Instant due = 0;
  for (unsigned fired = 1; timers_.fire_one(turn_time_, due); ++fired) {
    const Nanoseconds late = std::max<Nanoseconds>(0, now - due);
    lag_.worst = std::max(lag_.worst, late);
    lag_.total += late;
    ++lag_.timers;
    ++served_;
    if (streams_ != nullptr) streams_->flush_if_few();
    if (late > Lag::kLate) ++lag_.late_timers;
    if (fired % kFresh == 0) now = clock_->now();
  }
}

void EventLoop::post(std::function<void()> work) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    first = posted_.empty();
    posted_.push_back(std::move(work));
  }
  if (!first) return;
  const std::uint64_t one = 1;
  // The counter cannot overflow, and the descriptor lives as long as the loop: nothing to do about a failure.
  [[maybe_unused]] const auto written = write(wake_, &one, sizeof one);
}

void EventLoop::run_posted() {
  std::vector<std::function<void()>> work;
  {
    const std::lock_guard lock(mutex_);
    work.swap(posted_);
  }
  for (const auto& run : work) run();
}

EventLoop::Lag EventLoop::take_lag() { return std::exchange(lag_, {}); }

}  // namespace nest
