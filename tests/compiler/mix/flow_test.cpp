// What one body does, seen through a taskset that is one visit of it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/compiler/mix/mix_of.h"

namespace nest::mix {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

constexpr double kClose = 1e-9;

struct BodyMix {
  Mix mix;
  [[nodiscard]] const TasksetMix& visit() const { return taskset(mix, "A"); }
  [[nodiscard]] double requests() const { return visit().requests_per_visit->value; }
  [[nodiscard]] bool assumed() const { return visit().requests_per_visit->assumed; }
  [[nodiscard]] double seconds() const { return visit().visit_time->value / 1e9; }
};

BodyMix body(const std::string& statements) {
  return {mix_of("taskset A {\nvar data = 0\ntask t {\nlet r = GET \"/r\"\ndata = r.status\n" + statements +
                     "\ninterrupt\n}\n}",
                 {.latency = 0})};
}

TEST(Flow, a_branch_that_depends_on_data_counts_as_even_and_says_so) {
  const BodyMix a = body(R"(if r.ok { GET "/x" GET "/y" })");
  EXPECT_NEAR(a.requests(), 1 + 1, kClose);
  EXPECT_TRUE(a.assumed());
  ASSERT_EQ(a.mix.assumptions.size(), 1U);
  EXPECT_EQ(a.mix.assumptions[0].text, "r.ok");
  EXPECT_EQ(a.mix.assumptions[0].path, "m.nest");
  EXPECT_EQ(a.mix.assumptions[0].line, 6U);
  EXPECT_EQ(a.mix.assumptions[0].column, 4U);
}

TEST(Flow, what_is_said_to_be_likely_is_no_assumption) {
  const BodyMix a = body(R"(if r.ok likely 0.9 { GET "/x" GET "/y" })");
  EXPECT_NEAR(a.requests(), 1 + 1.8, kClose);
  EXPECT_FALSE(a.assumed());
  EXPECT_THAT(a.mix.assumptions, IsEmpty());
}

TEST(Flow, branches_that_do_the_same_need_no_assumption) {
  const BodyMix a =
      body(R"(if r.ok { log "yes" } else { data = 3 } if data > 2 { GET "/x" } else { GET "/x" })");
  EXPECT_NEAR(a.requests(), 2, kClose);
  EXPECT_FALSE(a.assumed());
  EXPECT_THAT(a.mix.assumptions, IsEmpty());
}

TEST(Flow, requests_of_a_parallel_count_each_and_take_the_time_of_one) {
  const Mix mix = mix_of(
      "taskset A { task t { parallel { GET \"/a\" GET \"/b\" } transaction \"x\" { GET \"/c\" } interrupt } "
      "}",
      {.latency = 1'000'000'000});
  EXPECT_NEAR(taskset(mix, "A").requests_per_visit->value, 3, kClose);
  EXPECT_NEAR(taskset(mix, "A").visit_time->value / 1e9, 2, kClose);
}

TEST(Flow, only_what_the_branch_changes_rests_on_it) {
  const BodyMix a = body(R"(if r.ok { sleep 2s } GET "/x")");
  EXPECT_FALSE(a.assumed());
  EXPECT_NEAR(a.seconds(), 1, kClose);
  EXPECT_TRUE(a.visit().visit_time->assumed);
}

TEST(Flow, a_function_does_what_is_in_it_where_it_is_called) {
  const Mix mix = mix_of(R"(
fn twice() { GET "/a" GET "/a" sleep 1s }
fn nothing(x: int) -> int { return x }
fn each(x: json) -> json {
    if x as bool { twice() }
    return GET_of(x)
}
fn GET_of(x: json) -> json { return x }
taskset A {
    task t {
        twice()
        let y = each(json { a: 1 })
        log nothing(3)
        log y
        if random(1, 4) == 1 { twice() }
        interrupt
    }
})",
                         {.latency = 0});
  const TasksetMix& visit = taskset(mix, "A");
  EXPECT_NEAR(visit.requests_per_visit->value, 2 + 1 + 0.5, kClose);
  EXPECT_TRUE(visit.requests_per_visit->assumed);
  EXPECT_NEAR(visit.visit_time->value / 1e9, 1 + 0.5 + 0.25, kClose);
  EXPECT_EQ(mix.assumptions.size(), 1U);
}

TEST(Flow, a_function_counts_whose_result_may_be_missing_or_is_kept) {
  const Mix mix = mix_of(R"(
fn found(x: int) -> int? {
    GET "/a"
    return x > 0 ? x : null
}
fn certain(x: int) -> int {
    GET "/b"
    return x
}
taskset A {
    task t {
        let kept = found(1)
        let caught = found(2) ?? 3
        let later: int? = certain(4)
        log "{kept ?? caught} {later ?? 0}"
        interrupt
    }
})",
                         {.latency = 0});
  EXPECT_NEAR(taskset(mix, "A").requests_per_visit->value, 3, kClose);
}

TEST(Flow, a_function_counts_whose_result_is_kept_as_another_type) {
  const Mix mix = mix_of(R"(
    fn f() -> int { GET "/f" return 1 }
    taskset A {
      var state = 0.5
      task t {
        let x: float = f()
        state = f()
        let y: float? = f()
        log "{x} {state} {y ?? 0}"
        interrupt
      }
    })");
  EXPECT_NEAR(taskset(mix, "A").requests_per_visit->value, 3, kClose);
}

TEST(Flow, a_condition_on_an_optional_counts_as_even) {
  const Mix mix = mix_of(R"(
    taskset A {
      task t {
        let name: string? = env("NAME")
        if name == null { GET "/none" } else { GET "/some" GET "/more" }
        GET "/{name ?? "none"}"
        interrupt
      }
    })");
  EXPECT_NEAR(taskset(mix, "A").requests_per_visit->value, 2.5, kClose);
  ASSERT_EQ(mix.assumptions.size(), 1U);
  EXPECT_EQ(mix.assumptions[0].text, "name == null");
}

TEST(Flow, a_function_that_fails_abandons_the_task) {
  const Mix mix = mix_of(R"(
fn broken() { GET "/a" fail "no" }
taskset A {
    sequential
    task t { broken() GET "/never" }
    task u { interrupt }
})",
                         {.latency = 0});
  EXPECT_NEAR(taskset(mix, "A").requests_per_visit->value, 1, kClose);
}

