#include <string>
#include <variant>
#include <vector>

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

/// One step as a constant; what is only known at run time is appended to `holes`.
llvm::Constant* step_constant(ConstantPool& constants, const hir::PathStep& step,
                              std::vector<const hir::Expression*>& holes) {
  const auto make = [&](std::uint32_t kind, std::size_t hole, std::int64_t index, const std::string& key) {
    return constants.structure<nest_step>({constants.u32(kind),
                                           constants.u32(static_cast<std::uint32_t>(hole)),
                                           constants.i64(index), constants.str(key)});
  };
  if (const auto* key = std::get_if<std::string>(&step)) return make(NEST_STEP_KEY, 0, 0, *key);
  if (const auto* index = std::get_if<std::int64_t>(&step)) return make(NEST_STEP_INDEX, 0, *index, "");
  const hir::Expression& computed = *std::get<hir::ExpressionPtr>(step);
  holes.push_back(&computed);
  const bool is_key = computed.type == hir::Type::String;
  return make(is_key ? NEST_STEP_KEY_HOLE : NEST_STEP_INDEX_HOLE, holes.size() - 1, 0, "");
}

}  // namespace

Value lower_json_path(FunctionLowering& function, const hir::Expression& whole, const hir::JsonPath& path) {
  ConstantPool& constants = function.constants();
  const Value base = lower_expression(function, *path.base);
  std::vector<const hir::Expression*> holes;
  std::vector<llvm::Constant*> steps;
  for (const hir::PathStep& step : path.steps) steps.push_back(step_constant(constants, step, holes));
  llvm::Constant* constant = constants.global(
      constants.structure<nest_path>(
          {constants.array<nest_step>(steps), constants.u64(steps.size()), constants.str(path.text)}),
      "path");
  const std::vector<Typed> values = lower_holes(function, holes);
  llvm::Value* array = function.begin_values(values);
  return function.call_for(Out::Text, AbiFunction::nest_json_get, {base.first, base.second, constant, array},
                           values, whole.span);
}

Value lower_json_equal(FunctionLowering& function, const hir::Expression& whole,
                       const hir::JsonEqual& equal) {
  llvm::IRBuilder<>& builder = function.builder();
  const Value json = lower_expression(function, *equal.json);
  const std::vector<Typed> other = {lower_typed(function, *equal.other)};
  function.at(whole.span);
  llvm::Value* array = function.begin_values(other);
  llvm::Value* result = function.call(AbiFunction::nest_json_equal, {json.first, json.second, array});
  function.end_values(other);
  // Negative: the text was not JSON.
  llvm::Value* failed = builder.CreateICmpSLT(result, builder.getInt32(0));
  function.test(builder.CreateSelect(failed, function.status(NEST_FAILED), function.status(NEST_OK)));
  return {equal.negated ? builder.CreateICmpEQ(result, builder.getInt32(0))
                        : builder.CreateICmpNE(result, builder.getInt32(0))};
}

}  // namespace nest::lowering
