#include "compiler/mix/analyse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/compiler/mix/mix_of.h"

namespace nest::mix {
namespace {

using ::testing::DoubleNear;

constexpr double kClose = 1e-9;

TEST(Mix, shares_of_visits_follow_the_weights) {
  const Mix mix = mix_of(R"(
    taskset A { weight 3 task t { GET "/a" interrupt } }
    taskset B { task t { GET "/b" interrupt } }
    taskset Never { weight 0 task t { GET "/c" interrupt } })");
  EXPECT_NEAR(taskset(mix, "A").visit_share.value, 0.75, kClose);
  EXPECT_NEAR(taskset(mix, "B").visit_share.value, 0.25, kClose);
  EXPECT_EQ(taskset(mix, "Never").visit_share.value, 0);
  EXPECT_NEAR(per_minute(mix, "GET /a"), 45, kClose);  // a request takes a second, and nothing else any time
  EXPECT_NEAR(per_minute(mix, "GET /b"), 15, kClose);
  EXPECT_TRUE(mix.assumptions.empty());
}

TEST(Mix, other_weights_than_the_declared_ones_count) {
  const Mix mix = mix_of(R"(
    taskset A { weight 3 task t { GET "/a" interrupt } }
    taskset B { task t { GET "/b" interrupt } })",
                         {.weights = {1, 4}, .latency = 1'000'000'000});
  EXPECT_NEAR(taskset(mix, "B").visit_share.value, 0.8, kClose);
  EXPECT_EQ(taskset(mix, "B").weight, 4U);
}

TEST(Mix, nothing_to_pick_is_no_mix) {
  const Model model = model_of(R"(taskset A { task t { tags slow GET "/a" interrupt } })");
  EXPECT_FALSE(analyse(model, {.weights = {0}}).has_value());
  EXPECT_FALSE(analyse(model, {.exclude_tags = {"slow"}}).has_value());
  EXPECT_FALSE(analyse(model, {.tags = {"fast"}}).has_value());
  EXPECT_TRUE(analyse(model, {.tags = {"slow"}}).has_value());
}

// Picks until `leave`, which one pick in eight is: a geometric number, 8 on average. Each but the last is
// followed by the wait.
TEST(Mix, random_picks_until_an_interrupt_are_geometric) {
  const Mix mix = mix_of(R"(
    taskset Shopper {
      wait 2s
      on_start { POST "/login" }
      on_stop { POST "/logout" }
      task(5) browse { GET "/browse" }
      task(2) buy { GET "/list" POST "/orders" }
      task leave { interrupt }
    })");
  const TasksetMix& shopper = taskset(mix, "Shopper");
  EXPECT_NEAR(shopper.picks_per_visit->value, 8, kClose);
  EXPECT_NEAR(shopper.tasks_per_visit->value, 8, kClose);
  EXPECT_NEAR(shopper.requests_per_visit->value, 1 + 5 + 4 + 1, kClose);
  EXPECT_NEAR(shopper.visit_time->value / 1e9, 11 + 7 * 2, kClose);  // seconds
  EXPECT_NEAR(per_minute(mix, "GET /browse"), 5 * 60.0 / 25, kClose);
  EXPECT_NEAR(mix.requests_per_minute->value, 11 * 60.0 / 25, kClose);
  EXPECT_NEAR(task_share(mix, "buy"), 2 / 8.0, kClose);
}

TEST(Mix, interrupt_wait_waits_once_more) {
  const Mix mix = mix_of(R"(taskset A { wait 3s task t { GET "/a" interrupt wait } })");
  EXPECT_NEAR(taskset(mix, "A").visit_time->value / 1e9, 1, kClose);
  EXPECT_NEAR(per_minute(mix, "GET /a"), 60.0 / 4, kClose);
}

TEST(Mix, nested_tasksets_are_picked_like_tasks) {
  const Mix mix = mix_of(R"(
    taskset Outer {
      wait 1s
      task(2) a { GET "/a" }
      task b { interrupt }
      taskset Inner {
        wait none
        task ask { GET "/ask" }
        task done { interrupt }
      }
      taskset Slow {
        task done { GET "/slow" interrupt wait }
      }
    })");
  // Picks of Outer: a 2/5, b 1/5, Inner 1/5, Slow 1/5; 5 a visit. Inner: 2 picks a visit, one of them ask.
  EXPECT_NEAR(taskset(mix, "Outer").picks_per_visit->value, 5, kClose);
  EXPECT_NEAR(taskset(mix, "Inner").visit_share.value, 0.2, kClose);
  EXPECT_NEAR(taskset(mix, "Inner").picks_per_visit->value, 2, kClose);
  EXPECT_NEAR(taskset(mix, "Outer").tasks_per_visit->value, 2 + 1 + 2 + 1, kClose);
  // a twice, each with a wait; ask once; slow once, and then Outer's wait.
  EXPECT_NEAR(taskset(mix, "Outer").visit_time->value / 1e9, 2 * 2 + 1 + 2, kClose);
  EXPECT_NEAR(taskset(mix, "Inner").time_share.value, 1 / 7.0, kClose);
  EXPECT_NEAR(taskset(mix, "Inner").request_share.value, 1 / 4.0, kClose);
  EXPECT_NEAR(taskset(mix, "Outer").request_share.value, 1, kClose);
}

TEST(Mix, sequences_repeat_each_task_by_its_weight) {
  const Mix mix = mix_of(R"(
    taskset A {
      sequential
      task(3) a { GET "/a" }
      task b { GET "/b" if random(1, 4) == 1 { interrupt } }
    })");
  // Rounds until the interrupt: 4.
  EXPECT_NEAR(taskset(mix, "A").picks_per_visit->value, 16, kClose);
  EXPECT_NEAR(task_share(mix, "a"), 0.75, kClose);
  EXPECT_TRUE(mix.assumptions.empty());
}

TEST(Mix, a_sequence_can_be_left_in_its_middle) {
  const Mix mix = mix_of(R"(
    taskset A {
      sequential
      task(2) a { GET "/a" if random(1, 2) == 1 { interrupt } }
      task b { GET "/b" }
    })");
  // a: 1, then 1/2 of the time again, then 1/4 of the time b and all anew: a = 1.5 / (3/4) = 2, b = 1/3.
  EXPECT_NEAR(taskset(mix, "A").picks_per_visit->value, 2 + 1 / 3.0, kClose);
  EXPECT_NEAR(task_share(mix, "b"), (1 / 3.0) / (7 / 3.0), kClose);
}

// home -> search 3/4 or leave 1/4; search -> search 1/2 or home 1/2. Visits of home h = 1 + s/2, of search
// s = 3h/4 + s/2: h = 4, s = 6.
TEST(Mix, chains_are_solved_by_their_transitions) {
  const Mix mix = mix_of(R"(
    taskset Chain {
      wait 1s
      task home -> search: 3, leave: 1 { GET "/" }
      task search -> search: 1, home: 1 { GET "/search" }
      task leave -> home { interrupt }
    })");
  EXPECT_NEAR(taskset(mix, "Chain").picks_per_visit->value, 11, kClose);
  EXPECT_NEAR(task_share(mix, "search"), 6 / 11.0, kClose);
  EXPECT_NEAR(per_minute(mix, "GET /search"), 6 * 60 / 20.0, kClose);
}

TEST(Mix, a_chain_begins_anew_after_a_nested_taskset) {
  const Mix mix = mix_of(R"(
    taskset Chain {
      task first -> Nested: 1, last: 1 { GET "/first" }
      task last -> first { GET "/last" interrupt }
      taskset Nested { task t { GET "/nested" interrupt } }
    })");
  EXPECT_NEAR(taskset(mix, "Chain").picks_per_visit->value, 2 + 1 + 1, kClose);
  EXPECT_NEAR(taskset(mix, "Nested").visit_share.value, 0.25, kClose);
}

TEST(Mix, a_taskset_without_a_way_out_keeps_its_users) {
  const Mix mix = mix_of(R"(
    taskset A { weight 3 wait 1s task(2) a { GET "/a" } task b { GET "/b" } }
    taskset B { wait 3s task c { GET "/c" } })");
  EXPECT_FALSE(taskset(mix, "A").picks_per_visit.has_value());
  EXPECT_FALSE(taskset(mix, "A").visit_time.has_value());
  EXPECT_NEAR(taskset(mix, "A").time_share.value, 0.75, kClose);
  EXPECT_NEAR(per_minute(mix, "GET /a"), 0.75 * 30 * 2 / 3, kClose);
  EXPECT_NEAR(per_minute(mix, "GET /c"), 0.25 * 15, kClose);
  EXPECT_NEAR(taskset(mix, "A").request_share.value, 22.5 / 26.25, kClose);
  EXPECT_EQ(mix.ending_share.value, 0);
}

// A user goes round A until it is caught in B.
TEST(Mix, in_the_long_run_users_are_where_they_cannot_leave) {
  const Mix mix = mix_of(R"(
    taskset A { weight 9 task a { GET "/a" interrupt } }
    taskset B { task b { GET "/b" } })");
  EXPECT_NEAR(taskset(mix, "A").visit_share.value, 0.9, kClose);
  EXPECT_EQ(per_minute(mix, "GET /a"), 0);
  EXPECT_NEAR(per_minute(mix, "GET /b"), 60, kClose);
}

// From `a`, one half goes to the loop b <-> c, the other to d for ever.
TEST(Mix, a_chain_may_end_in_one_of_several_loops) {
  const Mix mix = mix_of(R"(
    taskset Chain {
      task a -> b, d { GET "/a" }
      task b -> c { GET "/b" }
      task c -> b { GET "/c" GET "/c" }
      task d -> d { GET "/d" }
    })");
  EXPECT_EQ(per_minute(mix, "GET /a"), 0);
  EXPECT_NEAR(per_minute(mix, "GET /b"), 0.5 * 20, kClose);
  EXPECT_NEAR(per_minute(mix, "GET /c"), 0.5 * 40, kClose);
  EXPECT_NEAR(per_minute(mix, "GET /d"), 0.5 * 60, kClose);
}

TEST(Mix, a_task_that_never_ends_is_a_way_of_life) {
  const Mix mix = mix_of(R"(
    taskset A { task t { GET "/first" while true { GET "/again" sleep 1s } } })");
  EXPECT_EQ(per_minute(mix, "GET /first"), 0);
  EXPECT_NEAR(per_minute(mix, "GET /again"), 30, kClose);
  EXPECT_NEAR(taskset(mix, "A").time_share.value, 1, kClose);
  EXPECT_FALSE(taskset(mix, "A").visit_time.has_value());
}

TEST(Mix, users_that_stop_are_counted_while_they_live) {
  const Mix mix = mix_of(R"(
    user { on_start { GET "/hello" } on_stop { GET "/bye" } }
    taskset A {
      wait 1s
      on_stop { GET "/out" }
      task(3) work { GET "/work" }
      task last { stop }
    })");
  // hello, 3 work with their waits, out, bye.
  EXPECT_NEAR(mix.ending_share.value, 1, kClose);
  EXPECT_NEAR(mix.life_time->value / 1e9, 1 + 6 + 1 + 1, kClose);
  EXPECT_NEAR(per_minute(mix, "GET /work"), 3 * 60 / 9.0, kClose);
  EXPECT_NEAR(per_minute(mix, "GET /bye"), 60 / 9.0, kClose);
}

TEST(Mix, some_users_stop_and_the_others_stay) {
  const Mix mix = mix_of(R"(
    taskset A { task a { stop } }
    taskset B { weight 3 task b { GET "/b" } })");
  EXPECT_NEAR(mix.ending_share.value, 0.25, kClose);
  EXPECT_FALSE(mix.life_time.has_value());
  EXPECT_NEAR(per_minute(mix, "GET /b"), 60, kClose);
}

TEST(Mix, an_interrupt_in_on_start_leaves_without_on_stop) {
  const Mix mix = mix_of(R"(
    taskset A {
      on_start { GET "/start" if random(1, 4) == 1 { interrupt } }
      on_stop { GET "/stop" }
      task t { GET "/t" interrupt }
    })");
  EXPECT_NEAR(taskset(mix, "A").requests_per_visit->value, 1 + 0.75 * 2, kClose);
  EXPECT_NEAR(taskset(mix, "A").picks_per_visit->value, 0.75, kClose);
}

TEST(Mix, a_user_that_takes_no_time_has_no_rate) {
  const Mix mix = mix_of(R"(taskset A { task a { log "a" } task b { interrupt } })");
  EXPECT_FALSE(mix.requests_per_minute.has_value());
  EXPECT_NEAR(task_share(mix, "a"), 0.5, kClose);
}

TEST(Mix, latency_alone_decides_about_the_rate_without_waits) {
  const Mix mix = mix_of(R"(taskset A { task a { GET "/a" } })", {.latency = 80'000'000});
  EXPECT_NEAR(mix.requests_per_minute->value, 750, kClose);
}

TEST(Mix, a_million_repeats_are_no_million_steps) {
  const Mix mix = mix_of(R"(
    taskset A {
      sequential
      task(1000000) a { GET "/a" }
      task b { interrupt }
    })");
  EXPECT_NEAR(taskset(mix, "A").picks_per_visit->value, 1'000'001, 1e-3);
}

// 1,000 states in a line, each back to the first with 1/2: solved by sweeps. The expected steps until the
// last one of n are 2^n - 2 for the classic chain, so the odds here are kept mild: back with 1/1000.
TEST(Mix, long_chains_are_solved_too) {
  std::string text = "taskset A {\n";
  constexpr int kStates = 1000;
  for (int i = 0; i + 1 < kStates; ++i)
    text += "task t" + std::to_string(i) + " -> t" + std::to_string(i + 1) + ": 999, t0: 1 { GET \"/a\" }\n";
  text += "task t999 -> t0 { interrupt }\n}";
  const Mix mix = mix_of(text);
  // Steps up to the first run of 999 successes of probability p, and the last pick: (p^-n - 1) / (1 - p) + 1.
  const double expected = (std::pow(0.999, -999) - 1) / 0.001 + 1;
  EXPECT_NEAR(taskset(mix, "A").picks_per_visit->value, expected, expected * 1e-9);
}

}  // namespace
}  // namespace nest::mix
