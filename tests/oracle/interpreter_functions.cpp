#include <fmt/format.h>

#include <utility>

#include "tests/oracle/interpreter.h"

namespace nest::oracle {

Interpreter::Value Interpreter::node(const hir::FunctionCall& call, const hir::Expression& whole) {
  const hir::Function& function = program_->functions.at(hir::index(call.function));
  std::vector<Value> locals(function.locals.size());
  for (std::size_t i = 0; i < call.arguments.size(); ++i) locals.at(i) = value(*call.arguments[i]);
  const std::vector<Value> outer = std::exchange(locals_, std::move(locals));
  returned_ = Value{};
  try {
    block(function.body);
  } catch (Failure& failure) {
    locals_ = outer;
    const LineColumn place = sources_->position(whole.span);
    failure.kind = NEST_FAILED;
    failure.message +=
        fmt::format(", called at {}:{}:{}", sources_->file(whole.span.file).path(), place.line, place.column);
    throw;
  }
  locals_ = outer;
  return std::exchange(returned_, Value{});
}

}  // namespace nest::oracle
