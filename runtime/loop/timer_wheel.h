#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "runtime/loop/timer.h"
#include "runtime/time/clock.h"

namespace nest {

/// A hierarchical timing wheel (Varghese and Lauck, "Hashed and hierarchical timing wheels", 1987, scheme 7):
/// scheduling and cancelling are O(1) and never allocate. Six levels of 256 slots reach every Instant, so no
/// due time is too far.
///
/// A slot of a higher level is dealt out over those below at once, and whatever is due meanwhile waits for
/// that. So it matters how many timers there may be in one: a timer's level is told by how far away it is,
/// and up to 4.3 s that is the second, with slots of 17 ms: of 50,000 users who wake up once a second some
/// 800 in each. (Levels told by the highest bit that differs, as in many wheels, deal all that is due behind
/// a round number of ticks at once when it comes: here 50,000 timers every 4.3 s. And 64 slots a level make
/// the third one's span 268 ms.)
///
/// A timer never fires early, and at most one tick (65.5 us) late by the wheel's doing. Timers whose due
/// times fall into the same tick fire in no particular order. Belongs to one thread.
class TimerWheel {
 public:
  static constexpr int kTickBits = 16;
  static constexpr Nanoseconds kTick = Nanoseconds{1} << kTickBits;
  /// next_due() of an empty wheel.
  static constexpr Instant kNever = std::numeric_limits<Instant>::max();

  /// `now` is the earliest time that will be asked for; not negative.
  explicit TimerWheel(Instant now);
  TimerWheel(const TimerWheel&) = delete;
  TimerWheel& operator=(const TimerWheel&) = delete;
  /// Timers still scheduled are cancelled.
  ~TimerWheel();

  /// Schedules `timer`, or moves it. A due time that has passed is served by the next collect().
  void schedule(Timer& timer, Instant due);
  void cancel(Timer& timer);

  /// Takes every timer due at `now` off the wheel; fire_one() then fires them one by one. What is scheduled
  /// while they fire waits for the next collect(), so that a timer that is always due does not hold up the
  /// others.
  void collect(Instant now);
  /// Fires one collected timer and says when it was due; false when none is left.
  bool fire_one(Instant now, Instant& due);
  /// collect(), then fire_one() to the end.
  void advance(Instant now);

  /// When collect() is next worth calling: in the past when a timer is overdue, else at or before the first
  /// timer's tick, kNever when nothing is scheduled.
  [[nodiscard]] Instant next_due();

 private:
  static constexpr int kSlotBits = 8;
  static constexpr std::size_t kSlots = std::size_t{1} << kSlotBits;
  static constexpr std::size_t kLevels = 6;  // 6 * 8 + 16 bits: more than an Instant has
  static constexpr std::size_t kWords = kSlots / 64;

  static constexpr std::uint64_t kNoTick = std::numeric_limits<std::uint64_t>::max();

  static void link(Timer*& head, Timer& timer);
  void place(Timer& timer);
  /// The first tick of a level's next slot with timers; false when it has none.
  [[nodiscard]] bool first_of(std::size_t level, std::uint64_t& tick);
  /// That of all levels, or kNoTick.
  [[nodiscard]] std::uint64_t first_tick();
  /// Takes out what is due at a tick, to the end of a list, and deals out the slots that begin with it.
  void begin_tick(std::uint64_t tick, Timer**& tail);
  void empty_slot(std::size_t level, std::size_t index, Timer**& tail);

  Instant reached_;        // the latest collection's time
  std::uint64_t current_;  // its tick: up to here everything was collected
  std::array<std::array<Timer*, kSlots>, kLevels> slots_{};
  // Bits of slots that may hold timers: a timer's destructor leaves its bit behind, and the next search
  // clears it.
  std::array<std::array<std::uint64_t, kWords>, kLevels> occupied_{};
  std::array<bool, kLevels> in_use_{};  // whether occupied_ has any
  Timer* overdue_ = nullptr;            // due at or before reached_ when they were scheduled
  Timer* collected_ = nullptr;          // to be fired
};

}  // namespace nest
