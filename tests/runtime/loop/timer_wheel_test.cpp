#include "runtime/loop/timer_wheel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <random>
#include <vector>

namespace nest {
namespace {

class Probe final : public Timer {
 public:
  explicit Probe(std::function<void(Probe&, Instant)> on_fire = {}) : on_fire_(std::move(on_fire)) {}
  void fire(Instant now) override {
    ++fired;
    fired_at = now;
    EXPECT_FALSE(scheduled());
    EXPECT_GE(now, due());
    if (on_fire_) on_fire_(*this, now);
  }
  int fired = 0;
  Instant fired_at = -1;

 private:
  std::function<void(Probe&, Instant)> on_fire_;
};

TEST(TimerWheel, never_fires_early_and_at_most_a_tick_late) {
  for (const Instant due : {Instant{1}, TimerWheel::kTick - 1, TimerWheel::kTick, TimerWheel::kTick + 1,
                            Instant{5'000'000}, 3 * kSecond + 7, 3600 * kSecond}) {
    TimerWheel wheel(0);
    Probe probe;
    wheel.schedule(probe, due);
    wheel.advance(due - 1);
    EXPECT_EQ(probe.fired, 0) << due;
    wheel.advance(due + TimerWheel::kTick);
    EXPECT_EQ(probe.fired, 1) << due;
    EXPECT_EQ(wheel.next_due(), TimerWheel::kNever);
  }
}

TEST(TimerWheel, fires_in_order_of_due_time) {
  TimerWheel wheel(0);
  std::vector<Instant> order;
  std::vector<std::unique_ptr<Probe>> probes;
  std::mt19937_64 random(1);
  for (int i = 0; i < 2000; ++i) {
    probes.push_back(
        std::make_unique<Probe>([&order](Probe& probe, Instant) { order.push_back(probe.due()); }));
    wheel.schedule(*probes.back(),
                   static_cast<Instant>(random() % (100 * static_cast<std::uint64_t>(kSecond))));
  }
  wheel.advance(200 * kSecond);
  ASSERT_EQ(order.size(), 2000u);
  for (std::size_t i = 1; i < order.size(); ++i) EXPECT_GT(order[i], order[i - 1] - TimerWheel::kTick);
}

TEST(TimerWheel, a_time_that_has_passed_fires_at_the_next_collection) {
  TimerWheel wheel(10 * kSecond);
  Probe probe;
  wheel.schedule(probe, 3 * kSecond);
  EXPECT_LE(wheel.next_due(), 10 * kSecond);
  wheel.advance(10 * kSecond);
  EXPECT_EQ(probe.fired, 1);
}

TEST(TimerWheel, a_timer_due_now_is_not_put_off_by_a_tick) {
  const Instant now = 10 * kSecond + 1;  // between two ticks
  TimerWheel wheel(now);
  Probe probe;
  wheel.schedule(probe, now);
  EXPECT_EQ(wheel.next_due(), now);
  wheel.advance(now);
  EXPECT_EQ(probe.fired, 1);
}

TEST(TimerWheel, a_timer_that_is_always_due_does_not_hold_up_the_collection) {
  TimerWheel wheel(0);
  Probe probe([&wheel](Probe& self, Instant) { wheel.schedule(self, 0); });
  wheel.schedule(probe, 0);
  wheel.advance(0);
  EXPECT_EQ(probe.fired, 1);
  wheel.advance(kSecond);
  EXPECT_EQ(probe.fired, 2);
}

TEST(TimerWheel, scheduling_again_moves_a_timer) {
  TimerWheel wheel(0);
  Probe probe;
  wheel.schedule(probe, kSecond);
  wheel.schedule(probe, 3 * kSecond);
  wheel.advance(2 * kSecond);
  EXPECT_EQ(probe.fired, 0);
  wheel.schedule(probe, 2 * kSecond + kMillisecond);
  wheel.advance(4 * kSecond);
  EXPECT_EQ(probe.fired, 1);
}

TEST(TimerWheel, cancelling_leaves_the_neighbours) {
  TimerWheel wheel(0);
  Probe a;
  Probe b;
  Probe c;
  for (Probe* probe : {&a, &b, &c}) wheel.schedule(*probe, kSecond);
  wheel.cancel(b);
  wheel.cancel(b);
  EXPECT_FALSE(b.scheduled());
  wheel.advance(2 * kSecond);
  EXPECT_EQ(a.fired, 1);
  EXPECT_EQ(b.fired, 0);
  EXPECT_EQ(c.fired, 1);
}

TEST(TimerWheel, a_handler_may_cancel_or_destroy_timers_collected_with_it) {
  TimerWheel wheel(0);
  auto doomed = std::make_unique<Probe>();
  auto cancelled = std::make_unique<Probe>();
  const auto act = [&](Probe&, Instant) {
    doomed.reset();
    wheel.cancel(*cancelled);
  };
  Probe first(act);
  Probe last(act);
  // Slots are stacks: whichever end fires first, one of the two that act is before the others.
  wheel.schedule(first, kSecond);
  wheel.schedule(*doomed, kSecond + 1);
  wheel.schedule(*cancelled, kSecond + 1);
  wheel.schedule(last, kSecond);
  wheel.advance(2 * kSecond);
  EXPECT_EQ(first.fired + last.fired, 2);
  EXPECT_EQ(cancelled->fired, 0);
  EXPECT_EQ(doomed, nullptr);
}

TEST(TimerWheel, a_handler_may_destroy_its_own_timer) {
  TimerWheel wheel(0);
  std::unique_ptr<Probe> self;
  self = std::make_unique<Probe>([&self](Probe&, Instant) { self.reset(); });
  wheel.schedule(*self, kSecond);
  wheel.advance(2 * kSecond);
  EXPECT_EQ(self, nullptr);
}

TEST(TimerWheel, a_destroyed_timer_is_forgotten) {
  TimerWheel wheel(0);
  {
    Probe probe;
    wheel.schedule(probe, kSecond);
  }
  EXPECT_EQ(wheel.next_due(), TimerWheel::kNever);
  wheel.advance(2 * kSecond);
}

TEST(TimerWheel, timers_outlive_the_wheel_unharmed) {
  Probe probe;
  {
    TimerWheel wheel(0);
    wheel.schedule(probe, kSecond);
  }
  EXPECT_FALSE(probe.scheduled());
}

TEST(TimerWheel, far_future_and_the_end_of_time_are_in_reach) {
  TimerWheel wheel(0);
  Probe century;
  Probe never;
  wheel.schedule(century, 100LL * 365 * 86400 * kSecond);
  wheel.schedule(never, TimerWheel::kNever);
  wheel.advance(99LL * 365 * 86400 * kSecond);
  EXPECT_EQ(century.fired, 0);
  wheel.advance(101LL * 365 * 86400 * kSecond);
  EXPECT_EQ(century.fired, 1);
  EXPECT_EQ(never.fired, 0);
  EXPECT_GT(wheel.next_due(), 101LL * 365 * 86400 * kSecond);
}

// Following next_due() from wake to wake serves every timer within its tick, with few wakes in vain.
TEST(TimerWheel, next_due_leads_to_each_timer_in_time) {
  TimerWheel wheel(0);
  std::mt19937_64 random(7);
  std::vector<std::unique_ptr<Probe>> probes;
  for (int i = 0; i < 300; ++i) {
    probes.push_back(std::make_unique<Probe>());
    wheel.schedule(*probes.back(),
                   static_cast<Instant>(random() % (600 * static_cast<std::uint64_t>(kSecond))));
  }
  int wakes = 0;
  for (Instant now = wheel.next_due(); now != TimerWheel::kNever; now = wheel.next_due(), ++wakes) {
    wheel.advance(now);
  }
  for (const auto& probe : probes) {
    ASSERT_EQ(probe->fired, 1);
    EXPECT_LT(probe->fired_at - probe->due(), TimerWheel::kTick);
  }
  EXPECT_LT(wakes, 300 * 5);
}

// Random operations against a plain list of (timer, due).
TEST(TimerWheel, agrees_with_a_sorted_reference_over_random_operations) {
  std::mt19937_64 random(42);
  for (int round = 0; round < 20; ++round) {
    Instant now = static_cast<Instant>(random() % (1000 * static_cast<std::uint64_t>(kSecond)));
    TimerWheel wheel(now);
    constexpr std::size_t kTimers = 64;
    std::vector<std::unique_ptr<Probe>> probes;
    std::vector<Instant> due(kTimers, -1);  // -1: not scheduled
    for (std::size_t i = 0; i < kTimers; ++i) probes.push_back(std::make_unique<Probe>());
    for (int step = 0; step < 3000; ++step) {
      const std::size_t i = random() % kTimers;
      switch (random() % 8) {
        case 0:
          wheel.cancel(*probes[i]);
          due[i] = -1;
          break;
        case 1:
          probes[i] = std::make_unique<Probe>();
          due[i] = -1;
          break;
        case 2:
        case 3: {
          now += static_cast<Instant>(random() % (std::uint64_t{1} << (random() % 36)));
          std::vector<int> before;
          for (const auto& probe : probes) before.push_back(probe->fired);
          wheel.advance(now);
          for (std::size_t k = 0; k < kTimers; ++k) {
            const bool fired = probes[k]->fired != before[k];
            if (due[k] < 0 || due[k] > now) {
              ASSERT_FALSE(fired);
            } else if (due[k] <= now - TimerWheel::kTick) {
              ASSERT_TRUE(fired);
            }
            if (fired) due[k] = -1;
            ASSERT_EQ(probes[k]->scheduled(), due[k] >= 0);
          }
          break;
        }
        default:
          due[i] = now + static_cast<Instant>(random() % (std::uint64_t{1} << (random() % 40)));
          wheel.schedule(*probes[i], due[i]);
      }
      const auto live = [](Instant time) { return time >= 0; };
      if (std::ranges::any_of(due, live)) {
        Instant first = TimerWheel::kNever;
        for (const Instant time : due) first = live(time) ? std::min(first, time) : first;
        ASSERT_LT(wheel.next_due(), first + TimerWheel::kTick);
      } else {
        ASSERT_EQ(wheel.next_due(), TimerWheel::kNever);
      }
    }
  }
}

}  // namespace
}  // namespace nest
