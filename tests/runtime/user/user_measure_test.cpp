#include <gmock/gmock.h>

#include "tests/runtime/user/user_fixture.h"

namespace nest::test {
namespace {

using testing::ElementsAre;
using testing::Pair;

TaskActions& actions(nest_user* user) { return *UserTask::from(user).actions; }

const nest_request* page = nullptr;

class UserMeasure : public UserTest {
 protected:
  /// A taskset of one task, then a long wait.
  void play(nest_entry run) {
    const auto set =
        sample.taskset({.name = "Set", .wait = {NEST_WAIT_FIXED, 100 * kSecond, 0, nullptr, nullptr}});
    sample.task(set, "t", run);
    buy = sample.transaction("buy");
    pay = sample.transaction("pay");
    start();
  }
  static inline std::uint32_t buy = 0;
  static inline std::uint32_t pay = 0;
};

Code nested(nest_user* user) {
  actions(user).begin_transaction(0);
  co_await sleeping(user, kSecond);
  actions(user).begin_transaction(1);
  co_await sleeping(user, 2 * kSecond);
  actions(user).end_transaction(1);
  actions(user).end_transaction(0);
  co_return NEST_DONE;
}

TEST_F(UserMeasure, a_transaction_takes_the_time_from_its_beginning_to_its_end) {
  play(entry<nested>);
  run_until(10 * kSecond);
  const Statistics counts = take();
  EXPECT_EQ(counts.transactions[buy].finished, 1U);
  EXPECT_NEAR(static_cast<double>(counts.transactions[buy].time.max()), 3e9, 1e6);
  EXPECT_NEAR(static_cast<double>(counts.transactions[pay].time.max()), 2e9, 1e6);
  EXPECT_EQ(counts.transactions[buy].failures, 0U);
  EXPECT_EQ(counts.transactions_started, 2U);
  EXPECT_EQ(counts.transactions_cut_off, 0U);
}

template <std::int32_t Outcome>
Code left_open(nest_user* user) {
  actions(user).begin_transaction(0);
  actions(user).begin_transaction(1);
  if (Outcome == NEST_ABANDONED) describe_failure(user, "it went wrong");
  co_return Outcome;
}

TEST_F(UserMeasure, what_is_open_when_a_task_ends_is_over) {
  play(entry<left_open<NEST_INTERRUPT_WAIT>>);
  const Statistics counts = take();
  EXPECT_EQ(counts.transactions[buy].finished, 1U);
  EXPECT_EQ(counts.transactions[pay].finished, 1U);
  EXPECT_EQ(counts.transactions[buy].failures, 0U);
}

TEST_F(UserMeasure, what_is_open_when_a_task_is_abandoned_has_failed) {
  play(entry<left_open<NEST_ABANDONED>>);
  const Statistics counts = take();
  EXPECT_EQ(counts.transactions[buy].failures, 1U);
  EXPECT_THAT(counts.transactions[pay].causes.seen(), ElementsAre(Pair("it went wrong", 1)));
}

Code left_by_a_jump(nest_user* user) {
  actions(user).begin_transaction(0);
  actions(user).begin_transaction(1);
  actions(user).begin_transaction(1);
  actions(user).end_transaction(0);  // and those in it
  actions(user).end_transaction(1);  // none is open: nothing
  co_return NEST_DONE;
}

TEST_F(UserMeasure, the_end_of_one_is_the_end_of_those_in_it) {
  play(entry<left_by_a_jump>);
  const Statistics counts = take();
  EXPECT_EQ(counts.transactions[buy].finished, 1U);
  EXPECT_EQ(counts.transactions[pay].finished, 2U);
}

Code asleep(nest_user* user) {
  actions(user).begin_transaction(0);
  co_await sleeping(user, 50 * kSecond);
  co_return NEST_DONE;
}

TEST_F(UserMeasure, a_user_that_is_stopped_cuts_off_what_is_open) {
  const auto set = sample.taskset({.name = "Set"});
  sample.task(set, "t", entry<asleep>);
  buy = sample.transaction("buy");
  User& user = start();
  run_until(5 * kSecond);
  user.stop();
  const Statistics counts = take();
  EXPECT_EQ(counts.transactions_started, 1U);
  EXPECT_EQ(counts.transactions_cut_off, 1U);
  EXPECT_EQ(counts.transactions[buy].finished, 0U);
}

Code asks(nest_user* user) {
  actions(user).begin_transaction(0);
  co_await sending(user, *page);
  actions(user).end_transaction(0);
  co_await sending(user, *page);
  co_return NEST_DONE;
}

TEST_F(UserMeasure, a_transaction_fails_by_a_request_in_it) {
  page = &sample.request(NEST_GET, "/cart");
  server.answer = [](const http::ExchangeRequest&, const std::string&) {
    return FakeAnswer{.status = 503, .delay = kMillisecond};
  };
  play(entry<asks>);
  run_until(3 * kSecond);
  const Statistics counts = take();
  EXPECT_EQ(counts.transactions[buy].finished, 1U);
  EXPECT_THAT(counts.transactions[buy].causes.seen(), ElementsAre(Pair("GET /cart: status 503", 1)));
  EXPECT_EQ(counts.rows[0].failures, 2U);
}

Code measuring(nest_user* user) {
  nest_value value{};
  value.as.i = 7;
  if (actions(user).add_to_metric(0, value) != NEST_OK) co_return NEST_ABANDONED;
  value.as.i = -1;
  if (actions(user).add_to_metric(0, value) != NEST_OK) co_return NEST_ABANDONED;
  co_return NEST_DONE;
}

TEST_F(UserMeasure, a_metric_counts_what_it_can_hold_and_the_rest_abandons) {
  sample.metric(NEST_METRIC_COUNTER, "sold");
  play(entry<measuring>);
  const Statistics counts = take();
  EXPECT_EQ(counts.metrics[0].sum, 7U);
  EXPECT_EQ(counts.task_failure_count(), 1U);
}

}  // namespace
}  // namespace nest::test
