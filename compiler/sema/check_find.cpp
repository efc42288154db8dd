#include <re2/re2.h>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"

namespace nest::sema {
namespace {

using hir::Type;

constexpr std::string_view kFind = "find";
constexpr std::string_view kFindAll = "find_all";

bool check_pattern(FunctionChecker& f, const std::string& pattern, Span span) {
  RE2::Options options;
  options.set_log_errors(false);
  const RE2 expression(pattern, options);
  if (expression.ok()) return true;
  auto report = f.emitter.emit(DiagnosticCode::BadPattern, span, expression.error());
  const std::string& part = expression.error_arg();
  const bool looks_around = expression.error_code() == RE2::ErrorBadPerlOp;
  const bool refers_back =
      expression.error_code() == RE2::ErrorBadEscape && part.size() == 2 && part[1] >= '1' && part[1] <= '9';
  if (looks_around || refers_back) {
    report.help(
        "a search takes time linear in the body, so there is no looking around and no referring back");
  }
  return false;
}

}  // namespace

bool is_find(std::string_view method) { return method == kFind || method == kFindAll; }

hir::ExpressionPtr check_response_find(FunctionChecker& f, hir::LocalId response, std::string_view method,
                                       const ast::Call& call, Span span) {
  if (call.arguments.size() != 1) {
    f.emitter.emit(DiagnosticCode::ArgumentCount, span, method, "one argument", call.arguments.size())
        .help("write `{}('regular expression')`", method);
    return nullptr;
  }
  auto pattern = check_as(f, *call.arguments.front(), Type::String);
  if (pattern == nullptr) return nullptr;
  f.responses.add_use(response, hir::ResponseField::Body);
  const bool all = method == kFindAll;
  hir::ResponseFind find{build(Type::Response, span, hir::LocalReference{response}), {}, all};
  if (const auto* constant = constant_value<std::string>(*pattern)) {
    if (!check_pattern(f, *constant, pattern->span)) return nullptr;
    find.pattern = f.analysis.pattern(*constant);
  } else {
    find.pattern = std::move(pattern);
  }
  return build(all ? Type::list_of(Type::String) : Type(Type::String), span, std::move(find));
}

}  // namespace nest::sema
