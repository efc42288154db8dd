#include "compiler/sema/check_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/find_variable.h"

namespace nest::sema {
namespace {

using hir::DataFormat;
using hir::Type;

const hir::Data& object_of(const FunctionChecker& f, hir::DataId id) {
  return f.analysis.program.data[hir::index(id)];
}

// As one writes it behind a row: `.name`, `["e-mail"]`.
std::string access(const std::string& column) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const bool is_name =
      !column.empty() && is_letter(column.front()) &&
      std::ranges::all_of(column, [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
  return is_name ? "." + column : fmt::format("[\"{}\"]", column);
}

std::string columns_text(const hir::Data& data) {
  constexpr std::size_t kShown = 12;
  std::string text;
  for (std::size_t i = 0; i < data.columns.size() && i < kShown; ++i) {
    text += fmt::format("{}`{}`", i == 0 ? "" : ", ", access(data.columns[i]));
  }
  if (data.columns.size() > kShown) text += fmt::format(" and {} more", data.columns.size() - kShown);
  return text;
}

void report_unknown_column(FunctionChecker& f, const hir::Data& data, const std::string& name, Span span) {
  auto report = f.emitter.emit(DiagnosticCode::UnknownColumn, span, data.name, name);
  const std::vector<std::string_view> columns(data.columns.begin(), data.columns.end());
  if (const auto near = nearest_name(name, columns)) {
    report.help("did you mean `{}`? it has {}", access(std::string(*near)), columns_text(data));
  } else {
    report.help("it has {}", columns_text(data));
  }
}

hir::ExpressionPtr build_column(FunctionChecker& f, hir::ExpressionPtr row, const std::string& name,
                                Span name_span, const std::string& text, Span span) {
  const hir::DataId id = data_of(f, *row);
  const hir::Data& data = object_of(f, id);
  const auto found = std::ranges::find(data.columns, name);
  if (found == data.columns.end()) {
    report_unknown_column(f, data, name, name_span);
    return nullptr;
  }
  const auto column = static_cast<std::uint32_t>(found - data.columns.begin());
  if (data.format == DataFormat::Csv)
    return build(Type::String, span, hir::DataField{id, std::move(row), column});
  const Span row_span = row->span;
  hir::JsonPath path{build(Type::Json, row_span, hir::DataField{id, std::move(row), 0}), {}, text};
  path.steps.emplace_back(name);
  return build(Type::Json, span, std::move(path));
}

bool stands_right(FunctionChecker& f, const hir::Data& data, const ast::Call& call, Span span) {
  if (!next_waits(data) || f.waiting_call == &call) return true;
  f.emitter.emit(DiagnosticCode::WaitMisplaced, span, "next")
      .help("give it a line of its own, `let row = {}.next()`, and use `row`", data.name);
  return false;
}

bool is_known_member(FunctionChecker& f, const ast::Name& name) {
  constexpr std::array<std::string_view, 2> kMembers = {"next", "size"};
  if (std::ranges::find(kMembers, name.text) != kMembers.end()) return true;
  auto report = f.emitter.emit(DiagnosticCode::UnknownDataMember, name.span, name.text);
  if (const auto near = nearest_name(name.text, kMembers)) report.help("did you mean `{}`?", *near);
  return false;
}

}  // namespace

bool next_waits(const hir::Data& data) {
  return data.policy == hir::DataPolicy::Unique && data.exhausted == hir::Exhausted::Wait;
}

const hir::DataId* find_data(FunctionChecker& f, const ast::Expression& expression) {
  Variable* variable = find_variable(f, expression);
  if (variable == nullptr || !variable->type) return nullptr;
  const auto* id = std::get_if<hir::DataId>(&variable->place);
  if (id != nullptr) variable->is_read = true;
  return id;
}

hir::ExpressionPtr check_data_call(FunctionChecker& f, hir::DataId id, const ast::Member& member,
                                   const ast::Call& call, Span span) {
  const hir::Data& data = object_of(f, id);
  if (!is_known_member(f, member.name)) return nullptr;
  if (member.name.text == "size") {
    f.emitter.emit(DiagnosticCode::NotCallable, span).help("`.size` is a value: leave the parentheses out");
    return nullptr;
  }
  if (!call.arguments.empty()) {
    f.emitter.emit(DiagnosticCode::ArgumentCount, span, "next", "no arguments", call.arguments.size());
    return nullptr;
  }
  if (!stands_right(f, data, call, span)) return nullptr;
  f.function.suspends = true;
  auto row = build(Type::Row, span, hir::DataNext{id});
  if (data.format != DataFormat::Lines) return row;
  return build(Type::String, span, hir::DataField{id, std::move(row), 0});
}

hir::ExpressionPtr check_data_member(FunctionChecker& f, hir::DataId id, const ast::Name& name, Span span) {
  if (!is_known_member(f, name)) return nullptr;
  if (name.text == "size") return build(Type::Int, span, hir::DataSize{id});
  f.emitter.emit(DiagnosticCode::FunctionWithoutCall, name.span, name.text)
      .help("write `{}.next()`", object_of(f, id).name);
  return nullptr;
}

hir::ExpressionPtr check_column(FunctionChecker& f, hir::ExpressionPtr row, const ast::Name& name,
                                Span span) {
  return build_column(f, std::move(row), name.text, name.span, "." + name.text, span);
}

hir::ExpressionPtr check_column_index(FunctionChecker& f, hir::ExpressionPtr row,
                                      const hir::Expression& index, Span span) {
  const auto* name = constant_value<std::string>(index);
  if (name != nullptr)
    return build_column(f, std::move(row), *name, index.span, fmt::format("[\"{}\"]", *name), span);
  f.emitter.emit(DiagnosticCode::ColumnNotConstant, index.span)
      .help("a row has {}", columns_text(object_of(f, data_of(f, *row))));
  return nullptr;
}

hir::DataId data_of(const FunctionChecker& f, const hir::Expression& row) {
  if (const auto* local = std::get_if<hir::LocalReference>(&row.node))
    return f.function.locals[hir::index(local->local)].data.value();
  if (const auto* state = std::get_if<hir::StateReference>(&row.node))
    return f.analysis.program.states[hir::index(state->state)].data.value();
  return std::get<hir::DataNext>(row.node).data;
}

bool is_row_of(FunctionChecker& f, const hir::Expression& row, std::optional<hir::DataId> kept) {
  const hir::DataId id = data_of(f, row);
  if (!kept || id == *kept) return true;
  f.emitter.emit(DiagnosticCode::RowOfOtherData, row.span, object_of(f, id).name, object_of(f, *kept).name)
      .help("give it a variable of its own");
  return false;
}

// A row of `lines` is a string by the time it gets here, and no longer known as one.
void report_no_row(FunctionChecker& f, const hir::Expression& found) {
  auto report = f.emitter.emit(DiagnosticCode::ReleaseTarget, found.span, "`release` takes a row, or a data");
  if (found.type == Type::String) {
    report.help(
        "a row of `lines` is a string: name the data, `release seats`, to give back what the user has of it");
  } else {
    report.help("keep the row, `let account = users.next()`, and write `release account`");
  }
}

void check_release(FunctionChecker& f, const ast::Release& release, Span span, hir::Block& out) {
  const hir::DataId* whole = find_data(f, *release.target);
  hir::ExpressionPtr row;
  if (whole == nullptr) {
    row = check_there(f, *release.target);
    if (row == nullptr) return;
    if (row->type != Type::Row || std::holds_alternative<hir::DataNext>(row->node)) {
      report_no_row(f, *row);
      return;
    }
  }
  const hir::DataId id = whole != nullptr ? *whole : data_of(f, *row);
  const hir::Data& data = object_of(f, id);
  if (data.policy != hir::DataPolicy::Unique) {
    f.emitter
        .emit(DiagnosticCode::ReleaseTarget, release.target->span,
              fmt::format("the rows of `{}` are not claimed, and so not given back", data.name))
        .note(data.span, "only those of a `unique` data are");
    return;
  }
  out.push_back({span, hir::Release{id, std::move(row)}});
}

void report_data(FunctionChecker& f, hir::DataId id, Span span) {
  f.emitter.emit(DiagnosticCode::DataAsValue, span, object_of(f, id).name)
      .help("a row of it is `{0}.next()`, the number of its rows `{0}.size`", object_of(f, id).name);
}

void report_row(FunctionChecker& f, const hir::Expression& row) {
  const hir::Data& data = object_of(f, data_of(f, row));
  f.emitter.emit(DiagnosticCode::RowAsValue, row.span, data.name)
      .help("name a column: {}", columns_text(data));
}

}  // namespace nest::sema
