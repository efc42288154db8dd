// Users of a plan of arrivals: a visit for each.

#include "tests/runtime/user/user_fixture.h"

namespace nest::test {
namespace {

const nest_request* page = nullptr;
Code asks(nest_user* user) {
  journal += 'a';
  co_await sending(user, *page);
  co_return NEST_DONE;
}
Code thinks_and_asks(nest_user* user) {
  co_await sleeping(user, 2 * kSecond);
  co_await sending(user, *page);
  co_return NEST_INTERRUPT;
}
Code draws(nest_user* user) {
  UserTask& task = UserTask::from(user);
  journal += std::to_string(task.random.below(1'000'000)) + ' ';
  co_return NEST_INTERRUPT;
}

class UserVisit : public UserTest {
 protected:
  UserVisit() {
    host.by_arrival = true;
    page = &sample.request(NEST_GET, "/page");
  }
  void visit_ended(User& user) override { rested.push_back(user.number()); }

  std::vector<std::uint64_t> rested;
};

TEST_F(UserVisit, each_arrival_is_a_visit_of_one_taskset_until_it_is_left) {
  const auto shop =
      sample.taskset({.order = NEST_ORDER_SEQUENTIAL, .on_start = note<'<'>, .on_stop = note<'>'>});
  sample.task(shop, "ask", entry<asks>);
  sample.task(shop, "leave", note<'l', NEST_INTERRUPT>);
  sample.user.on_start = note<'('>;
  sample.user.on_stop = note<')'>;
  User& user = make(7);
  EXPECT_EQ(journal, "") << "nobody has come yet";
  user.arrive(0, clock.now());
  run_until(2 * kSecond);
  EXPECT_EQ(journal, "(<al>");
  EXPECT_EQ(rested, (std::vector<std::uint64_t>{7}));
  run_until(5 * kSecond);
  EXPECT_EQ(journal, "(<al>") << "it rests until the next arrival";
  user.arrive(1, clock.now());
  run_until(6 * kSecond);
  EXPECT_EQ(journal, "(<al><al>") << "the user's own on_start has run already";
  EXPECT_EQ(rested.size(), 2U);
  user.finish();
  EXPECT_EQ(journal, "(<al><al>)");
  EXPECT_TRUE(user.ended());
  const Statistics counted = take();
  EXPECT_EQ(counted.visits_finished, 2U);
  EXPECT_EQ(counted.visits_cut_off, 0U);
  EXPECT_EQ(counted.users_started, 1U);
}

TEST_F(UserVisit, the_first_request_counts_from_when_the_arrival_was_due) {
  const auto shop = sample.taskset({.order = NEST_ORDER_SEQUENTIAL});
  sample.task(shop, "ask", entry<asks>);
  sample.task(shop, "again", entry<asks>);
  sample.task(shop, "leave", note<'l', NEST_INTERRUPT>);
  server.answer = [](const http::ExchangeRequest&, const std::string&) {
    return FakeAnswer{.delay = 10 * kMillisecond};
  };
  User& user = make();
  user.arrive(0, clock.now() - 300 * kMillisecond);
  run_until(2 * kSecond);
  const Statistics counted = take();
  const RowStatistics& row = counted.rows[0];
  ASSERT_EQ(row.requests, 2U);
  EXPECT_NEAR(static_cast<double>(row.response_time.max()), 310e6, 1e6);
  EXPECT_NEAR(static_cast<double>(row.response_time.min()), 10e6, 1e6) << "the second one was not late";
  EXPECT_NEAR(static_cast<double>(row.service_time.max()), 10e6, 1e6);
}

TEST_F(UserVisit, thinking_before_the_first_request_is_not_being_late) {
  sample.task(sample.taskset({}), "think", entry<thinks_and_asks>);
  User& user = make();
  user.arrive(0, clock.now() - 100 * kMillisecond);
  run_until(5 * kSecond);
  const Histogram times = take().rows[0].response_time;
  ASSERT_EQ(times.count(), 1U);
  EXPECT_NEAR(static_cast<double>(times.max()), 100e6, 1e6);
}

TEST_F(UserVisit, an_arrival_decides_the_same_whichever_user_plays_it) {
  sample.task(sample.taskset({}), "draw", entry<draws>);
  User& first = make(0);
  first.arrive(4, clock.now());
  first.arrive(9, clock.now());
  const std::string one_user = std::exchange(journal, "");
  User& second = make(1);
  User& third = make(2);
  second.arrive(4, clock.now());
  third.arrive(9, clock.now());
  EXPECT_EQ(journal, one_user);
}

TEST_F(UserVisit, a_visit_that_the_run_ends_is_cut_off_and_its_on_stop_runs) {
  sample.task(sample.taskset({.on_stop = note<'>'>}), "ask", entry<asks>);
  server.answer = [](const http::ExchangeRequest&, const std::string&) { return FakeAnswer{.never = true}; };
  User& user = make();
  user.arrive(0, clock.now());
  run_until(2 * kSecond);
  user.stop();
  EXPECT_EQ(journal, "a>");
  EXPECT_TRUE(user.ended());
  const Statistics counted = take();
  EXPECT_EQ(counted.visits_finished, 0U);
  EXPECT_EQ(counted.visits_cut_off, 1U);
  EXPECT_EQ(counted.requests_cut_off, 1U);
}

TEST_F(UserVisit, a_user_that_may_finish_goes_after_its_visit_and_not_after_its_task) {
  const auto shop = sample.taskset({.order = NEST_ORDER_SEQUENTIAL,
                                    .wait = {NEST_WAIT_FIXED, kSecond, 0, nullptr, nullptr},
                                    .on_stop = note<'>'>});
  sample.task(shop, "ask", entry<asks>);
  sample.task(shop, "again", entry<asks>);
  sample.task(shop, "leave", note<'l', NEST_INTERRUPT>);
  sample.user.on_stop = note<')'>;
  User& user = make();
  user.arrive(0, clock.now());
  run_until(clock.now() + kSecond / 2);
  EXPECT_EQ(journal, "a");
  user.finish();
  EXPECT_FALSE(user.ended());
  run_until(5 * kSecond);
  EXPECT_EQ(journal, "aal>)");
  EXPECT_TRUE(user.ended());
  EXPECT_TRUE(rested.empty());
  const Statistics counted = take();
  EXPECT_EQ(counted.visits_finished, 1U);
  EXPECT_EQ(counted.visits_cut_off, 0U);
}

TEST_F(UserVisit, stop_ends_the_visit_and_the_user) {
  sample.task(sample.taskset({.on_stop = note<'>'>}), "stop", note<'s', NEST_STOP>);
  User& user = make();
  user.arrive(0, clock.now());
  EXPECT_EQ(journal, "s>");
  EXPECT_TRUE(user.ended());
  EXPECT_TRUE(rested.empty());
  EXPECT_EQ(take().visits_finished, 1U);
}

TEST_F(UserVisit, a_user_that_cannot_start_has_no_visit) {
  sample.task(sample.taskset({}), "ask", entry<asks>);
  sample.user.on_start = note<'(', NEST_ABANDONED>;
  User& user = make();
  user.arrive(0, clock.now());
  EXPECT_TRUE(user.ended());
  EXPECT_EQ(journal, "(");
  EXPECT_EQ(take().visits_cut_off, 1U);
}

TEST_F(UserVisit, interrupt_wait_does_not_keep_a_user_that_has_nowhere_to_go_on) {
  const auto shop = sample.taskset({.wait = {NEST_WAIT_FIXED, kSecond, 0, nullptr, nullptr}});
  sample.task(shop, "leave", note<'l', NEST_INTERRUPT_WAIT>);
  User& user = make();
  user.arrive(0, clock.now());
  EXPECT_EQ(rested.size(), 1U);
}

}  // namespace
}  // namespace nest::test
