#include <string>
#include <variant>
#include <vector>

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

std::uint32_t encoding_of(hir::Encoding encoding) {
  switch (encoding) {
    case hir::Encoding::Plain:
      return NEST_PART_PLAIN;
    case hir::Encoding::Percent:
      return NEST_PART_PERCENT;
    case hir::Encoding::Form:
      return NEST_PART_FORM;
    case hir::Encoding::Json:
      return NEST_PART_JSON;
    case hir::Encoding::Header:
      return NEST_PART_HEADER;
    case hir::Encoding::Base64:
      return NEST_PART_BASE64;
  }
  return NEST_PART_PLAIN;
}

/// A hole that is known now: ints and bools read the same in every encoding.
const hir::Constant* constant_of(const hir::Hole& hole) {
  return std::get_if<hir::Constant>(&hole.value->node);
}

bool append_constant(const hir::TemplatePart& part, std::string& text) {
  if (const auto* written = std::get_if<std::string>(&part)) {
    text += *written;
    return true;
  }
  const hir::Hole& hole = std::get<hir::Hole>(part);
  const hir::Constant* constant = constant_of(hole);
  if (constant == nullptr) return false;
  if (hole.value->type == hir::Type::Int) {
    text += std::to_string(std::get<std::int64_t>(constant->value));
    return true;
  }
  if (hole.value->type == hir::Type::Bool) {
    text += std::get<bool>(constant->value) ? "true" : "false";
    return true;
  }
  if (hole.value->type == hir::Type::String && hole.encoding == hir::Encoding::Plain) {
    text += std::get<std::string>(constant->value);
    return true;
  }
  return false;
}

llvm::Constant* text_part(ConstantPool& constants, const std::string& text) {
  return constants.structure<nest_part>(
      {constants.u32(NEST_PART_TEXT), constants.u32(0), constants.str(text)});
}

Value render(FunctionLowering& function, llvm::Constant* constant, const std::vector<Typed>& values,
             Span span) {
  llvm::Value* text = function.constants().global(constant, "template");
  llvm::Value* array = function.begin_values(values);
  return function.call_for(Out::Text, AbiFunction::nest_render, {text, array}, values, span);
}

}  // namespace

llvm::Constant* template_constant(FunctionLowering& function, const hir::Template& text,
                                  std::vector<const hir::Expression*>& holes) {
  ConstantPool& constants = function.constants();
  std::vector<llvm::Constant*> parts;
  std::string pending;
  const auto flush = [&] {
    if (!pending.empty()) parts.push_back(text_part(constants, pending));
    pending.clear();
  };
  for (const hir::TemplatePart& part : text.parts) {
    if (append_constant(part, pending)) continue;
    flush();
    const hir::Hole& hole = std::get<hir::Hole>(part);
    parts.push_back(constants.structure<nest_part>({constants.u32(encoding_of(hole.encoding)),
                                                    constants.u32(static_cast<std::uint32_t>(holes.size())),
                                                    constants.str("")}));
    holes.push_back(hole.value.get());
  }
  flush();
  return constants.structure<nest_template>({constants.array<nest_part>(parts), constants.u64(parts.size())});
}

std::vector<Typed> lower_holes(FunctionLowering& function, const std::vector<const hir::Expression*>& holes) {
  std::vector<Typed> values;
  values.reserve(holes.size());
  for (const hir::Expression* hole : holes) values.push_back(lower_typed(function, *hole));
  return values;
}

Value lower_render(FunctionLowering& function, const hir::Expression& whole, const hir::Render& render_node) {
  std::string text;
  bool is_constant = true;
  for (const hir::TemplatePart& part : render_node.text.parts) {
    if (!append_constant(part, text)) {
      is_constant = false;
      break;
    }
  }
  if (is_constant) return {function.constants().padded_text(text), function.builder().getInt64(text.size())};

  // "{name}" alone is the string itself.
  if (render_node.text.parts.size() == 1) {
    const hir::Hole& hole = std::get<hir::Hole>(render_node.text.parts.front());
    if (hole.encoding == hir::Encoding::Plain && hole.value->type == hir::Type::String) {
      return lower_expression(function, *hole.value);
    }
  }
  std::vector<const hir::Expression*> holes;
  llvm::Constant* constant = template_constant(function, render_node.text, holes);
  return render(function, constant, lower_holes(function, holes), whole.span);
}

llvm::Value* lower_string_comparison(FunctionLowering& function, hir::BinaryOperator op, Value left,
                                     Value right) {
  llvm::IRBuilder<>& builder = function.builder();
  llvm::Value* zero = builder.getInt32(0);
  const auto call = [&](AbiFunction compare) {
    return function.call(compare, {left.first, left.second, right.first, right.second});
  };
  switch (op) {
    case hir::BinaryOperator::Equal:
      return builder.CreateICmpNE(call(AbiFunction::nest_string_equal), zero);
    case hir::BinaryOperator::NotEqual:
      return builder.CreateICmpEQ(call(AbiFunction::nest_string_equal), zero);
    case hir::BinaryOperator::Less:
      return builder.CreateICmpSLT(call(AbiFunction::nest_string_compare), zero);
    case hir::BinaryOperator::LessEqual:
      return builder.CreateICmpSLE(call(AbiFunction::nest_string_compare), zero);
    case hir::BinaryOperator::Greater:
      return builder.CreateICmpSGT(call(AbiFunction::nest_string_compare), zero);
    case hir::BinaryOperator::GreaterEqual:
      return builder.CreateICmpSGE(call(AbiFunction::nest_string_compare), zero);
    default:
      break;
  }
  return nullptr;
}

}  // namespace nest::lowering
