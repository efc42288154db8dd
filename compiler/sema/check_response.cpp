#include <array>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/builtins.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/foreign_words.h"

namespace nest::sema {
namespace {

using hir::ResponseField;
using hir::Type;

struct FieldRow {
  std::string_view name;
  ResponseField field;
  Type type;
};
constexpr std::array kFields = {FieldRow{"status", ResponseField::Status, Type::Int},
                                FieldRow{"time", ResponseField::Time, Type::Duration},
                                FieldRow{"size", ResponseField::Size, Type::Int},
                                FieldRow{"body", ResponseField::Body, Type::String},
                                FieldRow{"json", ResponseField::Json, Type::Json},
                                FieldRow{"ok", ResponseField::Ok, Type::Bool},
                                FieldRow{"url", ResponseField::Url, Type::String}};

const FieldRow* find_field(std::string_view name) {
  for (const FieldRow& row : kFields) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

hir::ExpressionPtr reference(hir::LocalId response, Span span) {
  return build(Type::Response, span, hir::LocalReference{response});
}

hir::ExpressionPtr read_field(hir::LocalId response, const FieldRow& row, Span span) {
  return build(row.type, span, hir::ResponseValue{reference(response, span), row.field});
}

// Whether the request is ok is decided after its conditions, from them; within them it is what the status
// says.
hir::ExpressionPtr own_ok(hir::LocalId response, Span span) {
  const auto status = [&](hir::BinaryOperator op, std::int64_t bound) {
    return build(Type::Bool, span,
                 hir::Binary{op, read_field(response, *find_field("status"), span),
                             build_constant(Type::Int, span, {bound})});
  };
  return build(Type::Bool, span,
               hir::Binary{hir::BinaryOperator::And, status(hir::BinaryOperator::Greater, 0),
                           status(hir::BinaryOperator::Less, 400)});
}

void report_unknown_field(FunctionChecker& f, const ast::Name& name) {
  if (name.text == "header") {
    f.emitter.emit(DiagnosticCode::FunctionWithoutCall, name.span, name.text)
        .help("write `.header(\"Name\")`");
    return;
  }
  if (is_find(name.text)) {
    f.emitter.emit(DiagnosticCode::FunctionWithoutCall, name.span, name.text)
        .help("write `.{}('regular expression')`", name.text);
    return;
  }
  auto report = f.emitter.emit(DiagnosticCode::UnknownResponseField, name.span, name.text);
  std::vector<std::string_view> names = {"header", "find", "find_all"};
  for (const FieldRow& row : kFields) names.push_back(row.name);
  if (const auto foreign = foreign_field_hint(name.text); !foreign.empty()) {
    report.help("{}; a member of its body is `.json.{}`", foreign, name.text);
  } else if (const auto near = nearest_name(name.text, names)) {
    report.help("did you mean `.{}`?", *near);
  } else {
    report.help("a member of its body is `.json.{}`", name.text);
  }
}

}  // namespace

std::optional<ResponseField> response_field(std::string_view name) {
  const FieldRow* row = find_field(name);
  if (row == nullptr) return std::nullopt;
  return row->field;
}

hir::ExpressionPtr check_response_field(FunctionChecker& f, hir::LocalId response, const ast::Name& field,
                                        Span span) {
  const FieldRow* row = find_field(field.text);
  if (row == nullptr) {
    report_unknown_field(f, field);
    return nullptr;
  }
  const bool about_status = row->field == ResponseField::Status || row->field == ResponseField::Ok;
  f.responses.add_use(response, row->field);
  if (f.own_response == response && about_status) f.mentions_own_status = true;
  if (f.own_response == response && row->field == ResponseField::Ok) return own_ok(response, span);
  return read_field(response, *row, span);
}

hir::ExpressionPtr check_response_header(FunctionChecker& f, hir::LocalId response, const ast::Call& call,
                                         Span span) {
  if (call.arguments.size() != 1) {
    f.emitter.emit(DiagnosticCode::ArgumentCount, span, "header", "one argument", call.arguments.size())
        .help("write `header(\"Name\")`");
    return nullptr;
  }
  auto name = check_as(f, *call.arguments.front(), Type::String);
  if (name == nullptr) return nullptr;
  f.responses.add_header_use(response);
  return build(Type::String, span, hir::ResponseHeader{reference(response, span), std::move(name)});
}

}  // namespace nest::sema
