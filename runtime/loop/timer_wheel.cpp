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

// The level is that of the highest bit in which the due tick differs from the present one. So everything on a
// level is due before anything on the level above, and on each level only slots ahead of the present one are
// in use.
void TimerWheel::place(Timer& timer) {
  if (timer.due_ <= reached_) {
    link(overdue_, timer);
    return;
  }
  const std::uint64_t tick = ceil_tick(timer.due_);
  const auto level = static_cast<std::size_t>((std::bit_width(tick ^ current_) - 1) / kSlotBits);
  const auto index = static_cast<std::size_t>(tick >> (level * kSlotBits)) % kSlots;
  link(slots_[level][index], timer);
  occupied_[level][index / 64] |= std::uint64_t{1} << index % 64;
}

bool TimerWheel::first_of(std::size_t level, std::size_t& index) {
  for (std::size_t word = 0; word < kWords; ++word) {
    std::uint64_t& bits = occupied_[level][word];
    for (; bits != 0; bits &= bits - 1) {
      index = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      if (slots_[level][index] != nullptr) return true;
    }
  }
  return false;
}

bool TimerWheel::first_slot(Slot& slot) {
  for (std::size_t level = 0; level < kLevels; ++level) {
    std::size_t index = 0;
    if (!first_of(level, index)) continue;
    const std::size_t shift = level * kSlotBits;
    const std::uint64_t above = (current_ >> shift >> kSlotBits) << kSlotBits;
    slot = {level, index, (above | index) << shift};
    return true;
  }
  return false;
}

void TimerWheel::empty_slot(const Slot& slot, Timer**& tail) {
  Timer* timer = slots_[slot.level][slot.index];
  slots_[slot.level][slot.index] = nullptr;
  occupied_[slot.level][slot.index / 64] &= ~(std::uint64_t{1} << slot.index % 64);
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
  Slot slot{};
  while (first_slot(slot) && slot.tick <= target) {
    current_ = slot.tick;
    empty_slot(slot, tail);
  }
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
  Slot slot{};
  if (!first_slot(slot)) return kNever;
  return static_cast<Instant>(slot.tick) << kTickBits;
}

}  // namespace nest
