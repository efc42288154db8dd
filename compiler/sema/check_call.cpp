#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/builtins.h"
#include "compiler/sema/check_data.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/check_file.h"
#include "compiler/sema/check_function.h"
#include "compiler/sema/check_library.h"
#include "compiler/sema/check_metric.h"
#include "compiler/sema/check_shared.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/find_variable.h"
#include "compiler/sema/foreign_words.h"
#include "compiler/sema/template_builder.h"

namespace nest::sema {
namespace {

using hir::Type;
using Arguments = std::vector<hir::ExpressionPtr>;

hir::ExpressionPtr build_call(Type type, Span span, hir::Builtin builtin, Arguments arguments) {
  return build(type, span, hir::BuiltinCall{builtin, std::move(arguments)});
}

bool is_reversed(const hir::Expression& low, const hir::Expression& high) {
  const auto greater = [&]<typename Value>(const Value* from) {
    const auto* to = constant_value<Value>(high);
    return from != nullptr && to != nullptr && *from > *to;
  };
  return greater(constant_value<std::int64_t>(low)) || greater(constant_value<double>(low));
}

hir::ExpressionPtr check_random(FunctionChecker& f, Arguments arguments, Span span) {
  for (const auto& argument : arguments) {
    if (argument->type == Type::Json) {
      report_json(f, *argument, Type::Int);
      return nullptr;
    }
  }
  Type type = arguments[0]->type;
  if (type == Type::Int && arguments[1]->type == Type::Float) type = Type::Float;
  if (type != Type::Int && type != Type::Float && type != Type::Duration) {
    f.emitter.emit(DiagnosticCode::ArgumentTypes, arguments[0]->span, "random", with_article(type))
        .help("`random(a, b)` takes two ints, two floats or two durations");
    return nullptr;
  }
  arguments[1] = coerce(f, std::move(arguments[1]), type);
  if (arguments[1] == nullptr) return nullptr;
  arguments[0] = convert(std::move(arguments[0]), type);
  if (is_reversed(*arguments[0], *arguments[1])) {
    f.emitter.emit(DiagnosticCode::RandomReversed, span).help("the smaller end comes first");
    return nullptr;
  }
  return build_call(type, span, hir::Builtin::Random, std::move(arguments));
}

hir::ExpressionPtr check_length(FunctionChecker& f, Arguments arguments, Span span) {
  const Type type = arguments[0]->type;
  if (type != Type::String && type != Type::Json && type != Type::List) {
    f.emitter.emit(DiagnosticCode::ArgumentTypes, arguments[0]->span, "len", with_article(type))
        .help("`len` counts the characters of a string, or what a list, a json array or object holds");
    return nullptr;
  }
  return build_call(Type::Int, span, hir::Builtin::Length, std::move(arguments));
}

hir::ExpressionPtr check_environment(FunctionChecker& f, hir::Builtin builtin, Arguments arguments,
                                     Span span) {
  for (auto& argument : arguments) argument = coerce(f, std::move(argument), Type::String);
  for (const auto& argument : arguments) {
    if (argument == nullptr) return nullptr;
  }
  hir::ExpressionPtr fallback;
  if (arguments.size() == 2) {
    fallback = std::move(arguments.back());
    arguments.pop_back();
  }
  auto value = build_call(Type::String, span, builtin, std::move(arguments));
  if (fallback == nullptr) return value;
  return build(Type::String, span, hir::Coalesce{std::move(value), std::move(fallback)});
}

hir::ExpressionPtr check_json_encode(hir::ExpressionPtr value, Span span) {
  TemplateBuilder text;
  text.add_hole(hir::Encoding::Json, std::move(value));
  return build_string(span, text.take());
}

hir::ExpressionPtr check_contains(FunctionChecker& f, Arguments arguments, Span span) {
  if (arguments[0]->type == Type::List) return check_library_call(f, "contains", std::move(arguments), span);
  for (auto& argument : arguments) argument = coerce(f, std::move(argument), Type::String);
  if (arguments[0] == nullptr || arguments[1] == nullptr) return nullptr;
  return build_call(Type::Bool, span, hir::Builtin::Contains, std::move(arguments));
}

hir::ExpressionPtr check_builtin(FunctionChecker& f, BuiltinKind kind, Arguments arguments, Span span) {
  switch (kind) {
    case BuiltinKind::Random:
      return check_random(f, std::move(arguments), span);
    case BuiltinKind::Length:
      return check_length(f, std::move(arguments), span);
    case BuiltinKind::Environment:
      return check_environment(f, hir::Builtin::Environment, std::move(arguments), span);
    case BuiltinKind::Secret:
      return check_environment(f, hir::Builtin::Secret, std::move(arguments), span);
    case BuiltinKind::Contains:
      return check_contains(f, std::move(arguments), span);
    case BuiltinKind::ToInt:
      return cast(f, std::move(arguments[0]), Type::Int, span);
    case BuiltinKind::ToFloat:
      return cast(f, std::move(arguments[0]), Type::Float, span);
    case BuiltinKind::ToString:
      return cast(f, std::move(arguments[0]), Type::String, span);
    case BuiltinKind::JsonEncode:
      return check_json_encode(std::move(arguments[0]), span);
    case BuiltinKind::File:
      return check_file(f, *arguments[0], span);
    case BuiltinKind::Raw:
      f.emitter.emit(DiagnosticCode::RawOutsideUrl, span)
          .help("elsewhere nothing is encoded: leave `raw` out");
      return nullptr;
  }
  return nullptr;
}

void report_unknown_function(FunctionChecker& f, const ast::Name& name) {
  auto report = f.emitter.emit(DiagnosticCode::UnknownFunction, name.span, name.text);
  std::vector<std::string_view> names = function_names();
  for (const FunctionSymbol& function : f.analysis.functions) {
    const std::string& own = function.tree->name.text;
    const Variable* seen = f.scope().find(own);
    if (seen != nullptr && std::holds_alternative<FunctionSymbol*>(seen->place)) names.push_back(own);
  }
  if (f.own_response) names.insert(names.end(), {"header", "find", "find_all"});
  if (const auto foreign = foreign_word_hint(name.text); !foreign.empty()) {
    report.help("{}", foreign);
  } else if (const auto near = nearest_name(name.text, names)) {
    report.help("did you mean `{}`?", *near);
  } else if (name.text == "header") {
    report.help("outside its request a response's header is `response.header(\"Name\")`");
  } else if (is_find(name.text)) {
    report.help("outside its request a response is searched by `response.{}('…')`", name.text);
  }
}

bool has_right_count(FunctionChecker& f, const BuiltinRow& row, std::size_t count, Span span) {
  if (count >= row.least_arguments && count <= row.most_arguments) return true;
  std::string wanted = argument_count(row.most_arguments);
  if (row.least_arguments != row.most_arguments) wanted = "one or two arguments";
  f.emitter.emit(DiagnosticCode::ArgumentCount, span, row.name(), wanted, count).help("`{}`", row.signature);
  return false;
}

// None when one of them was wrong.
std::optional<Arguments> check_arguments(FunctionChecker& f, const ast::Call& call) {
  Arguments arguments;
  bool wrong = false;
  for (const ast::ExpressionPtr& argument : call.arguments) {
    arguments.push_back(check_value(f, *argument));
    wrong |= arguments.back() == nullptr;
  }
  if (wrong) return std::nullopt;
  return arguments;
}

hir::ExpressionPtr call_function(FunctionChecker& f, const ast::Name& name, const ast::Call& call,
                                 Span span) {
  if (!is_function(name.text)) {
    report_unknown_function(f, name);
    return nullptr;
  }
  const BuiltinRow* row = find_builtin(name.text);
  const bool right_count = row == nullptr || has_right_count(f, *row, call.arguments.size(), span);
  auto arguments = check_arguments(f, call);
  if (!arguments || !right_count) return nullptr;
  if (row == nullptr) return check_library_call(f, name.text, std::move(*arguments), span);
  return check_builtin(f, row->kind, std::move(*arguments), span);
}

// `list.append(x)`, `name.lower()`: as one writes them elsewhere.
void report_method(FunctionChecker& f, std::string_view method, Type type, Span span) {
  static constexpr std::array<std::string_view, 5> kGrowing = {"append", "push", "add", "extend", "concat"};
  auto report = f.emitter.emit(DiagnosticCode::NotCallable, span);
  if (type == Type::List && std::ranges::find(kGrowing, method) != kGrowing.end()) {
    report.help("a list never changes; `+` gives a longer one: `list = list + [3]`");
  } else if (method == "format") {
    report.help("a value is put into a text in braces: `\"/items/{{id}}\"`");
  } else if (is_function(method)) {
    report.help("write `{}(…)`", method);
  } else if (is_find(method)) {
    report.help("a response is searched by it: `page.{}('…')`", method);
  }
}

// The methods of a response are `header("X")`, `find('…')` and `find_all('…')`.
hir::ExpressionPtr call_member(FunctionChecker& f, const ast::Member& member, const ast::Call& call,
                               Span span) {
  if (const auto* shared = find_shared(f, *member.base)) {
    return check_shared_call(f, *shared, member, call, span);
  }
  if (const Variable* module = find_module(f, *member.base)) {
    if (check_module_member(f, *module, member.name, member.name.span) != nullptr)
      f.emitter.emit(DiagnosticCode::NotCallable, span);
    return nullptr;
  }
  if (const auto* metric = find_metric(f, *member.base)) {
    report_metric(f, *metric, span);
    return nullptr;
  }
  if (const auto* data = find_data(f, *member.base)) return check_data_call(f, *data, member, call, span);
  auto base = check_there(f, *member.base);
  if (base == nullptr) return nullptr;
  if (base->type != Type::Response) {
    report_method(f, member.name.text, base->type, span);
    return nullptr;
  }
  const hir::LocalId response = std::get<hir::LocalReference>(base->node).local;
  if (member.name.text == "header") return check_response_header(f, response, call, span);
  if (is_find(member.name.text)) return check_response_find(f, response, member.name.text, call, span);
  if (check_response_field(f, response, member.name, span) != nullptr) {
    f.emitter.emit(DiagnosticCode::NotCallable, span)
        .help("`.{}` is a value: leave the parentheses out", member.name.text);
  }
  return nullptr;
}

bool names_take(const ast::Expression& callee) {
  const auto* member = std::get_if<ast::Member>(&callee.node);
  return member != nullptr && member->name.text == "take";
}

}  // namespace

hir::ExpressionPtr check_call(FunctionChecker& f, const ast::Call& call, Span span) {
  if (call.within != nullptr && !names_take(*call.callee)) {
    f.emitter.emit(DiagnosticCode::WithinMisplaced, call.within->span);
    return nullptr;
  }
  if (const auto* member = std::get_if<ast::Member>(&call.callee->node)) {
    if (const FunctionSymbol* function = find_function(f, *call.callee))
      return check_function_call(f, *function, call, span);
    return call_member(f, *member, call, span);
  }
  const auto* reference = std::get_if<ast::NameReference>(&call.callee->node);
  if (reference == nullptr) {
    f.emitter.emit(DiagnosticCode::NotCallable, span);
    return nullptr;
  }
  if (f.own_response && reference->name.text == "header")
    return check_response_header(f, *f.own_response, call, span);
  if (f.own_response && is_find(reference->name.text))
    return check_response_find(f, *f.own_response, reference->name.text, call, span);
  if (const FunctionSymbol* function = find_function(f, *call.callee))
    return check_function_call(f, *function, call, span);
  if (is_unknown(f.scope(), *call.callee)) return nullptr;  // so is what it takes
  return call_function(f, reference->name, call, span);
}

}  // namespace nest::sema
