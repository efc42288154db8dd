#include <gtest/gtest.h>

#include "runtime/shared/local_store.h"
#include "tests/runtime/user/user_fixture.h"

// Users that wait for a shared queue: docs/language.md, "What all users share".
namespace nest::test {
namespace {

/// co_await taking(user): as compiled code does it; gives the status, and the text in `text`.
struct taking {
  nest_user* user;
  Nanoseconds within = -1;
  nest_status status = NEST_OK;
  nest_value value{};

  bool await_ready() {
    nest_value limit{NEST_DURATION, {}};
    limit.as.i = within;
    const std::span<const nest_value> arguments(&limit, within < 0 ? 0U : 1U);
    status = UserTask::from(user).actions->shared_call(0, NEST_SHARED_TAKE, arguments, value);
    return status != NEST_PENDING;
  }
  void await_suspend(std::coroutine_handle<>) {}
  nest_status await_resume() {
    if (status == NEST_PENDING) status = UserTask::from(user).actions->shared_result(value);
    if (status == NEST_OK) journal += std::string_view(value.as.s.data, value.as.s.size);
    return status;
  }
};

Code takes(nest_user* user) {
  journal += '(';
  const nest_status status = co_await taking{user};
  journal += ')';
  co_return status == NEST_OK ? NEST_STOP : NEST_ABANDONED;
}
Code takes_within_a_second(nest_user* user) {
  const nest_status status = co_await taking{user, kSecond};
  journal += status == NEST_OK ? '+' : '-';
  co_return status == NEST_OK ? NEST_STOP : NEST_ABANDONED;
}
// Goes on for ten seconds after it got a value.
Code takes_and_sleeps(nest_user* user) {
  co_await taking{user};
  co_await sleeping(user, 10 * kSecond);
  journal += '!';
  co_return NEST_STOP;
}

/// Outlives the users.
struct OneQueue {
  const nest_shared queue = {NEST_SHARED_QUEUE, NEST_STRING, {"orders", 6}, {"orders", 6}, {}, 0, 0};
  LocalStore store{{&queue, 1}};
};

struct UserShared : OneQueue, UserTest {
  UserShared() {
    sample.user.on_stop = note<'9'>;
    sample.shared(NEST_SHARED_QUEUE, "orders");
    host.shared = &store;
  }
  void prepare(nest_entry task) {
    sample.taskset({.name = "Shop",
                    .wait = {NEST_WAIT_FIXED, 100 * kSecond, 0, nullptr, nullptr},
                    .on_stop = note<'P'>});
    sample.task(0, "task", task);
  }
  void put(std::string_view text) {
    nest_value value{NEST_STRING, {}};
    value.as.s = {text.data(), text.size()};
    FakeNobody nobody;
    const SharedAnswer answer = store.begin({0, NEST_SHARED_PUT, {&value, 1}}, nobody);
    ASSERT_TRUE(std::get<SharedResult>(answer).has_value());
  }
  std::int64_t size() {
    FakeNobody nobody;
    return std::get<std::int64_t>(*std::get<SharedResult>(store.begin({0, NEST_SHARED_SIZE, {}}, nobody)));
  }
  /// Lets posted work run.
  void turn() { loop.turn(clock.now()); }

  struct FakeNobody final : SharedCaller {
    std::shared_ptr<Wakeup> make_wakeup() override { return nullptr; }
  };
};

TEST_F(UserShared, goes_on_when_a_value_comes) {
  prepare(entry<takes>);
  User& user = start();
  turn();
  EXPECT_EQ(journal, "(");
  put("tea");
  EXPECT_EQ(journal, "(");  // on its own loop, not within put
  turn();
  EXPECT_EQ(journal, "(tea)P9");
  EXPECT_TRUE(user.ended());
}

TEST_F(UserShared, does_not_wait_for_what_is_there) {
  prepare(entry<takes>);
  put("tea");
  start();
  EXPECT_EQ(journal, "(tea)P9");
}

TEST_F(UserShared, are_served_in_the_order_in_which_they_asked) {
  prepare(entry<takes>);
  start(0);
  start(1);
  start(2);
  put("a");
  put("b");
  turn();
  EXPECT_EQ(journal, "(((a)P9b)P9");
  EXPECT_EQ(ended, (std::vector<std::uint64_t>{0, 1}));
}

TEST_F(UserShared, waits_no_longer_than_it_says) {
  prepare(entry<takes_within_a_second>);
  User& user = start();
  run_until(clock.now() + 2 * kSecond);
  EXPECT_EQ(journal, "-");
  EXPECT_FALSE(user.ended());
  const Statistics statistics = take();
  EXPECT_EQ(statistics.task_failures.size(), 1U);
  EXPECT_EQ(size(), 0);
  put("late");
  turn();
  EXPECT_EQ(size(), 1);  // it does not wait any more
}

TEST_F(UserShared, takes_what_came_in_the_turn_in_which_its_time_was_over) {
  prepare(entry<takes_within_a_second>);
  const User& user = start();
  put("tea");
  clock.set(clock.now() + 2 * kSecond);
  turn();  // the timer fires before the posted word comes
  EXPECT_EQ(journal, "tea+P9");
  EXPECT_TRUE(user.ended());
  turn();
  EXPECT_EQ(size(), 0);
}

TEST_F(UserShared, leaves_the_line_when_it_is_stopped) {
  prepare(entry<takes>);
  User& first = start(0);
  const User& second = start(1);
  first.stop();
  EXPECT_EQ(journal, "((P9");
  put("tea");
  turn();
  EXPECT_EQ(journal, "((P9tea)P9");
  EXPECT_TRUE(second.ended());
}

TEST_F(UserShared, gives_back_what_it_got_when_it_is_stopped_before_it_goes_on) {
  prepare(entry<takes>);
  User& user = start();
  put("a");
  put("b");
  EXPECT_EQ(size(), 1);
  user.stop();
  EXPECT_EQ(size(), 2);
  turn();  // the word that was under way reaches nobody
  EXPECT_EQ(journal, "(P9");
  start(1);
  EXPECT_EQ(journal, "(P9(a)P9");
}

TEST_F(UserShared, gives_back_what_it_got_when_it_is_cut_off) {
  prepare(entry<takes>);
  User& user = start();
  put("a");
  user.abort();
  turn();
  EXPECT_EQ(size(), 1);
  EXPECT_EQ(journal, "(");
}

TEST_F(UserShared, is_not_woken_twice) {
  prepare(entry<takes_and_sleeps>);
  const User& user = start();
  put("a");
  turn();
  put("b");
  turn();
  EXPECT_EQ(journal, "a");
  run_until(clock.now() + 11 * kSecond);
  EXPECT_EQ(journal, "a!P9");
  EXPECT_TRUE(user.ended());
  EXPECT_EQ(size(), 1);
}

}  // namespace
}  // namespace nest::test
