#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "tests/compiler/lower/compiled.h"
#include "tests/support/hir_build.h"

namespace nest::test {
namespace {

using namespace build;
using enum hir::BinaryOperator;
using testing::ElementsAre;

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kSmallest = std::numeric_limits<std::int64_t>::min();

/// A value that no optimiser knows: what nest_env says, converted.
ExpressionPtr unknown(std::int64_t value) {
  return convert(conditional(compare(context(hir::ContextField::UserId), Equal, number(0)),
                             text(std::to_string(value)), text("?")),
                 Type::Int);
}
ExpressionPtr unknown_real(double value) {
  return binary(Type::Float, real(value), Multiply, convert(unknown(1), Type::Float));
}

/// What the task logs for a value, or the failure and its line.
std::string value_of(ExpressionPtr value, FakeAbi& abi) {
  const Compiled compiled(program({}, block(show(std::move(value)))));
  if (abi.run(compiled.task()) == NEST_ABANDONED) {
    return abi.failure() + " at line " + std::to_string(compiled.image().sites[abi.failure_site()].line);
  }
  return abi.log().back().substr(std::string("nest_log =").size());
}
std::string value_of(ExpressionPtr value) {
  FakeAbi abi;
  return value_of(std::move(value), abi);
}

TEST(LowerArithmetic, computes_with_ints) {
  EXPECT_EQ(value_of(binary(Type::Int, unknown(7), Add, unknown(-9))), "-2");
  EXPECT_EQ(value_of(binary(Type::Int, unknown(7), Subtract, unknown(9))), "-2");
  EXPECT_EQ(value_of(binary(Type::Int, unknown(7), Multiply, unknown(-9))), "-63");
  EXPECT_EQ(value_of(binary(Type::Int, unknown(-7), Divide, unknown(2))), "-3");
  EXPECT_EQ(value_of(binary(Type::Int, unknown(-7), Remainder, unknown(2))), "-1");
  EXPECT_EQ(value_of(unary(hir::UnaryOperator::Negate, unknown(5))), "-5");
}

TEST(LowerArithmetic, an_overflow_fails_at_its_place) {
  EXPECT_EQ(value_of(binary(Type::Int, unknown(kLargest), Add, unknown(1), 15)), "arithmetic 0 at line 2");
  EXPECT_EQ(value_of(binary(Type::Int, unknown(kSmallest), Subtract, unknown(1), 25)),
            "arithmetic 0 at line 3");
  EXPECT_EQ(value_of(binary(Type::Int, unknown(kLargest), Multiply, unknown(2), 35)),
            "arithmetic 0 at line 4");
  EXPECT_EQ(value_of(unary(hir::UnaryOperator::Negate, unknown(kSmallest), 45)), "arithmetic 0 at line 5");
}

TEST(LowerArithmetic, division_never_traps) {
  EXPECT_EQ(value_of(binary(Type::Int, unknown(1), Divide, unknown(0), 15)), "arithmetic 1 at line 2");
  EXPECT_EQ(value_of(binary(Type::Int, unknown(1), Remainder, unknown(0), 25)), "arithmetic 1 at line 3");
  EXPECT_EQ(value_of(binary(Type::Int, unknown(kSmallest), Divide, unknown(-1), 35)),
            "arithmetic 0 at line 4");
  EXPECT_EQ(value_of(binary(Type::Int, unknown(kSmallest), Remainder, unknown(-1))), "0");
  EXPECT_EQ(value_of(binary(Type::Int, number(1), Divide, number(0), 45)), "arithmetic 1 at line 5");
}

TEST(LowerArithmetic, computes_with_floats) {
  EXPECT_EQ(value_of(binary(Type::Float, unknown_real(1.5), Add, unknown_real(2))), "3.500000");
  EXPECT_EQ(value_of(binary(Type::Float, unknown_real(1.5), Remainder, unknown_real(1))), "0.500000");
  EXPECT_EQ(value_of(binary(Type::Float, unknown_real(1), Divide, unknown_real(0), 15)),
            "arithmetic 1 at line 2");
  EXPECT_EQ(value_of(binary(Type::Float, unknown_real(1e300), Multiply, unknown_real(1e300))), "inf");
  EXPECT_EQ(value_of(unary(hir::UnaryOperator::Negate, unknown_real(2))), "-2.000000");
}

TEST(LowerArithmetic, scales_durations) {
  const auto milliseconds = [] { return binary(Type::Duration, duration(1'000'000), Multiply, unknown(3)); };
  EXPECT_EQ(value_of(milliseconds()), "3000000ns");
  EXPECT_EQ(value_of(binary(Type::Duration, milliseconds(), Multiply, unknown_real(1.5))), "4500000ns");
  EXPECT_EQ(value_of(binary(Type::Duration, milliseconds(), Divide, unknown_real(2))), "1500000ns");
  EXPECT_EQ(value_of(binary(Type::Duration, milliseconds(), Divide, unknown_real(0), 15)),
            "arithmetic 1 at line 2");
  EXPECT_EQ(value_of(binary(Type::Duration, milliseconds(), Multiply, unknown_real(1e300), 15)),
            "arithmetic 2 at line 2");
  EXPECT_EQ(value_of(binary(Type::Float, milliseconds(), Divide, duration(2'000'000))), "1.500000");
  EXPECT_EQ(value_of(binary(Type::Float, milliseconds(), Divide, duration(0), 25)), "arithmetic 1 at line 3");
  EXPECT_EQ(value_of(compare(milliseconds(), Greater, duration(5))), "true");
  EXPECT_EQ(value_of(binary(Type::Duration, milliseconds(), Add, milliseconds())), "6000000ns");
}

TEST(LowerArithmetic, a_float_becomes_an_int_only_where_one_can_hold_it) {
  EXPECT_EQ(value_of(convert(unknown_real(-2.9), Type::Int)), "-2");
  EXPECT_EQ(value_of(convert(unknown_real(-9223372036854775808.0), Type::Int)), "-9223372036854775808");
  EXPECT_EQ(value_of(convert(unknown_real(9223372036854775808.0), Type::Int, 15)), "arithmetic 2 at line 2");
  EXPECT_EQ(value_of(convert(unknown_real(std::numeric_limits<double>::quiet_NaN()), Type::Int, 25)),
            "arithmetic 2 at line 3");
}

TEST(LowerArithmetic, compares) {
  const auto ints = [](BinaryOperator op) { return value_of(compare(unknown(-1), op, unknown(1))); };
  EXPECT_EQ(ints(Less), "true");
  EXPECT_EQ(ints(LessEqual), "true");
  EXPECT_EQ(ints(Greater), "false");
  EXPECT_EQ(ints(GreaterEqual), "false");
  EXPECT_EQ(ints(Equal), "false");
  EXPECT_EQ(ints(NotEqual), "true");
  const auto nan = [] { return unknown_real(std::numeric_limits<double>::quiet_NaN()); };
  EXPECT_EQ(value_of(compare(nan(), Equal, nan())), "false");
  EXPECT_EQ(value_of(compare(nan(), NotEqual, nan())), "true");
  EXPECT_EQ(value_of(compare(truth(true), Equal, compare(unknown(1), Equal, unknown(1)))), "true");
  EXPECT_EQ(value_of(compare(truth(true), NotEqual, compare(unknown(1), Equal, unknown(1)))), "false");
}

TEST(LowerArithmetic, and_and_or_evaluate_the_right_side_only_when_they_must) {
  const auto env = [] {
    return compare(call(Type::String, hir::Builtin::Environment, 0, text("X")), Equal, text("yes"));
  };
  const auto is_zero = [](std::int64_t value) { return compare(unknown(value), Equal, number(0)); };
  FakeAbi untouched;
  EXPECT_EQ(value_of(compare(is_zero(1), And, env()), untouched), "false");
  EXPECT_EQ(untouched.calls("nest_env"), 0);
  FakeAbi asked;
  asked.reply("nest_env", {.text = "yes"});
  EXPECT_EQ(value_of(compare(is_zero(1), Or, env()), asked), "true");
  EXPECT_EQ(asked.calls("nest_env"), 1);
}

TEST(LowerString, renders_and_compares) {
  EXPECT_EQ(value_of(render(Type::String, 0, "a", hole(unknown(1)), "b", hole(text("c")), hole(unknown(2)))),
            "a1bc2");
  EXPECT_EQ(value_of(compare(text("b"), Greater, text("a"))), "true");
  EXPECT_EQ(value_of(compare(text("b"), LessEqual, text("a"))), "false");
  EXPECT_EQ(value_of(compare(text("b"), Equal, text("b"))), "true");
  EXPECT_EQ(value_of(compare(text("b"), NotEqual, text("b"))), "false");
  EXPECT_EQ(value_of(compare(text("a"), Less, text("b"))), "true");
  EXPECT_EQ(value_of(compare(text("a"), GreaterEqual, text("b"))), "false");
}

TEST(LowerString, a_template_of_constants_is_a_constant) {
  FakeAbi abi;
  const Compiled compiled(program(
      {}, block(log(render(Type::String, 0, "a", hole(number(-1)), hole(text("b")), hole(truth(true)))))));
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_log a-1btrue"));
  EXPECT_EQ(abi.calls("nest_render"), 0);
}

TEST(LowerString, constants_are_followed_by_readable_zeros) {
  // The message that nest_log is given is the constant itself.
  const Compiled compiled(program({}, block(log(text("constant")))));
  FakeAbi abi;
  abi.on_log = [](const char* data, std::uint64_t size) {
    for (std::uint64_t i = 0; i < NEST_PADDING; ++i) EXPECT_EQ(data[size + i], '\0');
  };
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_log constant"));
}

TEST(LowerString, a_template_of_very_many_holes_does_not_need_the_stack) {
  constexpr int kHoles = 1'000;
  hir::Render many;
  std::string expected = "nest_log ";
  for (int i = 0; i < kHoles; ++i) {
    many.text.parts.push_back(piece(hole(context(hir::ContextField::UserId))));
    expected += '7';
  }
  const Compiled compiled(
      program({}, block(log(expression(Type::String, std::move(many))), show(unknown(7)))));
  FakeAbi abi;
  abi.context().user_id = 7;
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED) << "unknown() knows user 0 only";
  EXPECT_EQ(abi.log().front(), expected);
  EXPECT_EQ(abi.frame_size(), kHoles * sizeof(nest_value));
}

TEST(LowerString, a_render_that_fails_abandons) {
  const Compiled compiled(program({}, block(log(render(Type::String, 25, "a", hole(unknown(1)))))));
  FakeAbi abi;
  abi.reply("nest_render", {.status = NEST_FAILED});
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(compiled.image().sites[abi.failure_site()].line, 3U);
}

TEST(LowerBuiltin, calls_each) {
  EXPECT_EQ(value_of(call(Type::Int, hir::Builtin::Random, 0, number(3), number(9))), "3");
  EXPECT_EQ(value_of(call(Type::Duration, hir::Builtin::Random, 0, duration(3), duration(9))), "3ns");
  EXPECT_EQ(value_of(call(Type::Float, hir::Builtin::Random, 0, real(0.5), real(1))), "0.500000");
  EXPECT_EQ(value_of(call(Type::Int, hir::Builtin::Random, 15, number(9), number(3))),
            "nest_random_int at line 2");
  EXPECT_EQ(value_of(call(Type::Int, hir::Builtin::Length, 0, text("four"))), "4");
  EXPECT_EQ(value_of(call(Type::Int, hir::Builtin::Length, 0, json("[1,2]"))), "5");
  EXPECT_EQ(value_of(call(Type::Bool, hir::Builtin::Contains, 0, text("nested"), text("nest"))), "true");
  EXPECT_EQ(value_of(call(Type::Bool, hir::Builtin::Contains, 0, text("nested"), text("x"))), "false");
}

TEST(LowerConvert, converts_json_each_by_its_own_call) {
  EXPECT_EQ(value_of(convert(json("12"), Type::Int)), "12");
  EXPECT_EQ(value_of(convert(json("1.5"), Type::Float)), "1.500000");
  EXPECT_EQ(value_of(convert(json("true"), Type::Bool)), "true");
  EXPECT_EQ(value_of(convert(json("false"), Type::Bool)), "false");
  EXPECT_EQ(value_of(convert(json("\"text\""), Type::String)), "text");
  EXPECT_EQ(value_of(convert(json("{}"), Type::Int, 15)), "nest_json_to_int at line 2");
  EXPECT_EQ(value_of(convert(text("1.5"), Type::Float)), "1.500000");
  EXPECT_EQ(value_of(convert(text("x"), Type::Int, 25)), "nest_string_to_int at line 3");
}

TEST(LowerJson, a_path_is_constant_steps_and_holes) {
  FakeAbi abi;
  ExpressionPtr value = path(json("{}"), 0, std::string("items"), std::int64_t{2}, unknown(7), text("key"));
  abi.reply("nest_json_get", {.text = "5"});
  EXPECT_EQ(value_of(std::move(value), abi), "5");
  EXPECT_THAT(abi.log(), ElementsAre("nest_json_get {} items 2 7 key", "nest_log =5"));
}

TEST(LowerJson, a_path_that_leads_nowhere_abandons_at_its_place) {
  FakeAbi abi;
  abi.reply("nest_json_get", {.status = NEST_MISSING});
  EXPECT_EQ(value_of(path(json("{}"), 25, std::string("a")), abi), "nest_json_get at line 3");
}

TEST(LowerJson, equality_asks_the_runtime) {
  const auto equal = [](const char* text, bool negated) {
    return expression(Type::Bool, hir::JsonEqual{json(text), unknown(12), negated});
  };
  EXPECT_EQ(value_of(equal("12", false)), "true");
  EXPECT_EQ(value_of(equal("12", true)), "false");
  EXPECT_EQ(value_of(equal("13", false)), "false");
  EXPECT_EQ(value_of(equal("13", true)), "true");
  FakeAbi abi;
  abi.reply("nest_json_equal", {.number = -1});
  EXPECT_EQ(value_of(equal("13", true), abi), "nest_json_equal at line 1");
}

TEST(LowerCoalesce, takes_the_right_side_when_the_left_is_missing) {
  const auto found = [](FakeReply reply) {
    FakeAbi abi;
    abi.reply("nest_env", std::move(reply));
    std::string result = value_of(
        coalesce(call(Type::String, hir::Builtin::Environment, 25, text("X")), text("default")), abi);
    return result + ", forgiven " + std::to_string(abi.calls("nest_forgive"));
  };
  EXPECT_EQ(found({.text = "set"}), "set, forgiven 0");
  EXPECT_EQ(found({.status = NEST_MISSING}), "default, forgiven 1");
  EXPECT_EQ(found({.status = NEST_FAILED}), "nest_env at line 3, forgiven 0");
}

TEST(LowerCoalesce, json_null_is_missing) {
  EXPECT_EQ(value_of(coalesce(json("null"), json("8"))), "8");
  EXPECT_EQ(value_of(coalesce(json("7"), json("8"))), "7");
  EXPECT_EQ(value_of(coalesce(convert(json("null"), Type::Int), number(8))), "8");
}

TEST(LowerCoalesce, nests) {
  const auto env = [](const char* name) {
    return call(Type::String, hir::Builtin::Environment, 25, text(name));
  };
  EXPECT_EQ(value_of(coalesce(env("A"), coalesce(env("B"), text("c")))), "c");
  EXPECT_EQ(value_of(coalesce(coalesce(env("A"), env("B")), text("c"))), "c");
  EXPECT_EQ(value_of(coalesce(env("A"), env("B"))), "nest_env at line 3");
}

TEST(LowerCoalesce, a_left_side_that_cannot_fail_is_taken) {
  EXPECT_EQ(value_of(coalesce(text("left"), text("right"))), "left");
}

TEST(LowerConditional, evaluates_one_side) {
  const auto env = [] { return call(Type::String, hir::Builtin::Environment, 0, text("X")); };
  EXPECT_EQ(value_of(conditional(compare(unknown(1), Equal, number(1)), text("yes"), env())), "yes");
  EXPECT_EQ(value_of(conditional(compare(unknown(1), Equal, number(2)), unknown(3), unknown(4))), "4");
}

}  // namespace
}  // namespace nest::test
