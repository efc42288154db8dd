// Int and Duration arithmetic is checked: what does not fit fails, and so does division by zero. Float
// arithmetic is IEEE's.

#include <cstdint>
#include <limits>

#include <llvm/IR/Constants.h>
#include <llvm/IR/Intrinsics.h>

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

bool is_integral(hir::Type type) { return type == hir::Type::Int || type == hir::Type::Duration; }

llvm::Value* checked(FunctionLowering& function, llvm::Intrinsic::ID operation, llvm::Value* left,
                     llvm::Value* right, Span span) {
  llvm::IRBuilder<>& builder = function.builder();
  llvm::Value* both = builder.CreateBinaryIntrinsic(operation, left, right);
  function.fail_arithmetic_if(builder.CreateExtractValue(both, 1), NEST_ARITHMETIC_OVERFLOW, span);
  return builder.CreateExtractValue(both, 0);
}

/// Quotient towards zero, or its remainder. The smallest int divided by -1 does not fit; its remainder is 0,
/// and the machine's instruction would trap on it all the same.
llvm::Value* divide(FunctionLowering& function, hir::BinaryOperator op, llvm::Value* left, llvm::Value* right,
                    Span span) {
  llvm::IRBuilder<>& builder = function.builder();
  function.fail_arithmetic_if(builder.CreateICmpEQ(right, builder.getInt64(0)),
                              NEST_ARITHMETIC_DIVISION_BY_ZERO, span);
  llvm::Value* by_minus_one = builder.CreateICmpEQ(right, builder.getInt64(static_cast<std::uint64_t>(-1)));
  if (op == hir::BinaryOperator::Remainder) {
    return builder.CreateSRem(left, builder.CreateSelect(by_minus_one, builder.getInt64(1), right));
  }
  llvm::Value* smallest = builder.CreateICmpEQ(
      left, builder.getInt64(static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::min())));
  function.fail_arithmetic_if(builder.CreateAnd(by_minus_one, smallest), NEST_ARITHMETIC_OVERFLOW, span);
  return builder.CreateSDiv(left, right);
}

llvm::Value* integer(FunctionLowering& function, hir::BinaryOperator op, llvm::Value* left,
                     llvm::Value* right, Span span) {
  llvm::IRBuilder<>& builder = function.builder();
  switch (op) {
    case hir::BinaryOperator::Add:
      return checked(function, llvm::Intrinsic::sadd_with_overflow, left, right, span);
    case hir::BinaryOperator::Subtract:
      return checked(function, llvm::Intrinsic::ssub_with_overflow, left, right, span);
    case hir::BinaryOperator::Multiply:
      return checked(function, llvm::Intrinsic::smul_with_overflow, left, right, span);
    case hir::BinaryOperator::Divide:
    case hir::BinaryOperator::Remainder:
      return divide(function, op, left, right, span);
    case hir::BinaryOperator::Equal:
      return builder.CreateICmpEQ(left, right);
    case hir::BinaryOperator::NotEqual:
      return builder.CreateICmpNE(left, right);
    case hir::BinaryOperator::Less:
      return builder.CreateICmpSLT(left, right);
    case hir::BinaryOperator::LessEqual:
      return builder.CreateICmpSLE(left, right);
    case hir::BinaryOperator::Greater:
      return builder.CreateICmpSGT(left, right);
    case hir::BinaryOperator::GreaterEqual:
      return builder.CreateICmpSGE(left, right);
    case hir::BinaryOperator::And:
    case hir::BinaryOperator::Or:
      break;
  }
  return nullptr;
}

llvm::Value* floating(FunctionLowering& function, hir::BinaryOperator op, llvm::Value* left,
                      llvm::Value* right, Span span) {
  llvm::IRBuilder<>& builder = function.builder();
  if (op == hir::BinaryOperator::Divide || op == hir::BinaryOperator::Remainder) {
    llvm::Value* is_zero = builder.CreateFCmpOEQ(right, llvm::ConstantFP::get(builder.getDoubleTy(), 0));
    function.fail_arithmetic_if(is_zero, NEST_ARITHMETIC_DIVISION_BY_ZERO, span);
  }
  switch (op) {
    case hir::BinaryOperator::Add:
      return builder.CreateFAdd(left, right);
    case hir::BinaryOperator::Subtract:
      return builder.CreateFSub(left, right);
    case hir::BinaryOperator::Multiply:
      return builder.CreateFMul(left, right);
    case hir::BinaryOperator::Divide:
      return builder.CreateFDiv(left, right);
    case hir::BinaryOperator::Remainder:
      return builder.CreateFRem(left, right);
    case hir::BinaryOperator::Equal:
      return builder.CreateFCmpOEQ(left, right);
    case hir::BinaryOperator::NotEqual:
      return builder.CreateFCmpUNE(left, right);
    case hir::BinaryOperator::Less:
      return builder.CreateFCmpOLT(left, right);
    case hir::BinaryOperator::LessEqual:
      return builder.CreateFCmpOLE(left, right);
    case hir::BinaryOperator::Greater:
      return builder.CreateFCmpOGT(left, right);
    case hir::BinaryOperator::GreaterEqual:
      return builder.CreateFCmpOGE(left, right);
    case hir::BinaryOperator::And:
    case hir::BinaryOperator::Or:
      break;
  }
  return nullptr;
}

