#include <fmt/format.h>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_data.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/check_list.h"
#include "compiler/sema/check_metric.h"
#include "compiler/sema/check_service.h"
#include "compiler/sema/check_shared.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/find_variable.h"

namespace nest::sema {
namespace {

using hir::Type;

// `a.b.c` is one path of two steps, so that the runtime walks it in one go.
hir::ExpressionPtr extend_path(hir::ExpressionPtr base, hir::PathStep step, const std::string& text,
                               Span span) {
  if (auto* path = std::get_if<hir::JsonPath>(&base->node)) {
    path->steps.push_back(std::move(step));
    path->text += text;
    base->span = span;
    return base;
  }
  hir::JsonPath path{std::move(base), {}, text};
  path.steps.push_back(std::move(step));
  return build(Type::Json, span, std::move(path));
}

std::optional<hir::PathStep> check_step(FunctionChecker& f, hir::ExpressionPtr index) {
  if (index == nullptr) return std::nullopt;
  switch (index->type) {
    case Type::Int:
      if (const auto* number = constant_value<std::int64_t>(*index)) {
        if (*number >= 0) return *number;
        f.emitter.emit(DiagnosticCode::NegativeIndex, index->span, *number)
            .help("elements count from 0; the last one is at `len(…) - 1`");
        return std::nullopt;
      }
      return hir::PathStep(std::move(index));
    case Type::String:
      if (const auto* key = constant_value<std::string>(*index)) return *key;
      return hir::PathStep(std::move(index));
    case Type::Json:
      report_json(f, *index, Type::Int);
      return std::nullopt;
    default:
      f.emitter.emit(DiagnosticCode::JsonIndexType, index->span, with_article(index->type));
      return std::nullopt;
  }
}

}  // namespace

hir::ExpressionPtr check_member(FunctionChecker& f, const ast::Member& member, Span span) {
  if (is_user(*member.base)) return check_user_member(f, member.name, span);
  if (const Variable* module = find_module(f, *member.base))
    return check_module_member(f, *module, member.name, span);
  if (const auto* shared = find_shared(f, *member.base)) {
    return check_shared_member(f, *shared, member.name, span);
  }
  if (const auto* metric = find_metric(f, *member.base)) {
    check_metric_method(f, *metric, member.name);
    return nullptr;
  }
  if (const auto* data = find_data(f, *member.base)) return check_data_member(f, *data, member.name, span);
  if (const ServiceSymbol* service = find_service(f, *member.base)) {
    return check_service_member(f, *service, member.name, span);
  }
  auto base = check_there(f, *member.base);
  if (base == nullptr) return nullptr;
  if (base->type == Type::Response) {
    return check_response_field(f, std::get<hir::LocalReference>(base->node).local, member.name, span);
  }
  if (base->type == Type::Row) return check_column(f, std::move(base), member.name, span);
  if (base->type == Type::Json) {
    return extend_path(std::move(base), member.name.text, "." + member.name.text, span);
  }
  auto report =
      f.emitter.emit(DiagnosticCode::NoMember, member.name.span, with_article(base->type), member.name.text);
  if (member.name.text == "length" || member.name.text == "size") {
    report.help("write `len({})`", f.analysis.text_of(base->span));
  }
  return nullptr;
}

hir::ExpressionPtr check_index(FunctionChecker& f, const ast::Index& index, Span span) {
  auto base = check_there(f, *index.base);
  auto position = check_there(f, *index.index);
  if (base == nullptr) return nullptr;
  if (base->type == Type::List) return check_list_element(f, std::move(base), std::move(position), span);
  if (base->type == Type::Row) {
    return position == nullptr ? nullptr : check_column_index(f, std::move(base), *position, span);
  }
  if (base->type != Type::Json) {
    auto report = f.emitter.emit(DiagnosticCode::NotIndexable, base->span, with_article(base->type));
    if (base->type == Type::Response)
      report.help("its body as json is `{}.json`", f.analysis.text_of(base->span));
    return nullptr;
  }
  if (position == nullptr) return nullptr;
  const std::string text = fmt::format("[{}]", f.analysis.text_of(index.index->span));
  auto step = check_step(f, std::move(position));
  if (!step) return nullptr;
  return extend_path(std::move(base), std::move(*step), text, span);
}

}  // namespace nest::sema
