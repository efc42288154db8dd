#include "compiler/sema/fold_constants.h"

#include <gtest/gtest.h>

#include <limits>

#include "compiler/sema/build_expression.h"

namespace nest::sema {
namespace {

using hir::BinaryOperator;
using hir::Type;

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kSecond = 1'000'000'000;

hir::ExpressionPtr integer(std::int64_t value) { return build_constant(Type::Int, {}, {value}); }
hir::ExpressionPtr real(double value) { return build_constant(Type::Float, {}, {value}); }
hir::ExpressionPtr duration(std::int64_t value) { return build_constant(Type::Duration, {}, {value}); }
hir::ExpressionPtr text(std::string value) { return build_constant(Type::String, {}, {std::move(value)}); }

hir::ExpressionPtr binary(Type type, BinaryOperator op, hir::ExpressionPtr left, hir::ExpressionPtr right) {
  return build(type, {}, hir::Binary{op, std::move(left), std::move(right)});
}

bool stays(const hir::ExpressionPtr& expression) {
  return !std::holds_alternative<hir::Constant>(expression->node);
}

TEST(FoldConstants, divides_ints_towards_zero) {
  EXPECT_EQ(
      *constant_value<std::int64_t>(*binary(Type::Int, BinaryOperator::Divide, integer(-7), integer(2))), -3);
  EXPECT_EQ(
      *constant_value<std::int64_t>(*binary(Type::Int, BinaryOperator::Remainder, integer(-7), integer(2))),
      -1);
}

TEST(FoldConstants, leaves_what_would_fail_to_the_run) {
  EXPECT_TRUE(stays(binary(Type::Int, BinaryOperator::Add, integer(kMost), integer(1))));
  EXPECT_TRUE(stays(binary(Type::Int, BinaryOperator::Subtract, integer(kLeast), integer(1))));
  EXPECT_TRUE(stays(binary(Type::Int, BinaryOperator::Multiply, integer(kMost), integer(2))));
  EXPECT_TRUE(stays(binary(Type::Int, BinaryOperator::Divide, integer(1), integer(0))));
  EXPECT_TRUE(stays(binary(Type::Int, BinaryOperator::Divide, integer(kLeast), integer(-1))));
  EXPECT_TRUE(stays(binary(Type::Int, BinaryOperator::Remainder, integer(kLeast), integer(-1))));
  EXPECT_TRUE(stays(binary(Type::Float, BinaryOperator::Divide, duration(1), duration(0))));
  EXPECT_TRUE(stays(binary(Type::Duration, BinaryOperator::Multiply, duration(kMost), real(2))));
  EXPECT_TRUE(stays(binary(Type::Duration, BinaryOperator::Divide, duration(kSecond), real(0))));
  EXPECT_TRUE(stays(build(Type::Int, {}, hir::Unary{hir::UnaryOperator::Negate, integer(kLeast)})));
  EXPECT_TRUE(stays(build(Type::Int, {}, hir::Convert{real(9.3e18)})));
  EXPECT_TRUE(stays(build(Type::Int, {}, hir::Convert{real(std::numeric_limits<double>::quiet_NaN())})));
  EXPECT_TRUE(stays(build(Type::Int, {}, hir::Convert{text("12")})));
}

TEST(FoldConstants, scales_durations_by_ints_and_floats) {
  const auto by_int = binary(Type::Duration, BinaryOperator::Multiply, duration(kSecond), integer(3));
  const auto by_float = binary(Type::Duration, BinaryOperator::Multiply, duration(kSecond), real(1.5));
  const auto ratio = binary(Type::Float, BinaryOperator::Divide, duration(kSecond), duration(4 * kSecond));
  EXPECT_EQ(*constant_value<std::int64_t>(*by_int), 3 * kSecond);
  EXPECT_EQ(*constant_value<std::int64_t>(*by_float), 1'500'000'000);
  EXPECT_EQ(*constant_value<double>(*ratio), 0.25);
}

TEST(FoldConstants, compares_strings_by_their_bytes) {
  EXPECT_TRUE(*constant_value<bool>(*binary(Type::Bool, BinaryOperator::Less, text("Z"), text("a"))));
  EXPECT_TRUE(*constant_value<bool>(*binary(Type::Bool, BinaryOperator::Less, text("z"), text("ä"))));
}

TEST(FoldConstants, compares_durations) {
  EXPECT_TRUE(*constant_value<bool>(*binary(Type::Bool, BinaryOperator::Less, duration(1), duration(2))));
}

TEST(FoldConstants, takes_the_branch_that_is_chosen) {
  const auto chosen =
      build(Type::Int, {}, hir::Conditional{build_constant(Type::Bool, {}, {false}), integer(1), integer(2)});
  EXPECT_EQ(*constant_value<std::int64_t>(*chosen), 2);
}

}  // namespace
}  // namespace nest::sema
