#include <vector>

#include "compiler/lower/lowering.h"

namespace nest::lowering {

void lower_measure(FunctionLowering& function, const hir::Measure& measure, Span span) {
  const std::vector<Typed> value = {lower_typed(function, *measure.value)};
  function.at(span);
  llvm::Value* metric = function.builder().getInt32(static_cast<std::uint32_t>(measure.metric));
  llvm::Value* array = function.begin_values(value);
  llvm::Value* status = function.call(AbiFunction::nest_metric_add, {metric, array});
  function.end_values(value);
  function.test(status);
}

}  // namespace nest::lowering
