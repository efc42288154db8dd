#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "tests/compiler/lower/compiled.h"
#include "tests/support/hir_build.h"

namespace nest::test {
namespace {

using namespace build;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();

std::vector<std::string> log_of(const hir::Program& program) {
  const Compiled compiled(program);
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE) << abi.failure();
  return abi.log();
}

hir::Statement for_range(ExpressionPtr first, ExpressionPtr last, hir::Block body, bool rewinds = false) {
  return statement(hir::ForRange{.variable = hir::LocalId(0),
                                 .first = std::move(first),
                                 .last = std::move(last),
                                 .body = std::move(body),
                                 .rewinds = rewinds});
}

hir::Statement if_equal(ExpressionPtr left, std::int64_t right, hir::Statement then) {
  return statement(hir::If{.condition = compare(std::move(left), BinaryOperator::Equal, number(right)),
                           .then = block(std::move(then)),
                           .otherwise = {}});
}

TEST(LowerLoop, a_range_includes_both_ends) {
  EXPECT_THAT(
      log_of(program({Type::Int}, block(for_range(number(2), number(4), block(show(local(0, Type::Int))))))),
      ElementsAre("nest_log =2", "nest_log =3", "nest_log =4"));
}

TEST(LowerLoop, a_range_that_ends_before_it_begins_is_empty) {
  EXPECT_THAT(
      log_of(program({Type::Int}, block(for_range(number(2), number(1), block(show(local(0, Type::Int))))))),
      IsEmpty());
}

TEST(LowerLoop, a_range_may_end_at_the_largest_int) {
  EXPECT_THAT(log_of(program({Type::Int}, block(for_range(number(kLargest - 1), number(kLargest),
                                                          block(show(local(0, Type::Int))))))),
              ElementsAre("nest_log =9223372036854775806", "nest_log =9223372036854775807"));
}

TEST(LowerLoop, assigning_the_variable_does_not_change_the_iterations) {
  EXPECT_THAT(
      log_of(program({Type::Int}, block(for_range(number(1), number(3),
                                                  block(set(0, number(3)), show(local(0, Type::Int))))))),
      testing::SizeIs(3));
}

TEST(LowerLoop, break_leaves_and_continue_goes_on) {
  const auto variable = [] { return local(0, Type::Int); };
  EXPECT_THAT(log_of(program(
                  {Type::Int},
                  block(for_range(number(1), number(9),
                                  block(if_equal(variable(), 2, statement(hir::Continue{})),
                                        if_equal(variable(), 4, statement(hir::Break{})), show(variable()))),
                        log(text("after"))))),
              ElementsAre("nest_log =1", "nest_log =3", "nest_log after"));
}

TEST(LowerLoop, break_leaves_the_inner_loop_only) {
  hir::Repeat inner{
      .count = number(5), .body = block(log(text("inner")), statement(hir::Break{})), .rewinds = false};
  EXPECT_THAT(log_of(program({Type::Int},
                             block(for_range(number(1), number(2), block(statement(std::move(inner))))))),
              ElementsAre("nest_log inner", "nest_log inner"));
}

TEST(LowerLoop, while_asks_before_each_iteration) {
  hir::While loop{.condition = compare(local(0, Type::Int), BinaryOperator::Less, number(2)),
                  .body = block(show(local(0, Type::Int)), set(0, binary(Type::Int, local(0, Type::Int),
                                                                         BinaryOperator::Add, number(1)))),
                  .rewinds = false};
  EXPECT_THAT(log_of(program({Type::Int}, block(set(0, number(0)), statement(std::move(loop))))),
              ElementsAre("nest_log =0", "nest_log =1"));
}

TEST(LowerLoop, repeat_counts_and_a_negative_count_is_none) {
  const auto repeat = [](std::int64_t count) {
    hir::Repeat loop{.count = number(count), .body = block(log(text("again"))), .rewinds = false};
    return log_of(program({}, block(statement(std::move(loop)))));
  };
  EXPECT_THAT(repeat(2), ElementsAre("nest_log again", "nest_log again"));
  EXPECT_THAT(repeat(0), IsEmpty());
  EXPECT_THAT(repeat(-3), IsEmpty());
}

TEST(LowerLoop, each_walks_the_elements_of_an_array) {
  const auto each = [](const char* array) {
    hir::ForEach loop{.variable = hir::LocalId(0),
                      .list = json(array),
                      .body = block(show(local(0, Type::Json)), sleep(1)),
                      .rewinds = false};
    return log_of(program({Type::Json}, block(statement(std::move(loop)))));
  };
  EXPECT_THAT(each("[4,5]"), ElementsAre("nest_log =4", "nest_sleep 1", "nest_log =5", "nest_sleep 1"));
  EXPECT_THAT(each("[]"), IsEmpty());
}

TEST(LowerLoop, each_over_what_is_no_array_abandons) {
  hir::ForEach loop{.variable = hir::LocalId(0), .list = json("{}"), .body = {}, .rewinds = false};
  const Compiled compiled(program({Type::Json}, block(statement(std::move(loop)))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "nest_json_elements");
}

TEST(LowerLoop, yields_when_its_budget_is_used_up) {
  hir::While loop{.condition = truth(true), .body = {}, .rewinds = false};
  const Compiled compiled(program({}, block(statement(std::move(loop)))));
  FakeAbi abi;
  abi.context().loop_budget = 3;
  abi.loop_budget = 50;
  abi.start(compiled.task());
  EXPECT_FALSE(abi.ended());
  EXPECT_EQ(abi.calls("nest_yield"), 1);
  EXPECT_EQ(abi.context().loop_budget, 50);
  abi.resume();
  EXPECT_EQ(abi.calls("nest_yield"), 2);
  abi.destroy();
}

TEST(LowerLoop, every_kind_of_loop_yields) {
  const auto yields = [](hir::Statement loop) {
    const Compiled compiled(program({Type::Int, Type::Json}, block(std::move(loop))));
    FakeAbi abi;
    abi.context().loop_budget = 2;
    abi.loop_budget = 2;
    EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
    return abi.calls("nest_yield");
  };
  EXPECT_EQ(yields(for_range(number(1), number(5), {})), 2);  // no way back after the last
  EXPECT_EQ(yields(statement(hir::Repeat{.count = number(4), .body = {}, .rewinds = false})), 2);
  EXPECT_EQ(yields(statement(hir::ForEach{
                .variable = hir::LocalId(1), .list = json("[1,2,3,4]"), .body = {}, .rewinds = false})),
            2);
}

TEST(LowerLoop, gives_the_memory_of_each_iteration_back_also_after_continue) {
  EXPECT_THAT(
      log_of(program(
          {Type::Int},
          block(for_range(number(1), number(3),
                          block(if_equal(local(0, Type::Int), 2, statement(hir::Continue{})), log(text("x"))),
                          /*rewinds=*/true)))),
      ElementsAre("nest_arena_mark 1", "nest_log x", "nest_arena_rewind 1", "nest_arena_rewind 1",
                  "nest_log x"));
}

}  // namespace
}  // namespace nest::test
