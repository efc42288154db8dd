#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/compiler/lower/compiled.h"
#include "tests/support/hir_build.h"

namespace nest::test {
namespace {

using namespace build;
using testing::ElementsAre;

/// A function that comes before the task, which is the last one.
void add_function(hir::Program& program, std::vector<Type> parameters, Type result, bool suspends,
                  hir::Block body, std::vector<Type> locals = {}) {
  hir::Function made;
  made.symbol = "file.f" + std::to_string(program.functions.size());
  made.kind = hir::FunctionKind::Function;
  made.parameters = parameters.size();
  for (const Type type : parameters) made.locals.push_back({.name = "", .type = type});
  for (const Type type : locals) made.locals.push_back({.name = "", .type = type});
  made.result = result;
  made.suspends = suspends;
  made.body = std::move(body);
  program.functions.insert(program.functions.end() - 1, std::move(made));
  program.tasks[0].run = hir::FunctionId(program.functions.size() - 1);
}

template <typename... Arguments>
ExpressionPtr call_of(std::uint32_t function, Type type, Arguments... arguments) {
  hir::FunctionCall call;
  call.function = hir::FunctionId(function);
  (call.arguments.push_back(std::move(arguments)), ...);
  return expression(type, std::move(call), 25);
}
hir::Statement give(ExpressionPtr value) {
  return statement(hir::Leave{hir::LeaveKind::Return, std::move(value)});
}
hir::Statement evaluate(ExpressionPtr value) { return statement(hir::Evaluate{std::move(value)}); }

TEST(LowerFunction, passes_arguments_of_every_type_and_gives_the_result_back) {
  hir::Program made = program(
      {},
      block(show(call_of(0, Type::String, number(7), real(0.5), truth(true), text("tea"), duration(1000)))));
  add_function(made, {Type::Int, Type::Float, Type::Bool, Type::String, Type::Duration}, Type::String, false,
               block(give(render(Type::String, 0, hole(local(0, Type::Int)), " ", hole(local(1, Type::Float)),
                                 " ", hole(local(2, Type::Bool)), " ", hole(local(3, Type::String)), " ",
                                 hole(local(4, Type::Duration))))));
  const Compiled compiled(made);
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_log =7 0.500000 true tea 1000ns"));
  EXPECT_EQ(abi.suspensions(), 0);
}

TEST(LowerFunction, needs_no_frame_when_nothing_in_it_waits) {
  hir::Program made = program({}, block(show(call_of(0, Type::Int, number(7)))));
  add_function(made, {Type::Int}, Type::Int, false,
               block(give(binary(Type::Int, local(0, Type::Int), BinaryOperator::Multiply, number(6)))));
  const Compiled compiled(made);
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_log =42"));
  EXPECT_EQ(abi.frame_size(), 0U);
}

TEST(LowerFunction, waits_where_it_stands_through_every_caller) {
  hir::Program made = program({}, block(show(call_of(1, Type::Int, number(5))), sleep(9), show(number(1))));
  add_function(made, {Type::Int}, Type::Int, true,
               block(sleep(1), sleep(2),
                     give(binary(Type::Int, local(0, Type::Int), BinaryOperator::Add, number(1)))));
  add_function(made, {Type::Int}, Type::Int, true,
               block(set(1, call_of(0, Type::Int, local(0, Type::Int))), sleep(3),
                     give(binary(Type::Int, local(0, Type::Int), BinaryOperator::Multiply,
                                 call_of(0, Type::Int, local(1, Type::Int))))),
               {Type::Int});
  const Compiled compiled(made);
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_sleep 1", "nest_sleep 2", "nest_sleep 3", "nest_sleep 1",
                                     "nest_sleep 2", "nest_log =35", "nest_sleep 9", "nest_log =1"));
  EXPECT_EQ(abi.suspensions(), 6);
}

TEST(LowerFunction, may_give_nothing_or_end_early) {
  hir::Program made = program({}, block(evaluate(call_of(0, Type::Void, truth(true))),
                                        evaluate(call_of(0, Type::Void, truth(false)))));
  add_function(made, {Type::Bool}, Type::Void, false,
               block(statement(hir::If{local(0, Type::Bool), block(leave(hir::LeaveKind::Return)), {}}),
                     log(text("on"))));
  const Compiled compiled(made);
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_log on"));
}

TEST(LowerFunction, that_fails_abandons_its_callers_and_says_where_they_called) {
  for (const bool suspends : {false, true}) {
    hir::Program made = program({}, block(evaluate(call_of(1, Type::Void)), log(text("never"))));
    add_function(made, {}, Type::Void, suspends, block(statement(hir::Fail{text("broken")}, 35)));
    add_function(made, {}, Type::Void, suspends, block(evaluate(call_of(0, Type::Void)), log(text("never"))));
    const Compiled compiled(made);
    FakeAbi abi;
    EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
    EXPECT_THAT(abi.log(), testing::IsEmpty());
    EXPECT_EQ(abi.failure(), "fail broken called at tasksets/file.nest:3:6 called at tasksets/file.nest:3:6");
    EXPECT_EQ(compiled.image().sites[abi.failure_site()].line, 4U);
  }
}

TEST(LowerFunction, fails_after_it_has_waited_too) {
  hir::Program made = program({}, block(evaluate(call_of(0, Type::Void)), log(text("never"))));
  add_function(made, {}, Type::Void, true, block(sleep(1), statement(hir::Fail{text("late")})));
  const Compiled compiled(made);
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "fail late called at tasksets/file.nest:3:6");
}

TEST(LowerFunction, is_no_missing_value_to_its_caller) {
  hir::Program made = program({}, block(show(coalesce(call_of(0, Type::Int), number(3)))));
  add_function(made, {}, Type::Int, false,
               block(give(convert(path(json("{}"), 0, std::string("none")), Type::Int))));
  const Compiled compiled(made);
  FakeAbi abi;
  abi.reply("nest_json_get", {.status = NEST_MISSING});
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
}

TEST(LowerFunction, keeps_an_expectation_from_abandoning) {
  hir::Program made = program(
      {}, block(check(0, compare(call_of(0, Type::Int), BinaryOperator::Equal, number(1))), log(text("on"))));
  made.checks.push_back({.text = "f() == 1", .span = span(0), .row = {}});
  add_function(made, {}, Type::Int, false, block(statement(hir::Fail{text("broken")})));
  const Compiled compiled(made);
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_forgive", "nest_check 0 0", "nest_log on"));
}

TEST(LowerFunction, ends_the_user_of_its_callers_where_it_ends_the_user) {
  hir::Program made = program({}, block(evaluate(call_of(1, Type::Void)), log(text("never"))));
  add_function(made, {}, Type::Void, true, block(sleep(1), leave(hir::LeaveKind::Stop)));
  add_function(made, {}, Type::Void, true, block(evaluate(call_of(0, Type::Void)), log(text("never"))));
  const Compiled compiled(made);
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_STOP);
  EXPECT_EQ(abi.failure(), "");
}

TEST(LowerFunction, can_be_left_where_it_waits) {
  hir::Program made = program({}, block(evaluate(call_of(0, Type::Void)), log(text("never"))));
  add_function(made, {}, Type::Void, true, block(sleep(1), log(text("never"))));
  const Compiled compiled(made);
  FakeAbi abi;
  abi.start(compiled.task());
  EXPECT_FALSE(abi.ended());
  abi.destroy();
  EXPECT_THAT(abi.log(), ElementsAre("nest_sleep 1"));
}

}  // namespace
}  // namespace nest::test
