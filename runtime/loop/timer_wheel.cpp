#include "runtime/loop/timer_wheel.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace nest {
namespace {

std::uint64_t floor_tick(Instant time) {
  assert(time >= 0);
  return static_cast<std::uint64_t>(time) >> TimerWheel::kTickBits;
}

// Up, because a timer never fires early.
std::uint64_t ceil_tick(Instant time) {
  if (time <= 0) return 0;
  if (time > TimerWheel::kNever - TimerWheel::kTick) return floor_tick(time);  // the last tick there is
  return (static_cast<std::uint64_t>(time) + TimerWheel::kTick - 1) >> TimerWheel::kTickBits;
}

}  // namespace

Timer::~Timer() { unlink(); }

void Timer::unlink() {
  if (previous_ == nullptr) return;
  *previous_ = next_;
  if (next_ != nullptr) next_->previous_ = previous_;
  next_ = nullptr;
  previous_ = nullptr;
}

TimerWheel::TimerWheel(Instant now) : reached_(now), current_(floor_tick(now)) {}

TimerWheel::~TimerWheel() {
  const auto drop = [](Timer* head) {
    while (head != nullptr) {
      Timer* next = head->next_;
      head->next_ = nullptr;
      head->previous_ = nullptr;
      head = next;
    }
  };
  for (auto& level : slots_) {
    for (Timer* head : level) drop(head);
  }
  drop(overdue_);
  drop(collected_);
}

void TimerWheel::link(Timer*& head, Timer& timer) {
  timer.next_ = head;
  timer.previous_ = &head;
  if (head != nullptr) head->previous_ = &timer.next_;
  head = &timer;
}

void TimerWheel::schedule(Timer& timer, Instant due) {
  timer.unlink();
  timer.due_ = due;
  place(timer);
}

void TimerWheel::cancel(Timer& timer) { timer.unlink(); }

// A timer that is at least 256^n ticks away, and less than 256^(n+1), is on level n. So its slot begins later
// than now, and at most one turn of its level later: one that would begin now is meant a whole turn later.
void TimerWheel::place(Timer& timer) {
  if (timer.due_ <= reached_) {
    link(overdue_, timer);
    return;
  }
  const std::uint64_t tick = ceil_tick(timer.due_);
  const auto level = static_cast<std::size_t>((std::bit_width((tick - current_) | 1) - 1) / kSlotBits);
  const auto index = static_cast<std::size_t>(tick >> (level * kSlotBits)) % kSlots;
  link(slots_[level][index], timer);
  occupied_[level][index / 64] |= std::uint64_t{1} << index % 64;
  in_use_[level] = true;
}

bool TimerWheel::first_of(std::size_t level, std::uint64_t& tick) {
  const std::size_t shift = level * kSlotBits;
  const std::uint64_t first = (current_ >> shift) + 1;
  const std::uint64_t from_first = ~std::uint64_t{0} << first % 64;
  // The word that the search begins in comes last once more, for the slots that are before its beginning.
  for (std::size_t i = 0; i <= kWords; ++i) {
    const std::size_t word = (first % kSlots / 64 + i) % kWords;
    std::uint64_t bits = occupied_[level][word];
    if (i == 0) bits &= from_first;
    if (i == kWords) bits &= ~from_first;
    for (; bits != 0; bits &= bits - 1) {
      const std::size_t index = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      if (slots_[level][index] != nullptr) {
        tick = (first + (index - first) % kSlots) << shift;
        return true;
      }
      occupied_[level][word] &= ~(std::uint64_t{1} << index % 64);
    }
  }
  in_use_[level] = false;
  return false;
}

std::uint64_t TimerWheel::first_tick() {
  std::uint64_t first = kNoTick;
  for (std::size_t level = 0; level < kLevels; ++level) {
    std::uint64_t tick = 0;
    if (in_use_[level] && first_of(level, tick)) first = std::min(first, tick);
  }
  return first;
}

// From the highest level on: what is due at this very tick may be in any of them.
void TimerWheel::begin_tick(std::uint64_t tick, Timer**& tail) {
  current_ = tick;
  for (std::size_t level = kLevels; level-- > 0;) {
    const std::size_t shift = level * kSlotBits;
    const bool begins = (tick >> shift) << shift == tick;
    if (begins && in_use_[level]) empty_slot(level, (tick >> shift) % kSlots, tail);
  }
}

void TimerWheel::empty_slot(std::size_t level, std::size_t index, Timer**& tail) {
  Timer* timer = slots_[level][index];
  slots_[level][index] = nullptr;
  occupied_[level][index / 64] &= ~(std::uint64_t{1} << index % 64);
  while (timer != nullptr) {
    Timer* next = timer->next_;
    timer->next_ = nullptr;
    timer->previous_ = nullptr;
    if (ceil_tick(timer->due_) <= current_) {
      *tail = timer;
      timer->previous_ = tail;
      tail = &timer->next_;
    } else {
      place(*timer);
    }
    timer = next;
  }
}

void TimerWheel::collect(Instant now) {
  Timer** tail = &collected_;
  while (*tail != nullptr) tail = &(*tail)->next_;
  if (overdue_ != nullptr) {
    *tail = overdue_;
    overdue_->previous_ = tail;
    overdue_ = nullptr;
    while (*tail != nullptr) tail = &(*tail)->next_;
  }
  const std::uint64_t target = floor_tick(now);
  for (std::uint64_t tick = first_tick(); tick <= target; tick = first_tick()) begin_tick(tick, tail);
  if (target > current_) current_ = target;
  reached_ = std::max(reached_, now);
}

bool TimerWheel::fire_one(Instant now, Instant& due) {
  Timer* timer = collected_;
  if (timer == nullptr) return false;
  timer->unlink();
  due = timer->due_;
  timer->fire(now);
  return true;
}

void TimerWheel::advance(Instant now) {
  collect(now);
  for (Instant due = 0; fire_one(now, due);) {
  }
}

Instant TimerWheel::next_due() {
  if (overdue_ != nullptr || collected_ != nullptr) return reached_;
  const std::uint64_t tick = first_tick();
  return tick == kNoTick ? kNever : static_cast<Instant>(tick) << kTickBits;
}

}  // namespace nest
