#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/compiler/lower/compiled.h"
#include "tests/support/hir_build.h"

namespace nest::test {
namespace {

using namespace build;
using testing::ElementsAre;

hir::Statement transaction(std::uint32_t id, hir::Block body) {
  return statement(hir::Transaction{hir::TransactionId(id), std::move(body)});
}

hir::Program measured(hir::Block body) {
  hir::Program made = program({}, std::move(body));
  made.transactions = {{.name = "buy", .span = span(25)}, {.name = "pay", .span = span(35)}};
  made.metrics.push_back({.kind = hir::MetricKind::Trend,
                          .element = Type::Duration,
                          .name = "took",
                          .full_name = "file.took",
                          .doc = "",
                          .span = span(45)});
  return made;
}

TEST(LowerMeasure, a_transaction_is_around_its_body) {
  const Compiled compiled(measured(block(transaction(0, block(transaction(1, block(log(text("in")))))))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_transaction_begin 0", "nest_transaction_begin 1", "nest_log in",
                                     "nest_transaction_end 1", "nest_transaction_end 0"));
  ASSERT_EQ(compiled.image().transaction_count, 2U);
  EXPECT_EQ(compiled.image().sites[compiled.image().transactions[1].site].line, 4U);
}

// The outermost of those that are left ends those in it.
TEST(LowerMeasure, a_jump_ends_what_it_leaves_and_nothing_else) {
  hir::While loop{.condition = truth(true), .body = {}, .rewinds = false};
  loop.body = block(transaction(1, block(transaction(1, block(statement(hir::Break{}))))));
  const Compiled compiled(
      measured(block(transaction(0, block(statement(std::move(loop)), log(text("after")))))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(),
              ElementsAre("nest_transaction_begin 0", "nest_transaction_begin 1", "nest_transaction_begin 1",
                          "nest_transaction_end 1", "nest_log after", "nest_transaction_end 0"));
}

TEST(LowerMeasure, leaving_the_task_ends_all) {
  const Compiled compiled(
      measured(block(transaction(0, block(transaction(1, block(leave(hir::LeaveKind::Interrupt))))))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_INTERRUPT);
  EXPECT_THAT(abi.log(),
              ElementsAre("nest_transaction_begin 0", "nest_transaction_begin 1", "nest_transaction_end 0"));
}

TEST(LowerMeasure, a_failure_is_left_to_the_runtime) {
  const Compiled compiled(measured(block(transaction(0, block(statement(hir::Fail{text("no")}))))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_THAT(abi.log(), ElementsAre("nest_transaction_begin 0"));
}

TEST(LowerMeasure, a_metric_is_given_its_value_and_may_refuse_it) {
  const auto give = [] { return statement(hir::Measure{hir::MetricId(0), duration(7)}, 55); };
  const Compiled compiled(measured(block(give(), give(), log(text("never")))));
  const nest_program& image = compiled.image();
  ASSERT_EQ(image.metric_count, 1U);
  EXPECT_EQ(image.metrics[0].kind, static_cast<std::uint32_t>(NEST_METRIC_TREND));
  EXPECT_EQ(image.metrics[0].element, static_cast<std::uint32_t>(NEST_DURATION));
  FakeAbi abi;
  abi.reply("nest_metric_add", {});
  abi.reply("nest_metric_add", {.status = NEST_FAILED});
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_THAT(abi.log(), ElementsAre("nest_metric_add 0 7ns", "nest_metric_add 0 7ns"));
  EXPECT_EQ(image.sites[abi.failure_site()].line, 6U);
}

}  // namespace
}  // namespace nest::test
