#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/compiler/lower/compiled.h"
#include "tests/support/hir_build.h"

namespace nest::test {
namespace {

using namespace build;
using testing::ElementsAre;

const Type kInt = Type(Type::Int).optional();
const Type kText = Type(Type::String).optional();
const Type kInts = Type::list_of(Type::Int).optional();

ExpressionPtr absent(Type type) { return expression(type, hir::Absent{}); }
ExpressionPtr keep(ExpressionPtr value) {
  const Type type = value->type.optional();
  return expression(type, hir::Keep{std::move(value)});
}
ExpressionPtr held(ExpressionPtr value, bool is_known = false) {
  const Type type = value->type.value();
  return expression(type, hir::Held{std::move(value), is_known});
}
ExpressionPtr is_null(ExpressionPtr operand) {
  return expression(Type::Bool, hir::IsNull{held(std::move(operand)), false});
}
ExpressionPtr env() { return call(Type::String, hir::Builtin::Environment, 25, text("X")); }
ExpressionPtr ints(std::int64_t element) {
  return expression(kInts.value(), hir::Constant{std::vector<hir::Constant>{{element}}});
}
hir::Statement give(ExpressionPtr value) {
  return statement(hir::Leave{hir::LeaveKind::Return, std::move(value)});
}

TEST(LowerOptional, is_absent_until_something_is_kept) {
  const Compiled compiled(
      program({kInt, kText}, block(show(is_null(local(0, kInt))), set(0, keep(number(7))),
                                   show(is_null(local(0, kInt))), show(held(local(0, kInt), true)),
                                   set(0, absent(kInt)), show(coalesce(held(local(0, kInt)), number(9))),
                                   show(coalesce(held(local(1, kText)), text("none"))))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_forgive", "nest_log =true", "nest_log =false", "nest_log =7",
                                     "nest_forgive", "nest_log =9", "nest_forgive", "nest_log =none"));
}

TEST(LowerOptional, keeps_what_is_missing_and_lets_nothing_worse_pass) {
  const Compiled compiled(
      program({kText}, block(set(0, keep(env())), show(coalesce(held(local(0, kText)), text("none"))))));
  const auto run = [&](FakeReply reply) {
    FakeAbi abi;
    abi.reply("nest_env", reply);
    const int outcome = abi.run(compiled.task());
    return outcome == NEST_DONE ? abi.log().back() : abi.failure();
  };
  EXPECT_EQ(run({.text = "tea"}), "nest_log =tea");
  EXPECT_EQ(run({.status = NEST_MISSING}), "nest_log =none");
  EXPECT_EQ(run({.status = NEST_FAILED}), "nest_env");
}

TEST(LowerOptional, null_is_kept_as_nothing) {
  const Type kJson = Type(Type::Json).optional();
  const Compiled compiled(program({kJson}, block(set(0, keep(json("null"))), show(is_null(local(0, kJson))),
                                                 set(0, keep(json("1"))), show(is_null(local(0, kJson))))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_EQ(abi.log().back(), "nest_log =false");
  EXPECT_THAT(abi.log(), testing::Contains("nest_log =true"));
}

TEST(LowerOptional, lives_in_the_state_beside_others) {
  hir::Program made = program(
      {},
      block(show(is_null(state(1, kText))), set_state(0, keep(number(1))), set_state(1, keep(text("tea"))),
            set_state(2, keep(ints(5))), set_state(3, number(8)), show(held(state(0, kInt), true)),
            show(held(state(1, kText), true)), show(held(state(2, kInts), true)), show(state(3, Type::Int)),
            set_state(1, absent(kText)), set_state(0, absent(kInt)), show(is_null(state(1, kText))),
            show(is_null(state(0, kInt))), show(held(state(2, kInts), true)), show(state(3, Type::Int))));
  for (const Type type : {kInt, kText, kInts, Type(Type::Int)})
    made.states.push_back({.name = "s", .type = type, .owner = hir::TasksetId(0)});
  const Compiled compiled(made);
  EXPECT_EQ(compiled.image().state_size, 16U + 24U + 24U + 8U);
  FakeAbi abi(compiled.image().state_size);
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  std::vector<std::string> shown = abi.log();
  std::erase(shown, "nest_forgive");
  EXPECT_THAT(shown,
              ElementsAre("nest_log =true", "nest_log =1", "nest_log =tea", "nest_log =[5]", "nest_log =8",
                          "nest_log =true", "nest_log =true", "nest_log =[5]", "nest_log =8"));
}

/// A function that gives back what it is given, called with one that is there and with none.
hir::Program passed(bool suspends, Type type, ExpressionPtr there) {
  const auto call_with = [&](ExpressionPtr argument) {
    hir::FunctionCall call;
    call.function = hir::FunctionId(0);
    call.arguments.push_back(number(3));
    call.arguments.push_back(std::move(argument));
    return held(expression(type, std::move(call), 25));
  };
  const auto show_or = [&](ExpressionPtr value, std::string otherwise) {
    return show(
        coalesce(std::move(value), type.value() == Type::String ? text(std::move(otherwise)) : number(-1)));
  };
  hir::Program made = program({}, block(show_or(call_with(keep(std::move(there))), "none"),
                                        show_or(call_with(absent(type)), "none")));
  hir::Function function;
  function.symbol = "file.same";
  function.kind = hir::FunctionKind::Function;
  function.parameters = 2;
  function.locals = {{.name = "n", .type = Type::Int}, {.name = "x", .type = type}};
  function.result = type;
  function.suspends = suspends;
  function.body = suspends ? block(sleep(1), give(local(1, type))) : block(give(local(1, type)));
  made.functions.insert(made.functions.begin(), std::move(function));
  made.tasks[0].run = hir::FunctionId(1);
  return made;
}

TEST(LowerOptional, passes_through_functions_that_wait_and_that_do_not) {
  for (const bool suspends : {false, true}) {
    const auto shown = [&](Type type, ExpressionPtr there) {
      const Compiled compiled(passed(suspends, type, std::move(there)));
      FakeAbi abi;
      EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
      std::vector<std::string> log = abi.log();
      std::erase_if(log, [](const std::string& line) { return !line.starts_with("nest_log"); });
      return log;
    };
    EXPECT_THAT(shown(kInt, number(7)), ElementsAre("nest_log =7", "nest_log =-1"));
    EXPECT_THAT(shown(kText, text("tea")), ElementsAre("nest_log =tea", "nest_log =none"));
  }
}

}  // namespace
}  // namespace nest::test
