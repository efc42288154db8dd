#pragma once

#include <sys/epoll.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <vector>

#include "runtime/loop/engine.h"
#include "runtime/loop/io_handler.h"
#include "runtime/loop/streams.h"
#include "runtime/loop/timer.h"
#include "runtime/loop/timer_wheel.h"
#include "runtime/time/clock.h"
#include "runtime/time/delay_counts.h"

namespace nest {

/// A worker's loop: descriptors (epoll, level-triggered), timers, and work posted from other threads; with
/// Engine::IoUring, connections that it sends and receives for as well.
/// Everything but post() belongs to the thread that runs it. A handler may add, modify and remove
/// descriptors, its own and others', while it is called; an event already harvested for a removed descriptor
/// is not delivered.
class EventLoop {
 public:
  /// Throws std::system_error when the system refuses the descriptors.
  explicit EventLoop(const Clock& clock, Engine engine = Engine::Epoll);
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  ~EventLoop();

  /// 0, or an errno (EMFILE, ENOMEM, ENOSPC …).
  [[nodiscard]] int add(int fd, std::uint32_t events, IoHandler& handler);
  [[nodiscard]] int modify(int fd, std::uint32_t events, IoHandler& handler);
  void remove(int fd);

  /// Null with Engine::Epoll: then connections are descriptors like others. Waiting, flushing and delivering
  /// are the loop's own.
  [[nodiscard]] Streams* streams() { return streams_.get(); }

  /// Schedules (or moves) a timer; `due` in the past fires in the next turn.
  void schedule(Timer& timer, Instant due);
  void cancel(Timer& timer);

  /// Time as of the latest harvest: cheap, the same for all handlers of one turn.
  [[nodiscard]] Instant turn_time() const { return turn_time_; }
  /// The clock itself: for timestamps that matter.
  [[nodiscard]] Instant now() const { return clock_->now(); }

  /// The clock's reading at a moment of the wall clock (wall_clock()), which was just now. Wrong for 10 ms
  /// after somebody has set the wall clock.
  [[nodiscard]] Instant instant_of(Nanoseconds wall);

  /// When the next turn has a timer to fire, at the latest; TimerWheel::kNever when none is scheduled.
  [[nodiscard]] Instant next_due() { return timers_.next_due(); }

  /// One turn: waits for events until the next timer, at most until `until`; delivers events, then due
  /// timers, then posted work.
  void turn(Instant until);

  /// Runs `work` on the loop's thread, soon. The only call that other threads may make.
  void post(std::function<void()> work);

  /// The worst and the total delay between a timer's due time and its firing, and the time spent waiting for
  /// something to do, since the last call: generator health.
  struct Lag {
    Nanoseconds worst = 0;
    Nanoseconds total = 0;
    std::uint64_t timers = 0;
    std::uint64_t late_timers = 0;  ///< fired more than kLate after they were due
    Nanoseconds idle = 0;
    /// Of each event and timer, how long it can have waited for its turn at most: from the earliest moment at
    /// which it may have become ready until the turn that served it was over. What is timed by handlers is
    /// too long by no more than this.
    DelayCounts delays;
    /// Turns that left what had come waiting for more (Streams::kWindow); that waiting is in `delays`.
    std::uint64_t batches = 0;

    static constexpr Nanoseconds kLate = 10 * kMillisecond;
  };
  [[nodiscard]] Lag take_lag();
  /// What a handler has timed in this turn is no longer by how late it was called: it knows the moment from
  /// the kernel. One event less counts as delayed.
  void note_exact_time() { ++exact_; }

 private:
  struct Watched {
    IoHandler* handler = nullptr;
    std::uint32_t generation = 0;  // of the descriptor's use: events of an earlier one are stale
  };
  void make_streams();
  void note_delays(Nanoseconds delay, Nanoseconds send_lag);
  void wait(Instant until);
  void wait_with_streams(Instant until);
  void deliver(std::size_t count);
  void fire_timers();
  void run_posted();

  const Clock* clock_;
  TimerWheel timers_;
  Instant turn_time_;
  Lag lag_;
  Nanoseconds backlog_ = 0;     // how long the events of this turn can have been ready before it began
  bool more_ready_ = false;     // the last harvest may have left some behind
  std::uint64_t served_ = 0;    // events and timers of this turn
  std::uint64_t exact_ = 0;     // of those: see note_exact_time()
  Nanoseconds wall_ahead_ = 0;  // of clock_, lately
  Instant wall_read_again_ = std::numeric_limits<Instant>::min();
  int epoll_ = -1;
  int wake_ = -1;  // eventfd: post() from another thread
  bool woken_ = false;
  std::vector<Watched> watched_;  // by descriptor
  std::vector<epoll_event> harvest_;
  std::unique_ptr<Streams> streams_;           // null with Engine::Epoll
  std::mutex mutex_;                           // over posted_
  std::vector<std::function<void()>> posted_;  // from any thread
};

}  // namespace nest
