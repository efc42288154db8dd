#include "compiler/sema/conversion.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_data.h"
#include "compiler/sema/check_optional.h"
#include "compiler/sema/conversion_hint.h"
#include "compiler/sema/template_builder.h"

namespace nest::sema {
namespace {

using hir::Type;

enum class Conversion { Same, Convert, Render, None };

// No JSON value is a duration.
bool lists_json(Type list) { return hir::can_be_element(list.element()) && list.element() != Type::Duration; }

Conversion conversion(Type from, Type to) {
  if (from == to) return Conversion::Same;
  const bool to_number = to == Type::Int || to == Type::Float;
  if (from == Type::List) return to == Type::String ? Conversion::Render : Conversion::None;
  switch (from) {
    case Type::Json:
      if (to == Type::List) return lists_json(to) ? Conversion::Convert : Conversion::None;
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

std::string_view optional_with_article(Type value) {
  switch (value) {
    case Type::Int:
      return "an optional int";
    case Type::Float:
      return "an optional float";
    case Type::Bool:
      return "an optional bool";
    case Type::String:
      return "an optional string";
    case Type::Duration:
      return "an optional duration";
    case Type::Json:
      return "optional json";
    default:
      return "an optional list";
  }
}

std::string_view list_with_article(Type element) {
  switch (element) {
    case Type::Int:
      return "a list<int>";
    case Type::Float:
      return "a list<float>";
    case Type::Bool:
      return "a list<bool>";
    case Type::String:
      return "a list<string>";
    case Type::Duration:
      return "a list<duration>";
    case Type::Json:
      return "a list<json>";
    default:
      return "an empty list";
  }
}

using ConstantList = std::vector<hir::Constant>;

/// A list as it was written can still become another: an empty one any, one of ints one of floats.
bool fits_literal(const hir::Expression& value, Type wanted) {
  if (value.type != Type::List || wanted != Type::List) return false;
  const Type element = value.type.element();
  if (element == Type::Void) return true;
  return element == Type::Int && wanted.element() == Type::Float &&
         (std::holds_alternative<hir::ListLiteral>(value.node) ||
          constant_value<ConstantList>(value) != nullptr);
}

hir::ExpressionPtr fit_literal(hir::ExpressionPtr value, Type wanted) {
  value->type = wanted;
  if (auto* const literal = std::get_if<hir::ListLiteral>(&value->node)) {
    for (hir::ExpressionPtr& element : literal->elements)
      element = convert(std::move(element), wanted.element());
  } else if (auto* const constant = std::get_if<hir::Constant>(&value->node)) {
    for (hir::Constant& element : std::get<ConstantList>(constant->value)) {
      if (const auto* number = std::get_if<std::int64_t>(&element.value)) {
        element.value = static_cast<double>(*number);
      }
    }
  }
  return value;
}

}  // namespace

hir::ExpressionPtr coerce(FunctionChecker& f, hir::ExpressionPtr value, Type wanted) {
  if (value == nullptr || value->type == wanted) return value;
  if (wanted.is_optional()) return keep(f, std::move(value), wanted);
  if (value->type.is_optional()) {
    report_optional(f, *value);
    return nullptr;
  }
  if (value->type == Type::Int && wanted == Type::Float) return convert(std::move(value), Type::Float);
  if (fits_literal(*value, wanted)) return fit_literal(std::move(value), wanted);
  if (value->type == Type::Response) {
    report_response(f, value->span);
  } else if (value->type == Type::Row) {
    report_row(f, *value);
  } else if (value->type == Type::Json && conversion(Type::Json, wanted) == Conversion::Convert) {
    report_json(f, *value, wanted);
  } else {
    auto report = f.emitter.emit(DiagnosticCode::TypeMismatch, value->span, with_article(wanted),
                                 with_article(value->type));
    const bool converts = conversion(value->type, wanted) != Conversion::None;
    const std::string hint = conversion_hint(f.analysis, *value, wanted, converts);
    if (!hint.empty()) report.help("{}", hint);
  }
  return nullptr;
}

hir::ExpressionPtr cast(FunctionChecker& f, hir::ExpressionPtr value, Type target, Span span) {
  if (value == nullptr) return nullptr;
  if (value->type.is_optional()) {
    report_optional(f, *value);
    return nullptr;
  }
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

namespace {

std::optional<Type> resolve_value_type(Emitter& emitter, const ast::TypeName& written) {
  if (written.name.text != "list") {
    const auto type = resolve_type(emitter, written.name);
    if (!written.element) return type;
    emitter
        .emit(DiagnosticCode::ListType, written.span,
              fmt::format("`{}` holds no elements", written.name.text))
        .help("only a list is written with the type of what is in it: `list<string>`");
    return std::nullopt;
  }
  if (!written.element) {
    emitter.emit(DiagnosticCode::ListType, written.span, "a list says what is in it")
        .help("write `list<string>`, `list<int>`, …");
    return std::nullopt;
  }
  const std::optional<Type> element =
      written.element->text == "list" ? Type::list_of(Type::Void) : resolve_type(emitter, *written.element);
  if (!element) return std::nullopt;
  if (hir::can_be_element(*element)) return Type::list_of(*element);
  emitter
      .emit(DiagnosticCode::ListType, written.element->span,
            fmt::format("a list cannot hold {}", *element == Type::List ? "a list" : with_article(*element)))
      .help("its elements are int, float, bool, string, duration or json");
  return std::nullopt;
}

}  // namespace

std::optional<Type> resolve_type(Emitter& emitter, const ast::TypeName& written) {
  const std::optional<Type> type = resolve_value_type(emitter, written);
  if (!written.is_optional || !type) return type;
  if (*type != Type::Response) return type->optional();
  emitter.emit(DiagnosticCode::OptionalType, written.span, with_article(*type))
      .help("keep what you need of it: `.json`, `.body`, `.header(\"…\")`");
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
  if (type.is_optional()) return optional_with_article(type.value());
  switch (static_cast<hir::Type::Kind>(type)) {
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
    case Type::List:
      return list_with_article(type.element());
  }
  return "?";
}

}  // namespace nest::sema
