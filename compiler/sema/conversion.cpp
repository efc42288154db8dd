#include "compiler/sema/conversion.h"

#include <array>
#include <string>
#include <utility>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_data.h"
#include "compiler/sema/template_builder.h"

namespace nest::sema {
namespace {

using hir::Type;

enum class Conversion { Same, Convert, Render, None };

Conversion conversion(Type from, Type to) {
  if (from == to) return Conversion::Same;
  const bool to_number = to == Type::Int || to == Type::Float;
  switch (from) {
    case Type::Json:
      return to_number || to == Type::Bool || to == Type::String ? Conversion::Convert : Conversion::None;
    case Type::String:
      return to_number ? Conversion::Convert : Conversion::None;
    case Type::Int:
    case Type::Float:
      if (to == Type::String) return Conversion::Render;
      return to_number ? Conversion::Convert : Conversion::None;
    case Type::Bool:
    case Type::Duration:
      return to == Type::String ? Conversion::Render : Conversion::None;
    default:
      return Conversion::None;
  }
}

bool binds_tightly(const hir::Expression& value) {
  return std::holds_alternative<hir::JsonPath>(value.node) ||
         std::holds_alternative<hir::LocalReference>(value.node) ||
         std::holds_alternative<hir::StateReference>(value.node) ||
         std::holds_alternative<hir::GlobalReference>(value.node) ||
         std::holds_alternative<hir::ResponseValue>(value.node);
}

}  // namespace

hir::ExpressionPtr coerce(FunctionChecker& f, hir::ExpressionPtr value, Type wanted) {
  if (value == nullptr || value->type == wanted) return value;
  if (value->type == Type::Int && wanted == Type::Float) return convert(std::move(value), Type::Float);
  if (value->type == Type::Response) {
    report_response(f, value->span);
  } else if (value->type == Type::Row) {
    report_row(f, *value);
  } else if (value->type == Type::Json && conversion(Type::Json, wanted) == Conversion::Convert) {
    report_json(f, *value, wanted);
  } else {
    auto report = f.emitter.emit(DiagnosticCode::TypeMismatch, value->span, with_article(wanted),
                                 with_article(value->type));
    const bool is_constant = std::holds_alternative<hir::Constant>(value->node);
    const bool converts = !is_constant && conversion(value->type, wanted) != Conversion::None;
    const bool is_number = value->type == Type::Int || value->type == Type::Float;
    if (wanted == Type::Duration && is_number && is_constant) {
      report.help("add a unit: `{}s`", f.analysis.text_of(value->span));
    } else if (converts && binds_tightly(*value)) {
      report.help("write `{} as {}`", f.analysis.text_of(value->span), name(wanted));
    } else if (converts) {
      report.help("write `… as {}`", name(wanted));
    }
  }
  return nullptr;
}

hir::ExpressionPtr cast(FunctionChecker& f, hir::ExpressionPtr value, Type target, Span span) {
  if (value == nullptr) return nullptr;
  if (value->type == Type::Response) {
    report_response(f, value->span);
    return nullptr;
  }
  if (value->type == Type::Row) {
    report_row(f, *value);
    return nullptr;
  }
  if (conversion(value->type, target) != Conversion::None) {
    auto converted = convert(std::move(value), target);
    converted->span = span;
    return converted;
  }
  auto report =
      f.emitter.emit(DiagnosticCode::BadConversion, span, with_article(value->type), with_article(target));
  if (value->type == Type::Duration && (target == Type::Int || target == Type::Float)) {
    report.help("divide it by a unit: `{} / 1ms` is a number of milliseconds",
                f.analysis.text_of(value->span));
  } else if (target == Type::Duration) {
    report.help("multiply a number by a unit: `2 * 1s`");
  } else if (target == Type::Bool) {
    report.help("compare it: `{} != …`", f.analysis.text_of(value->span));
  }
  return nullptr;
}

hir::ExpressionPtr convert(hir::ExpressionPtr value, Type target) {
  switch (conversion(value->type, target)) {
    case Conversion::Same:
      return value;
    case Conversion::Render:
      return render_value(std::move(value));
    default:
      break;
  }
  const Span span = value->span;
  return build(target, span, hir::Convert{std::move(value)});
}

std::optional<Type> resolve_type(Emitter& emitter, const ast::Name& written) {
  constexpr std::array kTypes = {Type::Int,      Type::Float, Type::Bool,    Type::String,
                                 Type::Duration, Type::Json,  Type::Response};
  std::array<std::string_view, kTypes.size()> names;
  for (std::size_t i = 0; i < kTypes.size(); ++i) {
    names[i] = name(kTypes[i]);
    if (names[i] == written.text) return kTypes[i];
  }
  auto report = emitter.emit(DiagnosticCode::UnknownType, written.span, written.text);
  if (const auto near = nearest_name(written.text, names)) report.help("did you mean `{}`?", *near);
  return std::nullopt;
}

void report_json(FunctionChecker& f, const hir::Expression& value, Type wanted) {
  auto report = f.emitter.emit(DiagnosticCode::JsonNeedsConversion, value.span, with_article(wanted));
  if (binds_tightly(value)) {
    report.help("say what it is: `{} as {}`", f.analysis.text_of(value.span), name(wanted));
  } else {
    report.help("say what it is: `… as {}`", name(wanted));
  }
}

void report_response(FunctionChecker& f, Span span) {
  f.emitter.emit(DiagnosticCode::ResponseAsValue, span)
      .help(
          "use one of its fields: `.status`, `.time`, `.size`, `.body`, `.json`, `.ok`, `.url`, "
          "`.header(\"…\")`");
}

std::string_view with_article(Type type) {
  switch (type) {
    case Type::Void:
      return "nothing";
    case Type::Int:
      return "an int";
    case Type::Float:
      return "a float";
    case Type::Bool:
      return "a bool";
    case Type::String:
      return "a string";
    case Type::Duration:
      return "a duration";
    case Type::Json:
      return "json";
    case Type::Response:
      return "a response";
    case Type::Row:
      return "a row";
  }
  return "?";
}

}  // namespace nest::sema
