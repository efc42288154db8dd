#include <gtest/gtest.h>

#include "tests/runtime/user/user_fixture.h"

// How users are stopped: entries 13 and 14 of the Locust semantics, and the departures of docs/runtime.md.
namespace nest::test {
namespace {

constexpr nest_wait kOneSecond = {NEST_WAIT_FIXED, kSecond, 0, nullptr, nullptr};

const nest_request* logout = nullptr;

Code slow(nest_user* user) {
  journal += '(';
  co_await sleeping(user, 10 * kSecond);
  journal += ')';
  co_return NEST_DONE;
}
Code asks(nest_user* user) {
  journal += '<';
  co_await sending(user, *logout);
  journal += '>';
  co_return NEST_DONE;
}

/// Shop, and inside it Desk, whose one task (or other entry) is given.
struct UserStop : UserTest {
  UserStop() {
    logout = &sample.request(NEST_POST, "/logout");
    desk.parent = 0;
    desk.on_start = note<'s'>;
    desk.on_stop = note<'p'>;
    sample.user.on_start = note<'1'>;
    sample.user.on_stop = note<'9'>;
  }
  User& start_with(nest_entry task) {
    sample.taskset({.name = "Shop", .wait = kOneSecond, .on_start = note<'S'>, .on_stop = note<'P'>});
    sample.task(sample.taskset(desk), "task", task);
    return start();
  }
  SampleProgram::Taskset desk{.name = "Desk", .wait = kOneSecond};
};

TEST_F(UserStop, a_waiting_user_stops_at_once_innermost_first) {
  User& user = start_with(note<'t'>);
  user.finish();
  EXPECT_EQ(journal, "1SstpP9");
  EXPECT_TRUE(user.ended());
  EXPECT_EQ(ended.size(), 1u);
}

TEST_F(UserStop, a_busy_user_finishes_its_task_and_not_its_taskset) {
  User& user = start_with(entry<slow>);
  user.finish();
  user.finish();
  EXPECT_EQ(journal, "1Ss(");
  run_until(20 * kSecond);
  EXPECT_EQ(journal, "1Ss()pP9");
}

TEST_F(UserStop, a_user_in_on_start_finishes_it_and_begins_no_task) {
  desk.on_start = entry<slow>;
  User& user = start_with(note<'t'>);
  user.finish();
  run_until(20 * kSecond);
  EXPECT_EQ(journal, "1S()pP9");
}

TEST_F(UserStop, stopped_where_it_is_a_task_goes_no_further) {
  User& user = start_with(entry<slow>);
  user.stop();
  EXPECT_EQ(journal, "1Ss(pP9");
  EXPECT_TRUE(user.ended());
  run_until(20 * kSecond);
  EXPECT_EQ(journal, "1Ss(pP9");
  EXPECT_EQ(take().tasks_finished[0], 0u);
}

TEST_F(UserStop, a_waiting_user_is_stopped_at_once_too) {
  User& user = start_with(note<'t'>);
  user.stop();
  EXPECT_EQ(journal, "1SstpP9");
}

TEST_F(UserStop, stopped_in_on_start_its_on_stop_runs) {
  desk.on_start = entry<slow>;
  User& user = start_with(note<'t'>);
  user.stop();
  EXPECT_EQ(journal, "1S(pP9");
}

TEST_F(UserStop, stopped_in_state_initialisers_its_on_stop_does_not_run) {
  desk.init = entry<slow>;
  User& user = start_with(note<'t'>);
  user.stop();
  EXPECT_EQ(journal, "1S(P9");
}

TEST_F(UserStop, stopped_in_the_users_own_on_start_only_the_users_on_stop_runs) {
  sample.user.on_start = entry<slow>;
  User& user = start_with(note<'t'>);
  user.stop();
  EXPECT_EQ(journal, "(9");
}

TEST_F(UserStop, stopped_in_the_users_initialisers_nothing_runs) {
  sample.user.init = entry<slow>;
  User& user = start_with(note<'t'>);
  user.stop();
  EXPECT_EQ(journal, "(");
  EXPECT_TRUE(user.ended());
}

TEST_F(UserStop, a_request_in_flight_is_cut_off_and_the_requests_of_on_stop_are_sent) {
  desk.on_stop = entry<asks>;
  sample.user.on_stop = entry<asks>;
  server.answer = [this](const http::ExchangeRequest&, const std::string&) {
    return FakeAnswer{.delay = server.seen.size() == 1 ? 60 * kSecond : kSecond};
  };
  User& user = start_with(entry<asks>);
  run_until(2 * kSecond);
  user.stop();
  EXPECT_EQ(server.cancelled, 1u);
  EXPECT_EQ(journal, "1Ss<<");
  run_until(10 * kSecond);
  EXPECT_EQ(journal, "1Ss<<>P<>");
  EXPECT_TRUE(user.ended());
  const Statistics counts = take();
  EXPECT_EQ(counts.requests_started, 3u);
  EXPECT_EQ(counts.requests_cut_off, 1u);
  EXPECT_EQ(counts.rows[0].requests, 2u);
}

TEST_F(UserStop, stopping_again_does_not_cut_off_an_on_stop_that_runs) {
  desk.on_stop = entry<asks>;
  server.answer = [](const http::ExchangeRequest&, const std::string&) {
    return FakeAnswer{.delay = kSecond};
  };
  User& user = start_with(note<'t'>);
  user.finish();
  user.stop();
  user.stop();
  EXPECT_EQ(journal, "1Sst<");
  run_until(10 * kSecond);
  EXPECT_EQ(journal, "1Sst<>P9");
}

TEST_F(UserStop, an_on_stop_that_an_interrupt_began_goes_on_to_its_end_and_then_the_user_leaves) {
  desk.on_stop = entry<asks>;
  server.answer = [](const http::ExchangeRequest&, const std::string&) {
    return FakeAnswer{.delay = kSecond};
  };
  User& user = start_with(note<'l', NEST_INTERRUPT>);
  EXPECT_EQ(journal, "1Ssl<");
  user.stop();
  run_until(10 * kSecond);
  EXPECT_EQ(journal, "1Ssl<>P9");
}

TEST_F(UserStop, finish_then_stop_cuts_the_task_off) {
  User& user = start_with(entry<slow>);
  user.finish();
  run_until(2 * kSecond);
  user.stop();
  EXPECT_EQ(journal, "1Ss(pP9");
}

TEST_F(UserStop, aborting_runs_no_on_stop) {
  User& user = start_with(entry<asks>);
  user.abort();
  user.abort();
  EXPECT_EQ(journal, "1Ss<");
  EXPECT_TRUE(user.ended());
  EXPECT_EQ(server.cancelled, 1u);
  EXPECT_EQ(ended.size(), 1u);
  const Statistics counts = take();
  EXPECT_EQ(counts.users_stopped, 1u);
  EXPECT_EQ(counts.requests_cut_off, 1u);
}

TEST_F(UserStop, aborting_cuts_off_an_on_stop) {
  desk.on_stop = entry<asks>;
  User& user = start_with(note<'t'>);
  user.stop();
  user.abort();
  run_until(10 * kSecond);
  EXPECT_EQ(journal, "1Sst<");
}

TEST_F(UserStop, a_user_that_never_waits_can_be_stopped) {
  sample.user = {};
  sample.task(sample.taskset({.on_stop = note<'P'>}), "spin", note<'t'>);
  User& user = start();
  user.finish();
  run_until(kSecond, 3);
  EXPECT_TRUE(user.ended());
  EXPECT_EQ(journal.find('P'), journal.size() - 1);
}

TEST_F(UserStop, a_failure_of_an_on_stop_on_the_way_out_stops_nothing) {
  desk.on_stop = note<'p', NEST_ABANDONED>;
  User& user = start_with(note<'t'>);
  user.stop();
  EXPECT_EQ(journal, "1SstpP9");
  EXPECT_EQ(take().task_failure_count(), 1u);
  EXPECT_TRUE(user.ended());
}

TEST_F(UserStop, interrupt_in_on_stop_changes_nothing) {
  desk.on_stop = note<'p', NEST_INTERRUPT_WAIT>;
  User& user = start_with(note<'t'>);
  user.stop();
  EXPECT_EQ(journal, "1SstpP9");
}

TEST_F(UserStop, after_its_end_a_user_ignores_everything) {
  User& user = start_with(note<'t'>);
  user.stop();
  user.finish();
  user.stop();
  user.abort();
  EXPECT_EQ(ended.size(), 1u);
  EXPECT_EQ(take().users_stopped, 1u);
}

}  // namespace
}  // namespace nest::test
