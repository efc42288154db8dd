#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/compiler/lower/compiled.h"
#include "tests/support/hir_build.h"

namespace nest::test {
namespace {

using namespace build;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> log_of(const hir::Program& program) {
  const Compiled compiled(program);
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  return abi.log();
}

TEST(LowerStatement, an_empty_task_is_done_at_once_and_allocates_nothing) {
  const Compiled compiled(program({}, {}));
  FakeAbi abi;
  abi.start(compiled.task());
  EXPECT_TRUE(abi.ended());
  EXPECT_EQ(abi.context().outcome, NEST_DONE);
  EXPECT_EQ(abi.calls("nest_frame_alloc"), 0);
}

TEST(LowerStatement, runs_statements_in_order) {
  EXPECT_THAT(log_of(program({Type::String},
                             block(log(text("one")), set(0, text("two")), log(local(0, Type::String))))),
              ElementsAre("nest_log one", "nest_log two"));
}

TEST(LowerStatement, works_without_optimisation_too) {
  const Compiled compiled(program({Type::Int}, block(set(0, number(7)), sleep(5), show(local(0, Type::Int)))),
                          OptimizationLevel::None);
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_sleep 5", "nest_log =7"));
}

TEST(LowerStatement, sleep_suspends_and_locals_live_across_it) {
  const Compiled compiled(program(
      {Type::Int, Type::String},
      block(set(0, call(Type::Int, hir::Builtin::Random, 0, number(3), number(9))), set(1, text("kept")),
            sleep(1'000), show(local(0, Type::Int)), sleep(-1), log(local(1, Type::String)))));
  FakeAbi abi;
  abi.start(compiled.task());
  EXPECT_FALSE(abi.ended());
  abi.resume();
  EXPECT_FALSE(abi.ended());
  abi.resume();
  EXPECT_TRUE(abi.ended());
  EXPECT_THAT(abi.log(), ElementsAre("nest_sleep 1000", "nest_log =3", "nest_sleep -1", "nest_log kept"));
}

TEST(LowerStatement, a_frame_that_keeps_nothing_is_32_bytes) {
  const Compiled compiled(program({}, block(sleep(1), sleep(2), sleep(3), log(text("end")))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_EQ(abi.suspensions(), 3);
  EXPECT_LE(abi.frame_size(), 32U);
}

TEST(LowerStatement, a_suspended_frame_can_be_destroyed) {
  const Compiled compiled(program({}, block(sleep(1), log(text("never")))));
  FakeAbi abi;
  abi.start(compiled.task());
  abi.destroy();
  EXPECT_FALSE(abi.ended());
  EXPECT_THAT(abi.log(), ElementsAre("nest_sleep 1"));
}

TEST(LowerStatement, if_takes_one_way) {
  const auto branch = [](bool condition) {
    hir::If node{.condition = truth(condition),
                 .then = block(log(text("then"))),
                 .otherwise = block(log(text("else")))};
    return log_of(program({}, block(statement(std::move(node)), log(text("after")))));
  };
  EXPECT_THAT(branch(true), ElementsAre("nest_log then", "nest_log after"));
  EXPECT_THAT(branch(false), ElementsAre("nest_log else", "nest_log after"));
}

TEST(LowerStatement, each_way_to_leave_has_its_outcome) {
  const auto outcome = [](hir::LeaveKind kind) {
    const Compiled compiled(program({}, block(leave(kind), log(text("never")))));
    FakeAbi abi;
    const std::int32_t result = abi.run(compiled.task());
    EXPECT_THAT(abi.log(), IsEmpty());
    return result;
  };
  EXPECT_EQ(outcome(hir::LeaveKind::Return), NEST_DONE);
  EXPECT_EQ(outcome(hir::LeaveKind::Interrupt), NEST_INTERRUPT);
  EXPECT_EQ(outcome(hir::LeaveKind::InterruptWait), NEST_INTERRUPT_WAIT);
  EXPECT_EQ(outcome(hir::LeaveKind::Stop), NEST_STOP);
}

TEST(LowerStatement, the_outcome_is_running_until_the_end_whatever_it_was_before) {
  const Compiled compiled(program({}, block(sleep(1), leave(hir::LeaveKind::Stop))));
  FakeAbi abi;
  abi.context().outcome = NEST_ABANDONED;
  compiled.task()(abi.user());
  EXPECT_EQ(abi.context().outcome, NEST_RUNNING);
}

TEST(LowerStatement, fail_abandons_at_its_own_place) {
  const Compiled compiled(program({}, block(statement(hir::Fail{text("no stock")}, 25), log(text("never")))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "fail no stock");
  const nest_site& site = compiled.image().sites[abi.failure_site()];
  EXPECT_EQ(site.line, 3U);
  EXPECT_EQ(site.column, 6U);
  EXPECT_THAT(abi.log(), IsEmpty());
}

TEST(LowerStatement, evaluate_drops_its_value_but_not_its_effects) {
  const Compiled compiled(program(
      {}, block(statement(hir::Evaluate{call(Type::String, hir::Builtin::Environment, 31, text("X"))}))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_THAT(abi.log(), ElementsAre("nest_env X"));
  EXPECT_EQ(compiled.image().sites[abi.failure_site()].line, 4U);
}

TEST(LowerStatement, every_site_is_stored_before_the_call_that_fails_there) {
  // Two calls on one path: the first goes well at offset 11, the second fails at offset 52.
  const auto env = [](std::uint32_t at) {
    return call(Type::String, hir::Builtin::Environment, at, text("X"));
  };
  const Compiled compiled(program({}, block(log(env(11)), sleep(1), log(env(52)))));
  FakeAbi abi;
  abi.reply("nest_env", {.text = "set"});
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(compiled.image().sites[abi.failure_site()].line, 6U);
}

}  // namespace
}  // namespace nest::test
