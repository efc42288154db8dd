#include <gtest/gtest.h>

#include <cstring>
#include <map>

#include "runtime/values/state_text.h"
#include "tests/runtime/user/user_fixture.h"

// The life of a user, entries 5 to 12 of the Locust semantics: what runs in which order, and when.
namespace nest::test {
namespace {

constexpr nest_wait kOneSecond = {NEST_WAIT_FIXED, kSecond, 0, nullptr, nullptr};

struct UserLife : UserTest {};

Code stop_at_fourth(nest_user* user) {
  journal += 't';
  co_return UserTask::from(user).context.iteration == 3 ? NEST_STOP : NEST_DONE;
}

TEST_F(UserLife, runs_the_users_start_once_and_a_tasksets_at_each_entry) {
  sample.user = {note<'0'>, note<'1'>, note<'9'>, 0, nullptr, 0};
  const auto shop = sample.taskset({.init = note<'i'>, .on_start = note<'S'>, .on_stop = note<'P'>});
  sample.task(shop, "buy", entry<stop_at_fourth>);
  start();
  EXPECT_EQ(journal, "01iSttttP9");
  EXPECT_EQ(ended, std::vector<std::uint64_t>{0});
  const Statistics counts = take();
  EXPECT_EQ(counts.users_started, 1u);
  EXPECT_EQ(counts.users_stopped, 1u);
  EXPECT_EQ(counts.taskset_visits[0], 1u);
  EXPECT_EQ(counts.tasks_finished[0], 4u);
}

TEST_F(UserLife, waits_after_each_task_and_not_before_the_first) {
  const auto shop = sample.taskset({.wait = kOneSecond, .on_start = note<'S'>});
  sample.task(shop, "buy", note<'t'>);
  start();
  EXPECT_EQ(journal, "St");
  run_until(kSecond * 2 - 1);
  EXPECT_EQ(journal, "St");
  run_until(kSecond * 2 + kMillisecond);
  EXPECT_EQ(journal, "Stt");
  run_until(kSecond * 11 + 10 * kMillisecond);
  EXPECT_EQ(journal, "Sttttttttttt");
}

TEST_F(UserLife, interrupt_runs_on_stop_and_the_user_picks_again_at_once) {
  const auto shop = sample.taskset({.wait = kOneSecond, .on_start = note<'S'>, .on_stop = note<'P'>});
  sample.task(shop, "leave", note<'l', NEST_INTERRUPT>);
  start();
  run_until(kSecond, 3);  // no time passes: it goes round for ever
  EXPECT_EQ(journal.substr(0, 9), "SlPSlPSlP");
  EXPECT_GT(take().taskset_visits[0], 10u);
}

TEST_F(UserLife, a_user_that_never_waits_lets_the_loop_turn) {
  const auto shop = sample.taskset({});
  sample.task(shop, "spin", note<'s'>);
  start(0);
  const std::size_t first = journal.size();
  EXPECT_LT(first, 1000u);
  start(1);
  run_until(kSecond, 10);
  EXPECT_GT(journal.size(), first);
  EXPECT_LT(journal.size(), 10'000u);
}

TEST_F(UserLife, a_taskset_whose_on_start_always_interrupts_does_not_hold_the_loop) {
  const auto shop = sample.taskset({.on_start = note<'S', NEST_INTERRUPT>, .on_stop = note<'P'>});
  sample.task(shop, "buy", note<'t'>);
  start();
  run_until(kSecond, 10);
  EXPECT_EQ(journal.find_first_not_of('S'), std::string::npos);  // no on_stop, no task
  EXPECT_GT(journal.size(), 10u);
}

TEST_F(UserLife, at_the_top_interrupt_wait_takes_the_wait_of_the_taskset_that_was_left) {
  const auto shop = sample.taskset({.wait = kOneSecond, .on_start = note<'S'>, .on_stop = note<'P'>});
  sample.task(shop, "leave", note<'l', NEST_INTERRUPT_WAIT>);
  start();
  EXPECT_EQ(journal, "SlP");
  run_until(2 * kSecond + kMillisecond);
  EXPECT_EQ(journal, "SlPSlP");
}

/// A parent whose only pick is a nested taskset.
struct NestedTaskset : UserTest {
  void build(std::int32_t outcome) {
    const auto shop =
        sample.taskset({.name = "Shop", .wait = kOneSecond, .on_start = note<'S'>, .on_stop = note<'P'>});
    const auto desk = sample.taskset({.name = "Desk",
                                      .parent = shop,
                                      .wait = {NEST_WAIT_FIXED, 5 * kSecond, 0, nullptr, nullptr},
                                      .on_start = note<'s'>,
                                      .on_stop = note<'p'>});
    sample.task(desk, "leave",
                outcome == NEST_INTERRUPT        ? note<'l', NEST_INTERRUPT>
                : outcome == NEST_INTERRUPT_WAIT ? note<'l', NEST_INTERRUPT_WAIT>
                : outcome == NEST_STOP           ? note<'l', NEST_STOP>
                                                 : note<'l'>);
    sample.user.on_stop = note<'9'>;
  }
};

TEST_F(NestedTaskset, left_by_interrupt_its_parent_picks_at_once) {
  build(NEST_INTERRUPT);
  start();
  run_until(kSecond, 2);
  EXPECT_EQ(journal.substr(0, 7), "Sslpslp");
}

TEST_F(NestedTaskset, left_by_interrupt_wait_its_parent_waits_first) {
  build(NEST_INTERRUPT_WAIT);
  start();
  EXPECT_EQ(journal, "Sslp");
  run_until(2 * kSecond + kMillisecond);
  EXPECT_EQ(journal, "Sslpslp");
}

TEST_F(NestedTaskset, is_one_pick_of_its_parent_however_long_it_lasts) {
  build(NEST_DONE);
  start();
  run_until(kSecond + 23 * kSecond);
  EXPECT_EQ(journal, "Sslllll");  // its own wait, 5 s, and the parent never gets a turn
}

TEST_F(NestedTaskset, stop_runs_every_on_stop_outward_and_the_user_ends) {
  build(NEST_STOP);
  start();
  EXPECT_EQ(journal, "SslpP9");
  EXPECT_EQ(ended.size(), 1u);
}

TEST_F(UserLife, interrupt_in_a_nested_on_start_leaves_without_on_stop) {
  const auto shop = sample.taskset({.wait = kOneSecond, .on_start = note<'S'>});
  const auto desk =
      sample.taskset({.parent = shop, .on_start = note<'s', NEST_INTERRUPT_WAIT>, .on_stop = note<'p'>});
  sample.task(desk, "ask", note<'t'>);
  start();
  EXPECT_EQ(journal, "Ss");
  run_until(2 * kSecond + kMillisecond);
  EXPECT_EQ(journal, "Sss");
}

TEST_F(UserLife, a_failed_task_is_counted_then_comes_the_wait_and_the_taskset_goes_on) {
  const auto shop = sample.taskset({.wait = kOneSecond, .on_start = note<'S'>, .on_stop = note<'P'>});
  sample.task(shop, "break", note<'x', NEST_ABANDONED>);
  start();
  run_until(3 * kSecond + kMillisecond);
  EXPECT_EQ(journal, "Sxxx");
  Statistics counts = take();
  EXPECT_EQ(counts.task_failure_count(), 3u);
  EXPECT_EQ(counts.task_failures[0].seen().at("it went wrong"), 3u);
  EXPECT_EQ(counts.rows.size(), 0u);
}

TEST_F(UserLife, a_failed_on_start_leaves_the_taskset_through_on_stop_and_waits) {
  const auto shop =
      sample.taskset({.wait = kOneSecond, .on_start = note<'S', NEST_ABANDONED>, .on_stop = note<'P'>});
  sample.task(shop, "buy", note<'t'>);
  start();
  EXPECT_EQ(journal, "SP");
  run_until(3 * kSecond + kMillisecond);
  EXPECT_EQ(journal, "SPSPSP");
  EXPECT_EQ(take().task_failure_count(), 3u);
}

TEST_F(UserLife, a_failed_nested_on_start_waits_as_its_parent_does) {
  const auto shop = sample.taskset({.wait = kOneSecond, .on_start = note<'S'>, .on_stop = note<'P'>});
  const auto desk = sample.taskset({.parent = shop,
                                    .wait = {NEST_WAIT_FIXED, 60 * kSecond, 0, nullptr, nullptr},
                                    .on_start = note<'s', NEST_ABANDONED>,
                                    .on_stop = note<'p'>});
  sample.task(desk, "ask", note<'t'>);
  start();
  run_until(3 * kSecond + kMillisecond);
  EXPECT_EQ(journal, "Sspspsp");
}

TEST_F(UserLife, failed_state_initialisers_leave_the_taskset_before_on_start) {
  const auto shop = sample.taskset(
      {.wait = kOneSecond, .init = note<'i', NEST_ABANDONED>, .on_start = note<'S'>, .on_stop = note<'P'>});
  sample.task(shop, "buy", note<'t'>);
  start();
  run_until(2 * kSecond + kMillisecond);
  EXPECT_EQ(journal, "ii");
  EXPECT_EQ(take().task_failure_count(), 2u);
}

TEST_F(UserLife, a_failure_in_on_stop_is_counted_and_leaving_goes_on) {
  sample.user.on_stop = note<'9', NEST_ABANDONED>;
  const auto shop = sample.taskset({.on_stop = note<'P', NEST_ABANDONED>});
  sample.task(shop, "stop", note<'t', NEST_STOP>);
  start();
  EXPECT_EQ(journal, "tP9");
  EXPECT_EQ(take().task_failure_count(), 2u);
  EXPECT_EQ(ended.size(), 1u);
}

TEST_F(UserLife, stop_in_on_start_runs_on_stop_too) {
  const auto shop = sample.taskset({.on_start = note<'S', NEST_STOP>, .on_stop = note<'P'>});
  sample.task(shop, "buy", note<'t'>);
  start();
  EXPECT_EQ(journal, "SP");
  EXPECT_EQ(ended.size(), 1u);
}

TEST_F(UserLife, stop_in_on_stop_ends_the_user) {
  const auto shop = sample.taskset({.on_stop = note<'P', NEST_STOP>});
  sample.task(shop, "leave", note<'l', NEST_INTERRUPT>);
  start();
  EXPECT_EQ(journal, "lP");
  EXPECT_EQ(ended.size(), 1u);
}

TEST_F(UserLife, a_user_whose_own_on_start_fails_ends) {
  sample.user = {nullptr, note<'1', NEST_ABANDONED>, note<'9'>, 0, nullptr, 0};
  const auto shop = sample.taskset({});
  sample.task(shop, "buy", note<'t'>);
  start();
  EXPECT_EQ(journal, "19");
  EXPECT_EQ(take().task_failure_count(), 1u);
  EXPECT_EQ(ended.size(), 1u);
}

TEST_F(UserLife, a_sequence_goes_round_in_order_and_starts_anew_at_each_entry) {
  const auto shop = sample.taskset({.order = NEST_ORDER_SEQUENTIAL, .on_start = note<'S'>});
  sample.task(shop, "a", note<'a'>, 2);
  sample.task(shop, "b", note<'b'>);
  sample.task(shop, "none", note<'0'>, 0);
  sample.task(shop, "c", note<'c'>, 3);
  start();
  EXPECT_EQ(journal.substr(0, 13), "Saabcccaabccc");
}

TEST_F(UserLife, a_sequence_left_half_way_begins_with_its_first_task_again) {
  const auto shop = sample.taskset({.order = NEST_ORDER_SEQUENTIAL});
  sample.task(shop, "a", note<'a'>);
  sample.task(shop, "b", note<'b', NEST_INTERRUPT>);
  sample.task(shop, "c", note<'c'>);
  start();
  EXPECT_EQ(journal.substr(0, 6), "ababab");
}

TEST_F(UserLife, a_chain_begins_with_its_first_task_and_follows_its_transitions) {
  const auto shop = sample.taskset({.order = NEST_ORDER_MARKOV});
  sample.task(shop, "a", note<'a'>, 1, {{1, 3}, {2, 1}});
  sample.task(shop, "b", note<'b'>, 1, {{0, 1}});
  sample.task(shop, "c", note<'c'>, 1, {{2, 1}, {0, 1}, {1, 0}});
  start();
  run_until(kSecond, 300);
  EXPECT_EQ(journal[0], 'a');
  std::map<std::string, int> pairs;
  for (std::size_t i = 1; i < journal.size(); ++i) ++pairs[journal.substr(i - 1, 2)];
  EXPECT_EQ(pairs.count("aa") + pairs.count("bb") + pairs.count("bc") + pairs.count("cb"), 0u);
  EXPECT_NEAR(static_cast<double>(pairs["ab"]) / static_cast<double>(pairs["ac"]), 3, 0.5);
  EXPECT_NEAR(static_cast<double>(pairs["cc"]) / static_cast<double>(pairs["ca"]), 1, 0.2);
}

TEST_F(UserLife, a_chain_that_ends_is_left_as_by_interrupt) {
  const auto shop = sample.taskset({.order = NEST_ORDER_MARKOV, .on_stop = note<'P'>});
  sample.task(shop, "a", note<'a'>, 1, {{1, 1}});
  sample.task(shop, "b", note<'b'>);
  start();
  EXPECT_EQ(journal.substr(0, 6), "abPabP");
}

TEST_F(UserLife, picks_follow_the_weights_of_tasks_and_of_tasksets) {
  const auto often = sample.taskset({.name = "Often", .weight = 3, .on_start = note<'O'>});
  sample.task(often, "a", note<'a', NEST_INTERRUPT>, 5);
  sample.task(often, "b", note<'b', NEST_INTERRUPT>, 2);
  const auto seldom = sample.taskset({.name = "Seldom", .weight = 1, .on_start = note<'S'>});
  sample.task(seldom, "c", note<'c', NEST_INTERRUPT>);
  const auto never = sample.taskset({.name = "Never", .weight = 0, .on_start = note<'N'>});
  sample.task(never, "d", note<'d', NEST_INTERRUPT>);
  start();
  run_until(kSecond, 1000);
  const auto count = [](char mark) { return static_cast<double>(std::ranges::count(journal, mark)); };
  EXPECT_EQ(count('N') + count('d'), 0);
  EXPECT_GT(count('S'), 1000);
  EXPECT_NEAR(count('O') / count('S'), 3, 0.3);
  EXPECT_NEAR(count('a') / count('b'), 2.5, 0.3);
}

TEST_F(UserLife, decides_by_seed_and_number_alone) {
  const auto shop = sample.taskset({.wait = {NEST_WAIT_UNIFORM, kSecond, 5 * kSecond, nullptr, nullptr}});
  sample.task(shop, "a", note<'a'>);
  sample.task(shop, "b", note<'b'>);
  const auto life = [this](std::uint64_t number) {
    journal.clear();
    User& user = start(number);
    run_until(clock.now() + 100 * kSecond);
    user.abort();
    return std::exchange(journal, {});
  };
  const std::string first = life(7);
  EXPECT_GT(first.size(), 15u);
  EXPECT_EQ(life(7), first);
  EXPECT_NE(life(8), first);
}

Code counts_in_state(nest_user* user) {
  auto* state = static_cast<std::int64_t*>(UserTask::from(user).context.state);
  journal += static_cast<char>('0' + state[2]);
  co_return ++state[2] == 3 ? NEST_INTERRUPT : NEST_DONE;
}

TEST_F(UserLife, a_tasksets_state_is_zero_at_every_entry) {
  const auto shop = sample.taskset({.state_offset = 16, .state_size = 8});
  sample.task(shop, "count", entry<counts_in_state>);
  start();
  EXPECT_EQ(journal.substr(0, 9), "012012012");
}

Code owns_text(nest_user* user) {
  UserTask& task = UserTask::from(user);
  auto& slot = *static_cast<nest_str*>(task.context.state);
  EXPECT_EQ(slot.data, nullptr);
  task.state_texts.store(slot, "a text that is longer than any small buffer would hold", task.arena.mark());
  co_return NEST_DONE;
}

TEST_F(UserLife, owned_texts_are_freed_when_the_taskset_is_left) {  // the leak checker sees the rest
  const auto shop = sample.taskset({.init = entry<owns_text>, .state_size = sizeof(nest_str), .owned = {0}});
  sample.task(shop, "leave", note<'l', NEST_INTERRUPT>);
  User& user = start();
  run_until(kSecond, 3);
  user.stop();
  run_until(kSecond, 3);
  EXPECT_EQ(ended.size(), 1u);
}

Code slow(nest_user* user) {
  journal += 's';
  co_await sleeping(user, 300 * kMillisecond);
  co_return NEST_DONE;
}

TEST_F(UserLife, pace_starts_tasks_apart_whatever_they_take) {
  const auto shop = sample.taskset({.wait = {NEST_WAIT_PACE, kSecond, 0, nullptr, nullptr}});
  sample.task(shop, "slow", entry<slow>);
  start();
  for (int i = 1; i <= 20; ++i) {
    EXPECT_EQ(journal.size(), static_cast<std::size_t>(i));
    run_until(kSecond + i * kSecond - kMillisecond);
    EXPECT_EQ(journal.size(), static_cast<std::size_t>(i));
    run_until(kSecond + i * kSecond + kMillisecond);
  }
}

TEST_F(UserLife, pace_does_not_catch_up_late_tasks) {
  const auto shop = sample.taskset({.wait = {NEST_WAIT_PACE, 200 * kMillisecond, 0, nullptr, nullptr}});
  sample.task(shop, "slow", entry<slow>);
  start();
  run_until(kSecond + 3010 * kMillisecond);
  EXPECT_EQ(journal.size(), 11u);  // one after the other, 300 ms each
}

const nest_request* paced_request = nullptr;
Code asks_late(nest_user* user) {
  // The first task is slow, the others are not.
  if (UserTask::from(user).context.iteration == 0) co_await sleeping(user, 1500 * kMillisecond);
  co_await sending(user, *paced_request);
  co_await sending(user, *paced_request);
  co_return NEST_DONE;
}

TEST_F(UserLife, pace_counts_the_response_time_from_when_a_task_was_meant_to_begin) {
  const auto shop = sample.taskset({.wait = {NEST_WAIT_PACE, kSecond, 0, nullptr, nullptr}});
  sample.task(shop, "asks", entry<asks_late>);
  paced_request = &sample.request(NEST_GET, "/");
  start();
  run_until(kSecond + 1900 * kMillisecond);
  const Statistics done = take();
  ASSERT_EQ(done.rows[0].requests, 4u);
  // The third request is the first of the task that should have begun half a second earlier.
  const Histogram& times = done.rows[0].response_time;
  EXPECT_GE(times.max(), 450 * kMillisecond);
  EXPECT_LE(times.max(), 550 * kMillisecond);
  EXPECT_LE(times.percentile(75), 10 * kMillisecond);
  EXPECT_LE(done.rows[0].service_time.max(), 10 * kMillisecond);
}

Code sleeps_and_fails(nest_user* user) {
  journal += '(';
  co_await sleeping(user, kSecond);
  journal += ')';
  describe_failure(user, "after a sleep");
  co_return NEST_ABANDONED;
}

TEST_F(UserLife, code_that_suspended_may_fail_and_is_counted) {
  const auto shop = sample.taskset({.wait = kOneSecond});
  sample.task(shop, "nap", entry<sleeps_and_fails>);
  start();
  run_until(4 * kSecond);
  EXPECT_EQ(journal, "()(");
  EXPECT_EQ(take().task_failure_count(), 1u);
}

Code spins(nest_user* user) {
  for (int i = 0; i < 5; ++i) {
    UserTask::from(user).context.loop_budget = 0;
    co_await yielding(user);
    EXPECT_GT(UserTask::from(user).context.loop_budget, 0);
    journal += '.';
  }
  co_return NEST_STOP;
}

TEST_F(UserLife, a_yielding_loop_takes_turns_with_other_users) {
  const auto shop = sample.taskset({});
  sample.task(shop, "spin", entry<spins>);
  start(0);
  start(1);
  EXPECT_EQ(journal, "");
  run_until(kSecond, 1);
  EXPECT_EQ(journal, "..");
  run_until(kSecond, 10);
  EXPECT_EQ(ended.size(), 2u);
}

FakeClock* moved = nullptr;

// Each turn takes 400 ms of the thread.
template <bool Naps>
Code computes(nest_user* user) {
  UserTask::from(user).context.site = 3;
  for (int i = 0; i < 6; ++i) {
    co_await yielding(user);
    moved->set(moved->now() + 400 * kMillisecond);
    if (Naps && i % 2 == 1) co_await sleeping(user, kMillisecond);
  }
  co_return NEST_STOP;
}

TEST_F(UserLife, a_user_that_goes_on_for_a_second_without_waiting_is_reported_once_by_name_and_place) {
  moved = &clock;
  const auto shop = sample.taskset({});
  sample.task(shop, "spin", entry<computes<false>>);
  start(7);
  run_until(kSecond * 100);
  EXPECT_EQ(ended, std::vector<std::uint64_t>{7});
  EXPECT_EQ(logged,
            std::vector<std::string>{"Shop.spin has run for a second on end without waiting for anything"});
  const Statistics counted = take();
  ASSERT_EQ(counted.spins.size(), 1u);
  EXPECT_EQ(counted.spins.begin()->first, 3u);
  EXPECT_EQ(counted.spins.begin()->second.seen(), (TextCounts::Map{{"Shop.spin", 1}}));
}

TEST_F(UserLife, one_that_waits_in_between_is_not) {
  moved = &clock;
  const auto shop = sample.taskset({});
  sample.task(shop, "work", entry<computes<true>>);
  start();
  run_until(kSecond * 100);
  EXPECT_EQ(ended.size(), 1u);
  EXPECT_TRUE(logged.empty());
  EXPECT_TRUE(take().spins.empty());
}

TEST_F(UserLife, a_task_is_counted_when_it_begins) {
  const auto shop = sample.taskset({.wait = kOneSecond});
  sample.task(shop, "nap", entry<sleeps_and_fails>);
  start();
  const Statistics counted = take();
  EXPECT_EQ(counted.tasks_started, std::vector<std::uint64_t>{1});
  EXPECT_EQ(counted.tasks_finished, std::vector<std::uint64_t>{0});
}

Code logs(nest_user* user) {
  UserTask::from(user).actions->log("hello");
  co_return NEST_STOP;
}

TEST_F(UserLife, log_lines_reach_the_worker) {
  const auto shop = sample.taskset({});
  sample.task(shop, "log", entry<logs>);
  start();
  EXPECT_EQ(logged, std::vector<std::string>{"hello"});
}

TEST_F(UserLife, tags_decide_what_is_picked) {
  tags.include = {"read"};
  tags.exclude = {"slow"};
  const auto shop = sample.taskset({});
  sample.task(shop, "a", note<'a'>, 1, {}, {"read"});
  sample.task(shop, "b", note<'b'>, 1, {}, {"write"});
  sample.task(shop, "c", note<'c'>, 1, {}, {"read", "slow"});
  const auto desk = sample.taskset({.parent = shop});
  sample.task(desk, "d", note<'d'>, 1, {}, {});
  start();
  run_until(kSecond, 20);
  EXPECT_EQ(journal.find_first_not_of('a'), std::string::npos);
}

TEST_F(UserLife, a_visit_runs_each_task_once_and_goes_back) {
  const auto shop =
      sample.taskset({.name = "Shop", .wait = kOneSecond, .on_start = note<'S'>, .on_stop = note<'P'>});
  sample.task(shop, "a", note<'a'>);
  const auto desk =
      sample.taskset({.name = "Desk", .parent = shop, .on_start = note<'s'>, .on_stop = note<'p'>});
  sample.task(desk, "b", note<'b', NEST_INTERRUPT>);
  const auto c = sample.task(desk, "c", note<'c', NEST_ABANDONED>);
  sample.task(desk, "zero", note<'d'>, 0);
  SingleVisit visit{desk, NEST_NONE};
  host.visit = &visit;
  start();
  EXPECT_EQ(journal, "SsbcdpP");
  EXPECT_EQ(ended.size(), 1u);
  visit.task = c;
  journal.clear();
  start();
  EXPECT_EQ(journal, "SscpP");
}

TEST_F(UserLife, a_visit_plays_nested_tasksets_where_they_are_written) {
  const auto shop = sample.taskset({.name = "Shop", .on_start = note<'S'>, .on_stop = note<'P'>});
  sample.task(shop, "a", note<'a', NEST_INTERRUPT>);
  const auto desk =
      sample.taskset({.name = "Desk", .parent = shop, .on_start = note<'s'>, .on_stop = note<'p'>});
  sample.task(desk, "b", note<'b', NEST_INTERRUPT_WAIT>);
  const auto inner = sample.taskset({.name = "Inner", .parent = desk, .on_stop = note<'q'>});
  sample.task(inner, "c", note<'c'>);
  const auto closed =
      sample.taskset({.name = "Closed", .parent = shop, .on_start = note<'x', NEST_ABANDONED>});
  sample.task(closed, "never", note<'!'>);
  sample.task(shop, "d", note<'d'>);
  SingleVisit visit{shop, NEST_NONE};
  host.visit = &visit;
  start();
  EXPECT_EQ(journal, "SasbcqpxdP");
  EXPECT_EQ(ended.size(), 1u);
}

TEST_F(UserLife, a_waiting_user_is_small) { EXPECT_LE(sizeof(User), 512u); }

}  // namespace
}  // namespace nest::test
