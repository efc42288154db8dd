#include "runtime/data/row_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "tests/runtime/shared/fake_caller.h"

namespace nest::test {
namespace {

TEST(RowPool, gives_rows_in_the_order_of_the_file_then_as_they_came_back) {
  RowPool pool(3);
  EXPECT_EQ(pool.try_claim(), 0U);
  EXPECT_EQ(pool.try_claim(), 1U);
  pool.give_back(1);
  pool.give_back(0);
  EXPECT_EQ(pool.try_claim(), 2U);
  EXPECT_EQ(pool.try_claim(), 1U);
  EXPECT_EQ(pool.try_claim(), 0U);
  EXPECT_EQ(pool.try_claim(), std::nullopt);
}

TEST(RowPool, gives_to_whoever_has_waited_longest) {
  RowPool pool(1);
  FakeCaller caller;
  EXPECT_EQ(number_of(now(pool.claim(caller))), 0);
  PendingPtr first = later(pool.claim(caller));
  const auto woken = caller.wakeup;
  PendingPtr second = later(pool.claim(caller));
  pool.give_back(0);
  EXPECT_EQ(woken->calls(), 1);
  EXPECT_EQ(caller.wakeup->calls(), 0);
  EXPECT_EQ(number_of(*first->result()), 0);
  EXPECT_FALSE(second->result());
  pool.give_back(0);
  EXPECT_EQ(number_of(*second->result()), 0);
}

TEST(RowPool, forgets_who_waits_no_more) {
  RowPool pool(1);
  FakeCaller caller;
  EXPECT_EQ(pool.try_claim(), 0U);
  PendingPtr first = later(pool.claim(caller));
  PendingPtr second = later(pool.claim(caller));
  first.reset();
  pool.give_back(0);
  EXPECT_EQ(number_of(*second->result()), 0);
}

TEST(RowPool, takes_back_a_row_whose_user_ended_before_it_could_use_it) {
  RowPool pool(1);
  FakeCaller caller;
  EXPECT_EQ(pool.try_claim(), 0U);
  PendingPtr dying = later(pool.claim(caller));
  PendingPtr next = later(pool.claim(caller));
  pool.give_back(0);
  dying.reset();
  EXPECT_EQ(number_of(*next->result()), 0);
  pool.give_back(0);
  EXPECT_EQ(pool.try_claim(), 0U);
}

TEST(RowPool, never_gives_a_row_twice_over_threads) {
  constexpr std::uint64_t kRows = 5;
  RowPool pool(kRows);
  std::array<std::atomic<int>, kRows> holders{};
  std::atomic<int> most = 0;
  const auto use = [&](std::uint64_t row) {
    const int now_holding = ++holders[row];
    if (now_holding > most) most = now_holding;
    --holders[row];
    pool.give_back(row);
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 2000; ++i) {
        FakeCaller caller;
        SharedAnswer answer = pool.claim(caller);
        if (const auto* result = std::get_if<SharedResult>(&answer)) {
          use(static_cast<std::uint64_t>(number_of(*result)));
          continue;
        }
        PendingPtr pending = later(std::move(answer));
        if ((i + t) % 3 == 0) continue;  // gives up
        caller.wakeup->wait();
        use(static_cast<std::uint64_t>(number_of(*pending->result())));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(most, 1);
  for (std::uint64_t i = 0; i < kRows; ++i) EXPECT_TRUE(pool.try_claim());
  EXPECT_FALSE(pool.try_claim());
}

}  // namespace
}  // namespace nest::test
