#include <fmt/format.h>

#include <array>
#include <utility>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/check_function.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/find_variable.h"

namespace nest::sema {
namespace {

using hir::Type;

std::string arguments_text(std::size_t count) {
  constexpr std::array<std::string_view, 4> kWords = {"no arguments", "one argument", "two arguments",
                                                      "three arguments"};
  return count < kWords.size() ? std::string(kWords[count]) : fmt::format("{} arguments", count);
}

bool has_right_count(FunctionChecker& f, const FunctionSymbol& function, std::size_t count, Span span) {
  const ast::Function& tree = *function.tree;
  if (count == tree.parameters.size()) return true;
  f.emitter
      .emit(DiagnosticCode::ArgumentCount, span, tree.name.text, arguments_text(tree.parameters.size()),
            count)
      .note(tree.name.span, "declared here");
  return false;
}

// A response is passed on as what it is: nothing is copied, and what is read of it counts where it came from.
hir::ExpressionPtr check_response_argument(FunctionChecker& f, const ast::Expression& argument,
                                           const ResponseNeeds& needs) {
  auto value = coerce(f, check_expression(f, argument), Type::Response);
  if (value != nullptr) f.responses.add_needs(std::get<hir::LocalReference>(value->node).local, needs);
  return value;
}

std::optional<std::vector<hir::ExpressionPtr>> check_arguments(FunctionChecker& f,
                                                               const FunctionSymbol& function,
                                                               const ast::Call& call, Span span) {
  std::vector<hir::ExpressionPtr> arguments;
  bool right = has_right_count(f, function, call.arguments.size(), span);
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const auto type = i < function.parameters.size() ? function.parameters[i] : std::nullopt;
    if (!type) {
      static_cast<void>(check_expression(f, *call.arguments[i]));
      right = false;
      continue;
    }
    const auto& flow = function.responses.parameters;
    arguments.push_back(
        *type == Type::Response
            ? check_response_argument(f, *call.arguments[i], i < flow.size() ? flow[i] : ResponseNeeds{})
            : check_as(f, *call.arguments[i], *type));
    right &= arguments.back() != nullptr;
  }
  if (!right) return std::nullopt;
  return arguments;
}

// Where the call stands has to let it wait, or give nothing.
bool stands_right(FunctionChecker& f, const FunctionSymbol& function, const ast::Call& call, Span span) {
  const std::string& name = function.tree->name.text;
  if (function.result == Type::Void && f.statement_call != &call) {
    f.emitter.emit(DiagnosticCode::NoValue, span, name).help("give it a line of its own");
    return false;
  }
  if (f.waiting_call == &call) return true;
  if (function.waits) {
    f.emitter.emit(DiagnosticCode::WaitMisplaced, span, name)
        .help("give it a line of its own, `let value = {}(…)`, and use `value`", name);
    return false;
  }
  if (function.result == Type::Response) {
    f.emitter.emit(DiagnosticCode::ResponseAsValue, span)
        .help("give it a line of its own, `let response = {}(…)`, and use `response`", name);
    return false;
  }
  return true;
}

}  // namespace

FunctionSymbol* find_function(const FunctionChecker& f, const ast::Expression& expression) {
  Variable* variable = find_variable(f.scope(), expression);
  const auto* function = variable == nullptr ? nullptr : std::get_if<FunctionSymbol*>(&variable->place);
  if (function == nullptr) return nullptr;
  variable->is_read = true;
  return *function;
}

hir::ExpressionPtr check_function_call(FunctionChecker& f, const FunctionSymbol& function,
                                       const ast::Call& call, Span span) {
  auto arguments = check_arguments(f, function, call, span);
  const bool right = stands_right(f, function, call, span);
  if (!arguments || !right || !function.result) return nullptr;
  f.function.suspends |= function.suspends;
  f.sets.insert(function.sets.begin(), function.sets.end());
  forget_set_by_call(f, function.sets);
  if (function.user_variable) note_user_variable(f, span, *function.user_variable);
  return build(*function.result, span, hir::FunctionCall{function.id, std::move(*arguments)});
}

void follow_response(FunctionChecker& f, const hir::Expression& value, hir::LocalId into) {
  if (value.type != Type::Response) return;
  if (const auto* from = std::get_if<hir::LocalReference>(&value.node)) {
    f.responses.join(from->local, into);
    return;
  }
  const auto& call = std::get<hir::FunctionCall>(value.node);
  for (const FunctionSymbol* function : f.analysis.ordered_functions) {
    if (function->id != call.function) continue;
    for (const hir::RequestId request : function->responses.results) f.responses.add_request(request, into);
    for (const std::size_t parameter : function->responses.returned_parameters)
      follow_response(f, *call.arguments[parameter], into);
  }
}

}  // namespace nest::sema