TEST(Flow, comparisons_of_random_numbers_are_exact) {
  EXPECT_NEAR(body(R"(if random(1, 10) <= 3 { GET "/x" })").requests(), 1.3, kClose);
  EXPECT_NEAR(body(R"(if random(1, 10) == 3 { GET "/x" })").requests(), 1.1, kClose);
  EXPECT_NEAR(body(R"(if 7 < random(1, 10) { GET "/x" })").requests(), 1.3, kClose);
  EXPECT_NEAR(body(R"(if random(0.0, 1.0) < 0.25 { GET "/x" })").requests(), 1.25, kClose);
  EXPECT_NEAR(body(R"(if not (random(1, 4) == 1) { GET "/x" })").requests(), 1.75, kClose);
  EXPECT_NEAR(body(R"(if random(1, 2) == 1 and random(1, 5) == 1 { GET "/x" })").requests(), 1.1, kClose);
  EXPECT_NEAR(body(R"(if random(1, 2) == 1 or random(1, 5) == 1 { GET "/x" })").requests(), 1.6, kClose);
  EXPECT_THAT(body(R"(if random(1, 10) <= 3 { GET "/x" })").mix.assumptions, IsEmpty());
}

TEST(Flow, one_random_number_decides_for_a_whole_chain_of_ifs) {
  const BodyMix a = body(R"(
    let dice = random(1, 10)
    if dice <= 5 { GET "/x" } else if dice <= 8 { GET "/y" GET "/y" } else if dice == 9 { GET "/nine" }
    if dice > 5 { GET "/z" })");
  EXPECT_NEAR(a.requests(), 1 + 0.5 + 2 * 0.3 + 0.1 + 0.5, kClose);
  EXPECT_THAT(a.mix.assumptions, IsEmpty());
}

TEST(Flow, a_random_number_that_other_code_has_narrowed_is_not_taken_for_the_whole) {
  // Those that come to the second `if` drew 4 to 10.
  const BodyMix a = body(R"(
    let dice = random(1, 10)
    if dice <= 3 { interrupt }
    if dice <= 5 { GET "/x" })");
  EXPECT_NEAR(a.requests(), 1 + 0.2, kClose);
  EXPECT_THAT(a.mix.assumptions, IsEmpty());
}

TEST(Flow, a_random_number_mixed_up_with_data_is_not_known_any_more) {
  const BodyMix a = body(R"(
    let dice = random(1, 10)
    if dice <= 3 { if r.ok { interrupt } }
    if dice <= 5 { GET "/x" })");
  EXPECT_EQ(a.mix.assumptions.size(), 2U);
  EXPECT_EQ(a.mix.assumptions[1].text, "dice <= 5");
}

