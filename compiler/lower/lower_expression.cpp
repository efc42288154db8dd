#include <string>
#include <variant>
#include <vector>

#include <llvm/IR/Constants.h>

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

/// One expression: an overload a kind.
class ExpressionLowering {
 public:
  ExpressionLowering(FunctionLowering& function, const hir::Expression& whole)
      : function_(function), whole_(whole) {}

  Value operator()(const hir::Constant& constant);
  Value operator()(const hir::LocalReference& reference) { return function_.load_local(reference.local); }
  Value operator()(const hir::StateReference& reference) { return load_state(function_, reference.state); }
  Value operator()(const hir::GlobalReference& reference) { return load_global(function_, reference.global); }
  Value operator()(const hir::ContextReference& reference);
  Value operator()(const hir::Render& render) { return lower_render(function_, whole_, render); }
  Value operator()(const hir::Unary& unary) { return lower_unary(function_, whole_, unary); }
  Value operator()(const hir::Binary& binary) { return lower_binary(function_, whole_, binary); }
  Value operator()(const hir::JsonEqual& equal) { return lower_json_equal(function_, whole_, equal); }
  Value operator()(const hir::Conditional& conditional);
  Value operator()(const hir::Coalesce& coalesce) { return lower_coalesce(function_, coalesce); }
  Value operator()(const hir::Convert& convert) { return lower_convert(function_, whole_, convert); }
  Value operator()(const hir::JsonPath& path) { return lower_json_path(function_, whole_, path); }
  Value operator()(const hir::ResponseValue& value) { return lower_response_value(function_, value); }
  Value operator()(const hir::ResponseHeader& header) {
    return lower_response_header(function_, whole_, header);
  }
  Value operator()(const hir::ResponseFind& find) { return lower_response_find(function_, whole_, find); }
  Value operator()(const hir::BuiltinCall& call) { return lower_builtin(function_, whole_, call); }
  Value operator()(const hir::LibraryCall& call) { return lower_library_call(function_, whole_, call); }
  Value operator()(const hir::SharedCall& call) { return lower_shared_call(function_, whole_, call); }
  Value operator()(const hir::FunctionCall& call) { return lower_function_call(function_, whole_, call); }
  Value operator()(const hir::IsNull& node) { return lower_is_null(function_, node); }
  Value operator()(const hir::Absent&) { return function_.zero(whole_.type); }
  Value operator()(const hir::Keep& keep) { return lower_keep(function_, whole_, keep); }
  Value operator()(const hir::Held& held) { return lower_held(function_, held); }
  Value operator()(const hir::ListLiteral& literal) { return lower_list_literal(function_, whole_, literal); }
  Value operator()(const hir::ListElement& element) { return lower_list_element(function_, whole_, element); }
  Value operator()(const hir::DataNext& next) { return lower_data_next(function_, whole_, next); }
  Value operator()(const hir::DataField& field) { return lower_data_field(function_, whole_, field); }
  Value operator()(const hir::DataSize& size) { return lower_data_size(function_, size); }

 private:
  FunctionLowering& function_;
  const hir::Expression& whole_;
};

Value ExpressionLowering::operator()(const hir::Constant& constant) {
  llvm::IRBuilder<>& builder = function_.builder();
  if (const auto* number = std::get_if<std::int64_t>(&constant.value))
    return {function_.constants().i64(*number)};
  if (const auto* real = std::get_if<double>(&constant.value)) {
    return {llvm::ConstantFP::get(builder.getDoubleTy(), *real)};
  }
  if (const auto* truth = std::get_if<bool>(&constant.value)) return {builder.getInt1(*truth)};
  if (const auto* elements = std::get_if<std::vector<hir::Constant>>(&constant.value)) {
    return lower_constant_list(function_, whole_, *elements);
  }
  const std::string& text = std::get<std::string>(constant.value);
  return {function_.constants().padded_text(text), builder.getInt64(text.size())};
}

