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
/// A slot of a higher level is dealt out over the one below at once, and whatever is due meanwhile waits for
/// that. With 256 slots those of the second level span 17 ms: of 50,000 users who wake up once a second some
/// 800. (64 slots make the third level span 268 ms, and held all up for 13,000 timers four times a second.)
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

  struct Slot {
    std::size_t level;
    std::size_t index;
    std::uint64_t tick;  // its first
  };
  static void link(Timer*& head, Timer& timer);
  void place(Timer& timer);
  [[nodiscard]] bool first_slot(Slot& slot);
  [[nodiscard]] bool first_of(std::size_t level, std::size_t& index);
  void empty_slot(const Slot& slot, Timer**& tail);

  Instant reached_;        // the latest collection's time
  std::uint64_t current_;  // its tick: up to here everything was collected
  std::array<std::array<Timer*, kSlots>, kLevels> slots_{};
  // Bits of slots that may hold timers: a timer's destructor leaves its bit behind, and the next search
  // clears it.
  std::array<std::array<std::uint64_t, kWords>, kLevels> occupied_{};
  Timer* overdue_ = nullptr;    // due at or before reached_ when they were scheduled
  Timer* collected_ = nullptr;  // to be fired
};

}  // namespace nest
