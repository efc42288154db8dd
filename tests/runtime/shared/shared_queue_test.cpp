#include "runtime/shared/shared_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/runtime/shared/fake_caller.h"

namespace nest::test {
namespace {

struct SharedQueueTest : testing::Test {
  void put(const std::string& text) { ASSERT_TRUE(queue.put(text).has_value()); }
  /// A `take` that has to wait.
  PendingPtr wait() { return later(queue.take(caller)); }
  std::string take() { return text_of(now(queue.take(caller))); }

  SharedQueue queue{"orders"};
  FakeCaller caller;
};

TEST_F(SharedQueueTest, gives_first_what_was_put_first) {
  put("a");
  put("b");
  EXPECT_EQ(queue.size(), 2);
  EXPECT_EQ(take(), "a");
  EXPECT_EQ(text_of(queue.try_take()), "b");
  EXPECT_EQ(queue.size(), 0);
}

TEST_F(SharedQueueTest, is_empty_for_who_does_not_wait) {
  const SharedResult nothing = queue.try_take();
  ASSERT_FALSE(nothing.has_value());
  EXPECT_EQ(nothing.error().kind, NEST_MISSING);
  EXPECT_EQ(nothing.error().message, "queue `orders` is empty");
}

TEST_F(SharedQueueTest, gives_to_whoever_has_waited_longest) {
  std::vector<PendingPtr> waiting;
  std::vector<std::shared_ptr<FakeWakeup>> wakeups;
  for (int i = 0; i < 3; ++i) {
    waiting.push_back(wait());
    wakeups.push_back(caller.wakeup);
  }
  EXPECT_FALSE(waiting[0]->result().has_value());
  put("a");
  put("b");
  EXPECT_EQ(queue.size(), 0);
  EXPECT_EQ(wakeups[0]->calls(), 1);
  EXPECT_EQ(wakeups[1]->calls(), 1);
  EXPECT_EQ(wakeups[2]->calls(), 0);
  EXPECT_EQ(text_of(*waiting[1]->result()), "b");
  EXPECT_EQ(text_of(*waiting[0]->result()), "a");
  EXPECT_FALSE(waiting[2]->result().has_value());
}

TEST_F(SharedQueueTest, forgets_who_waits_no_more) {
  const PendingPtr first = wait();
  PendingPtr second = wait();
  const PendingPtr third = wait();
  second.reset();
  put("a");
  put("b");
  EXPECT_EQ(text_of(*first->result()), "a");
  EXPECT_EQ(text_of(*third->result()), "b");
}

TEST_F(SharedQueueTest, takes_back_what_a_user_got_who_ends_before_it_could_use_it) {
  PendingPtr dying = wait();
  put("a");
  put("b");
  dying.reset();
  EXPECT_EQ(queue.size(), 2);
  EXPECT_EQ(take(), "a");
  EXPECT_EQ(take(), "b");
}

TEST_F(SharedQueueTest, gives_what_it_took_back_to_the_next_who_waits) {
  PendingPtr dying = wait();
  const PendingPtr next = wait();
  put("a");
  EXPECT_FALSE(next->result().has_value());
  dying.reset();
  EXPECT_EQ(caller.wakeup->calls(), 1);
  EXPECT_EQ(text_of(*next->result()), "a");
}

TEST_F(SharedQueueTest, keeps_nothing_of_a_result_that_was_fetched) {
  PendingPtr done = wait();
  put("a");
  EXPECT_EQ(text_of(*done->result()), "a");
  done.reset();
  EXPECT_EQ(queue.size(), 0);
}

TEST_F(SharedQueueTest, refuses_what_passes_its_limit) {
  SharedQueue small("small", 300);
  EXPECT_TRUE(small.put(std::string(100, 'x')).has_value());
  const SharedResult refused = small.put(std::string(100, 'x'));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, NEST_FAILED);
  EXPECT_EQ(refused.error().message.substr(0, 41), "queue `small` is full: it holds 1 values ");
  EXPECT_EQ(text_of(small.try_take()).size(), 100U);
  EXPECT_TRUE(small.put(std::string(100, 'x')).has_value());
}

TEST_F(SharedQueueTest, hands_a_value_over_whatever_its_limit) {
  SharedQueue none("none", 0);
  const PendingPtr waiting = later(none.take(caller));
  EXPECT_TRUE(none.put(std::string("a")).has_value());
  EXPECT_EQ(text_of(*waiting->result()), "a");
}

// Each value reaches one taker and one only, however many give up in between.
TEST(SharedQueueThreads, lose_nothing_and_give_nothing_twice) {
  constexpr std::size_t kThreads = 4;
  constexpr int kValues = 3000;
  SharedQueue queue("numbers");
  std::atomic<int> taken = 0;
  std::vector<std::vector<std::int64_t>> got(kThreads);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      const auto keep = [&](const SharedResult& result) {
        got[t].push_back(std::get<std::int64_t>(*result));
        ++taken;
      };
      for (int turn = 0; taken < static_cast<int>(kThreads) * kValues; ++turn) {
        FakeCaller caller;
        SharedAnswer answer = queue.take(caller);
        if (const auto* at_once = std::get_if<SharedResult>(&answer)) {
          keep(*at_once);
        } else if (turn % 3 != 0) {  // every third gives up
          std::this_thread::yield();
          if (const auto result = std::get<PendingPtr>(answer)->result()) keep(*result);
        }
      }
    });
    threads.emplace_back([&queue, t] {
      for (int i = 0; i < kValues; ++i) {
        EXPECT_TRUE(queue.put(static_cast<std::int64_t>(t) * kValues + i).has_value());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::int64_t> all;
  for (const auto& numbers : got) all.insert(numbers.begin(), numbers.end());
  EXPECT_EQ(all.size(), kThreads * kValues);
  EXPECT_EQ(taken, static_cast<int>(kThreads) * kValues);
}

TEST(SharedQueueThreads, serve_in_the_order_of_asking_on_whichever_thread) {
  SharedQueue queue("numbers");
  constexpr std::size_t kTakers = 16;
  std::vector<std::int64_t> got(kTakers, -1);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kTakers; ++i) {
    std::atomic<bool> asked = false;
    threads.emplace_back([&, i] {
      FakeCaller caller;
      const PendingPtr pending = later(queue.take(caller));
      asked = true;
      asked.notify_all();
      caller.wakeup->wait();
      got[i] = number_of(*pending->result());
    });
    asked.wait(false);
  }
  for (std::size_t i = 0; i < kTakers; ++i) EXPECT_TRUE(queue.put(static_cast<std::int64_t>(i)).has_value());
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < kTakers; ++i) EXPECT_EQ(got[i], static_cast<std::int64_t>(i));
}

}  // namespace
}  // namespace nest::test
