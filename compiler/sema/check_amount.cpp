#include "compiler/sema/check_amount.h"

#include <algorithm>
#include <utility>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_constant.h"
#include "compiler/sema/find_variable.h"

namespace nest::sema {

Amount check_amount(Analysis& analysis, const Scope& scope, const ast::Expression& value,
                    std::initializer_list<hir::Type> types, DiagnosticCode not_constant) {
  Variable* variable = find_variable(scope, value);
  const auto* param = variable == nullptr ? nullptr : std::get_if<hir::GlobalId>(&variable->place);
  if (param == nullptr || !variable->type) {
    return {check_constant(analysis, scope, value, not_constant), std::nullopt};
  }
  variable->is_read = true;
  if (analysis.without_default.contains(*param)) return {nullptr, std::nullopt};
  auto standing_in =
      build_constant(*variable->type, value.span, analysis.program.globals[hir::index(*param)].value);
  const bool fits = std::ranges::find(types, *variable->type) != types.end();
  return {std::move(standing_in), fits ? std::optional(*param) : std::nullopt};
}

}  // namespace nest::sema