/// The right side is evaluated only when the left one has not decided.
llvm::Value* short_circuit(FunctionLowering& function, const hir::Binary& binary) {
  llvm::IRBuilder<>& builder = function.builder();
  const bool is_and = binary.op == hir::BinaryOperator::And;
  llvm::BasicBlock* undecided = function.new_block("undecided");
  llvm::BasicBlock* after = function.new_block("after");
  llvm::Value* left = lower_expression(function, *binary.left).first;
  llvm::BasicBlock* from_left = function.here();
  builder.CreateCondBr(left, is_and ? undecided : after, is_and ? after : undecided);
  function.enter(undecided);
  llvm::Value* right = lower_expression(function, *binary.right).first;
  llvm::BasicBlock* from_right = function.here();
  builder.CreateBr(after);
  function.enter(after);
  return function.join({builder.getInt1(!is_and)}, from_left, {right}, from_right).first;
}

/// Where a Float or a ratio takes part: both sides as floats.
llvm::Value* mixed(FunctionLowering& function, hir::BinaryOperator op, const Typed& left, const Typed& right,
                   Span span) {
  llvm::IRBuilder<>& builder = function.builder();
  const auto as_float = [&](const Typed& side) {
    return side.type == hir::Type::Float ? side.value.first
                                         : builder.CreateSIToFP(side.value.first, builder.getDoubleTy());
  };
  return floating(function, op, as_float(left), as_float(right), span);
}

}  // namespace

llvm::Value* lower_float_to_int(FunctionLowering& function, llvm::Value* value, Span span) {
  llvm::IRBuilder<>& builder = function.builder();
  // Both bounds are exact as doubles; NaN is inside neither.
  constexpr double kLimit = 9223372036854775808.0;
  llvm::Type* type = builder.getDoubleTy();
  llvm::Value* fits = builder.CreateAnd(builder.CreateFCmpOGE(value, llvm::ConstantFP::get(type, -kLimit)),
                                        builder.CreateFCmpOLT(value, llvm::ConstantFP::get(type, kLimit)));
  function.fail_arithmetic_if(builder.CreateNot(fits), NEST_ARITHMETIC_NOT_AN_INT, span);
  return builder.CreateFPToSI(value, builder.getInt64Ty());
}

Value lower_unary(FunctionLowering& function, const hir::Expression& whole, const hir::Unary& unary) {
  llvm::IRBuilder<>& builder = function.builder();
  llvm::Value* operand = lower_expression(function, *unary.operand).first;
  if (unary.op == hir::UnaryOperator::Not) return {builder.CreateNot(operand)};
  if (whole.type == hir::Type::Float) return {builder.CreateFNeg(operand)};
  return {checked(function, llvm::Intrinsic::ssub_with_overflow, builder.getInt64(0), operand, whole.span)};
}

Value lower_binary(FunctionLowering& function, const hir::Expression& whole, const hir::Binary& binary) {
  if (binary.op == hir::BinaryOperator::And || binary.op == hir::BinaryOperator::Or) {
    return {short_circuit(function, binary)};
  }
  const Typed left = lower_typed(function, *binary.left);
  const Typed right = lower_typed(function, *binary.right);
  // Two floats, or a duration in units of another.
  if (whole.type == hir::Type::Float || left.type == hir::Type::Float) {
    return {mixed(function, binary.op, left, right, whole.span)};
  }
  if (is_integral(left.type) && is_integral(right.type)) {
    return {integer(function, binary.op, left.value.first, right.value.first, whole.span)};
  }
  // A duration scaled by a float, to the nanosecond towards zero.
  if (left.type == hir::Type::Duration) {
    return {lower_float_to_int(function, mixed(function, binary.op, left, right, whole.span), whole.span)};
  }
  if (left.type == hir::Type::Bool) {
    llvm::IRBuilder<>& builder = function.builder();
    llvm::Value* differ = builder.CreateXor(left.value.first, right.value.first);
    return {binary.op == hir::BinaryOperator::NotEqual ? differ : builder.CreateNot(differ)};
  }
  return {lower_string_comparison(function, binary.op, left.value, right.value)};
}

}  // namespace nest::lowering