Value ExpressionLowering::operator()(const hir::ContextReference& reference) {
  llvm::IRBuilder<>& builder = function_.builder();
  llvm::Value* field = reference.field == hir::ContextField::UserId
                           ? function_.context_field<&nest_context::user_id>()
                           : function_.context_field<&nest_context::iteration>();
  return {builder.CreateLoad(builder.getInt64Ty(), field)};
}

Value ExpressionLowering::operator()(const hir::Conditional& conditional) {
  llvm::IRBuilder<>& builder = function_.builder();
  llvm::BasicBlock* then = function_.new_block("then");
  llvm::BasicBlock* otherwise = function_.new_block("else");
  llvm::BasicBlock* after = function_.new_block("after");
  builder.CreateCondBr(lower_expression(function_, *conditional.condition).first, then, otherwise);
  function_.enter(then);
  const Value one = lower_expression(function_, *conditional.then);
  llvm::BasicBlock* from_one = function_.here();
  builder.CreateBr(after);
  function_.enter(otherwise);
  const Value other = lower_expression(function_, *conditional.otherwise);
  llvm::BasicBlock* from_other = function_.here();
  builder.CreateBr(after);
  function_.enter(after);
  return function_.join(one, from_one, other, from_other);
}

/// JSON to a scalar, each by its own call.
Value convert_json(FunctionLowering& function, Value json, hir::Type to, Span span) {
  switch (static_cast<hir::Type::Kind>(to)) {
    case hir::Type::Int:
      return function.call_for(Out::Int, AbiFunction::nest_json_to_int, {json.first, json.second}, span);
    case hir::Type::Float:
      return function.call_for(Out::Float, AbiFunction::nest_json_to_float, {json.first, json.second}, span);
    case hir::Type::Bool:
      return function.call_for(Out::Bool, AbiFunction::nest_json_to_bool, {json.first, json.second}, span);
    case hir::Type::String:
      return function.call_for(Out::Text, AbiFunction::nest_json_to_string, {json.first, json.second}, span);
    case hir::Type::List:
      return function.call_for(
          Out::Text, AbiFunction::nest_json_to_list,
          {json.first, json.second,
           function.builder().getInt32(static_cast<std::uint32_t>(kind_of(to.element())))},
          span);
    case hir::Type::Duration:
    case hir::Type::Json:
    case hir::Type::Response:
    case hir::Type::Row:
    case hir::Type::Void:
      break;
  }
  return json;
}

}  // namespace

Value lower_expression(FunctionLowering& function, const hir::Expression& expression) {
  return std::visit(ExpressionLowering(function, expression), expression.node);
}

Typed lower_typed(FunctionLowering& function, const hir::Expression& expression) {
  return {.type = expression.type, .value = lower_expression(function, expression)};
}

Value lower_convert(FunctionLowering& function, const hir::Expression& whole, const hir::Convert& convert) {
  llvm::IRBuilder<>& builder = function.builder();
  const hir::Type from = convert.operand->type;
  const Value value = lower_expression(function, *convert.operand);
  if (from == hir::Type::Json) return convert_json(function, value, whole.type, whole.span);
  if (from == hir::Type::String && whole.type == hir::Type::Int) {
    return function.call_for(Out::Int, AbiFunction::nest_string_to_int, {value.first, value.second},
                             whole.span);
  }
  if (from == hir::Type::String && whole.type == hir::Type::Float) {
    return function.call_for(Out::Float, AbiFunction::nest_string_to_float, {value.first, value.second},
                             whole.span);
  }
  if (from == hir::Type::Float && whole.type == hir::Type::Int) {
    return {lower_float_to_int(function, value.first, whole.span)};
  }
  if (from == hir::Type::Int && whole.type == hir::Type::Float) {
    return {builder.CreateSIToFP(value.first, builder.getDoubleTy())};
  }
  return value;
}

}  // namespace nest::lowering