TEST(Flow, constant_loops_are_counted) {
  EXPECT_NEAR(body(R"(repeat 3 { GET "/x" repeat 2 { GET "/y" } })").requests(), 1 + 9, kClose);
  EXPECT_NEAR(body(R"(for i in 2..5 { GET "/{i}" })").requests(), 5, kClose);
  EXPECT_NEAR(body(R"(for i in 5..2 { GET "/{i}" })").requests(), 1, kClose);
  EXPECT_NEAR(body(R"(repeat -1 { GET "/x" })").requests(), 1, kClose);
  EXPECT_NEAR(body(R"(for i in 1..10 { if i <= 3 { GET "/{i}" } })").requests(), 4, kClose);
  EXPECT_NEAR(body(R"(let pages = random(1, 3) for p in 1..pages { GET "/{p}" })").requests(), 3, kClose);
  EXPECT_NEAR(body(R"(repeat random(-2, 2) { GET "/x" })").requests(), 1 + 3 / 5.0, kClose);
}

TEST(Flow, loops_can_be_left) {
  // Turns until 1 of 2 breaks, 3 at most: 1 + 1/2 + 1/4.
  const BodyMix a = body(R"(repeat 3 { GET "/x" if random(1, 2) == 1 { break } } GET "/after")");
  EXPECT_NEAR(a.requests(), 1 + 1.75 + 1, kClose);
  const BodyMix b = body(R"(repeat 3 { if random(1, 2) == 1 { continue } GET "/x" } GET "/after")");
  EXPECT_NEAR(b.requests(), 1 + 1.5 + 1, kClose);
  const BodyMix c = body(R"(repeat 3 { GET "/x" if random(1, 2) == 1 { return } } interrupt)");
  EXPECT_NEAR(c.mix.tasksets[0].picks_per_visit->value, 8, kClose);
  // Each of the values 0 to 3 of the number of turns: (0 + 1 + 1.5 + 1.75) / 4.
  const BodyMix d = body(R"(repeat random(0, 3) { GET "/x" if random(1, 2) == 1 { break } } GET "/after")");
  EXPECT_NEAR(d.requests(), 1 + 4.25 / 4 + 1, kClose);
}

TEST(Flow, a_loop_over_data_counts_once_and_says_so) {
  const BodyMix a = body(R"(for item in r.json.items { GET "/x" })");
  EXPECT_NEAR(a.requests(), 2, kClose);
  EXPECT_TRUE(a.assumed());
  EXPECT_THAT(a.mix.assumptions, ElementsAre(Field(&Assumption::kind, AssumptionKind::LoopOnce)));
  const BodyMix nothing = body(R"(for item in r.json.items { data = data + 1 })");
  EXPECT_THAT(nothing.mix.assumptions, IsEmpty());
  EXPECT_FALSE(nothing.assumed());
  EXPECT_FALSE(nothing.visit().visit_time->assumed);
  EXPECT_EQ(body(R"(var n = 0 while n < 3 { n = n + 1 GET "/x" })").mix.assumptions.size(), 1U);
}

TEST(Flow, a_while_on_chance_is_geometric) {
  EXPECT_NEAR(body(R"(while random(1, 4) > 1 { GET "/x" })").requests(), 1 + 3, kClose);
  EXPECT_NEAR(body(R"(while true { GET "/x" if random(1, 5) == 1 { break } })").requests(), 1 + 5, kClose);
}

TEST(Flow, sleeps_take_their_mean) {
  EXPECT_NEAR(body("sleep 2s sleep random(1s, 3s) sleep 2 * random(1s, 2s)").seconds(), 2 + 2 + 3, kClose);
  EXPECT_NEAR(body("let pause = random(1s, 2s) sleep pause").seconds(), 1.5, kClose);
  const BodyMix unknown = body("sleep r.time");
  EXPECT_THAT(unknown.mix.assumptions, ElementsAre(Field(&Assumption::kind, AssumptionKind::UnknownSleep)));
  EXPECT_TRUE(unknown.visit().visit_time->assumed);
}

TEST(Flow, waiting_for_a_queue_takes_a_time_that_is_not_known) {
  const Mix mix = mix_of(R"(
    shared queue<string> orders
    taskset A { task t { let order = orders.take() GET "/{order}" interrupt } })");
  ASSERT_EQ(mix.assumptions.size(), 1U);
  EXPECT_EQ(mix.assumptions[0].text, "orders.take()");
  EXPECT_TRUE(taskset(mix, "A").visit_time->assumed);
  EXPECT_FALSE(taskset(mix, "A").requests_per_visit->assumed);
}

TEST(Flow, a_failure_abandons_the_task_and_the_user_goes_on) {
  const Mix mix = mix_of(R"(
    taskset A { wait 1s task t { if random(1, 2) == 1 { fail "no" } GET "/a" } task out { interrupt } })");
  EXPECT_NEAR(taskset(mix, "A").requests_per_visit->value, 0.5, kClose);
  EXPECT_NEAR(taskset(mix, "A").visit_time->value / 1e9, 1 + 0.5, kClose);
}

}  // namespace
}  // namespace nest::mix
