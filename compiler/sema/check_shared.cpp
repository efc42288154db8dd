#include "compiler/sema/check_shared.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/find_variable.h"

namespace nest::sema {
namespace {

using hir::SharedKind;
using hir::SharedMethod;
using hir::Type;

/// What a method takes or gives: a type, or that of the object's elements.
enum class Slot : std::uint8_t { Nothing, Int, String, Bool, Element };

struct MethodRow {
  SharedKind kind;
  std::string_view name;
  SharedMethod method;
  bool is_call;  // else a value: `.size`
  bool waits;
  std::array<Slot, 2> takes;
  Slot gives;
};

constexpr std::array kMethods = {
    MethodRow{SharedKind::Counter, "next", SharedMethod::Next, true, false, {}, Slot::Int},
    MethodRow{SharedKind::Counter, "add", SharedMethod::Add, true, false, {Slot::Int}, Slot::Int},
    MethodRow{SharedKind::Counter, "value", SharedMethod::Value, false, false, {}, Slot::Int},
    MethodRow{SharedKind::Queue, "put", SharedMethod::Put, true, false, {Slot::Element}, Slot::Nothing},
    MethodRow{SharedKind::Queue, "take", SharedMethod::Take, true, true, {}, Slot::Element},
    MethodRow{SharedKind::Queue, "try_take", SharedMethod::TryTake, true, false, {}, Slot::Element},
    MethodRow{SharedKind::Queue, "size", SharedMethod::Size, false, false, {}, Slot::Int},
    MethodRow{SharedKind::Map, "get", SharedMethod::Get, true, false, {Slot::String}, Slot::Element},
    MethodRow{
        SharedKind::Map, "set", SharedMethod::Set, true, false, {Slot::String, Slot::Element}, Slot::Nothing},
    MethodRow{SharedKind::Map, "remove", SharedMethod::Remove, true, false, {Slot::String}, Slot::Bool},
    MethodRow{SharedKind::Map, "size", SharedMethod::Size, false, false, {}, Slot::Int},
};

constexpr std::array<std::string_view, 3> kKinds = {"counter", "queue", "map"};

std::string_view word(SharedKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

const hir::Shared& object_of(const FunctionChecker& f, hir::SharedId id) {
  return f.analysis.program.shared[hir::index(id)];
}

Type type_of(Slot slot, const hir::Shared& object) {
  switch (slot) {
    case Slot::Nothing:
      return Type::Void;
    case Slot::Int:
      return Type::Int;
    case Slot::String:
      return Type::String;
    case Slot::Bool:
      return Type::Bool;
    case Slot::Element:
      break;
  }
  return object.element;
}

const MethodRow* find_method(FunctionChecker& f, const hir::Shared& object, const ast::Name& name) {
  std::vector<std::string_view> names;
  for (const MethodRow& row : kMethods) {
    if (row.kind != object.kind) continue;
    if (row.name == name.text) return &row;
    names.push_back(row.name);
  }
  auto report = f.emitter.emit(DiagnosticCode::UnknownSharedMember, name.span, word(object.kind), name.text);
  if (const auto near = nearest_name(name.text, names)) {
    report.help("did you mean `{}`?", *near);
  } else {
    report.help("it has `{}`", fmt::join(names, "`, `"));
  }
  return nullptr;
}

bool has_right_count(FunctionChecker& f, const MethodRow& row, std::size_t count, Span span) {
  constexpr std::array<std::string_view, 3> kCounts = {"no arguments", "one argument", "two arguments"};
  const auto wanted = static_cast<std::size_t>(
      std::ranges::count_if(row.takes, [](Slot slot) { return slot != Slot::Nothing; }));
  if (count == wanted) return true;
  f.emitter.emit(DiagnosticCode::ArgumentCount, span, row.name, kCounts[wanted], count);
  return false;
}

std::optional<std::vector<hir::ExpressionPtr>> check_arguments(FunctionChecker& f, const hir::Shared& object,
                                                               const MethodRow& row, const ast::Call& call,
                                                               Span span) {
  std::vector<hir::ExpressionPtr> arguments;
  bool right = has_right_count(f, row, call.arguments.size(), span);
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const Slot slot = i < row.takes.size() ? row.takes[i] : Slot::Nothing;
    arguments.push_back(slot == Slot::Nothing ? check_value(f, *call.arguments[i])
                                              : check_as(f, *call.arguments[i], type_of(slot, object)));
    right &= arguments.back() != nullptr;
  }
  if (call.within != nullptr) {
    arguments.push_back(check_as(f, *call.within, Type::Duration));
    right &= arguments.back() != nullptr;
  }
  if (!right) return std::nullopt;
  return arguments;
}

// Where the call stands has to let it wait, or give nothing.
bool stands_right(FunctionChecker& f, const MethodRow& row, const ast::Call& call, const hir::Shared& object,
                  Span span) {
  if (row.waits && f.waiting_call != &call) {
    f.emitter.emit(DiagnosticCode::WaitMisplaced, span, row.name)
        .help("give it a line of its own, `let item = {}.{}(…)`, and use `item`", object.name, row.name);
    return false;
  }
  if (row.gives == Slot::Nothing && f.statement_call != &call) {
    f.emitter.emit(DiagnosticCode::NoValue, span, row.name).help("give it a line of its own");
    return false;
  }
  return true;
}

std::optional<SharedKind> check_kind(Emitter& emitter, const ast::Name& written) {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i] == written.text) return static_cast<SharedKind>(i);
  }
  auto report = emitter.emit(DiagnosticCode::UnknownSharedKind, written.span, written.text);
  if (const auto near = nearest_name(written.text, kKinds)) report.help("did you mean `{}`?", *near);
  return std::nullopt;
}

std::optional<Type> check_element(Emitter& emitter, SharedKind kind, const ast::Shared& tree) {
  if (kind == SharedKind::Counter) {
    if (!tree.element) return Type::Int;
    emitter.emit(DiagnosticCode::SharedElement, tree.element->span, "a counter counts in ints")
        .help("write `shared counter {}`", tree.name.text);
    return std::nullopt;
  }
  if (!tree.element) {
    emitter
        .emit(DiagnosticCode::SharedElement, tree.kind.span,
              fmt::format("a {} needs the type of what it holds", word(kind)))
        .help("write it behind: `shared {}<string> {}`", word(kind), tree.name.text);
    return std::nullopt;
  }
  const std::optional<Type> type = resolve_type(emitter, *tree.element);
  if (type != Type::Response) return type;
  emitter
      .emit(DiagnosticCode::SharedElement, tree.element->span,
            fmt::format("a {} cannot hold responses", word(kind)))
      .help("put what others need of it: its `.json` (`{}<json>`), or a field of that", word(kind));
  return std::nullopt;
}

void declare(Analysis& analysis, ModuleSymbol& module, const ast::Shared& tree) {
  const std::optional<SharedKind> kind = check_kind(analysis.emitter, tree.kind);
  std::optional<Type> element;
  if (kind) element = check_element(analysis.emitter, *kind, tree);
  const auto id = static_cast<hir::SharedId>(analysis.program.shared.size());
  analysis.program.shared.push_back({.kind = kind.value_or(SharedKind::Counter),
                                     .element = element.value_or(Type::Int),
                                     .name = tree.name.text,
                                     .full_name = module.module->name + "." + tree.name.text,
                                     .doc = tree.doc,
                                     .span = tree.name.span});
  std::optional<Type> type;  // of no use as a value; none: what is wrong with it was said
  if (element) type = Type::Void;
  declare_variable(analysis, module.scope,
                   {.name = tree.name.text,
                    .span = tree.name.span,
                    .type = type,
                    .is_mutable = false,
                    .is_loop_variable = false,
                    .place = id,
                    .is_read = false});
}

}  // namespace

void declare_shared(Analysis& analysis) {
  for (ModuleSymbol& module : analysis.modules) {
    for (const ast::Shared& tree : module.module->tree.shared) declare(analysis, module, tree);
  }
}

const hir::SharedId* find_shared(FunctionChecker& f, const ast::Expression& expression) {
  Variable* variable = find_variable(f, expression);
  if (variable == nullptr || !variable->type) return nullptr;
  const auto* id = std::get_if<hir::SharedId>(&variable->place);
  if (id != nullptr) variable->is_read = true;
  return id;
}

hir::ExpressionPtr check_shared_call(FunctionChecker& f, hir::SharedId id, const ast::Member& member,
                                     const ast::Call& call, Span span) {
  const hir::Shared& object = object_of(f, id);
  const MethodRow* row = find_method(f, object, member.name);
  if (row == nullptr) return nullptr;
  if (!row->is_call) {
    f.emitter.emit(DiagnosticCode::NotCallable, span)
        .help("`.{}` is a value: leave the parentheses out", row->name);
    return nullptr;
  }
  auto arguments = check_arguments(f, object, *row, call, span);
  const bool right = stands_right(f, *row, call, object, span);
  if (!arguments || !right) return nullptr;
  f.function.suspends = true;
  return build(type_of(row->gives, object), span, hir::SharedCall{id, row->method, std::move(*arguments)});
}

hir::ExpressionPtr check_shared_member(FunctionChecker& f, hir::SharedId id, const ast::Name& name,
                                       Span span) {
  const hir::Shared& object = object_of(f, id);
  const MethodRow* row = find_method(f, object, name);
  if (row == nullptr) return nullptr;
  if (row->is_call) {
    f.emitter.emit(DiagnosticCode::FunctionWithoutCall, name.span, name.text)
        .help("write `{}.{}(…)`", object.name, row->name);
    return nullptr;
  }
  f.function.suspends = true;
  return build(type_of(row->gives, object), span, hir::SharedCall{id, row->method, {}});
}

void report_shared(FunctionChecker& f, hir::SharedId id, Span span) {
  const hir::Shared& object = object_of(f, id);
  std::vector<std::string_view> names;
  for (const MethodRow& row : kMethods) {
    if (row.kind == object.kind) names.push_back(row.name);
  }
  f.emitter.emit(DiagnosticCode::SharedAsValue, span, word(object.kind), object.name)
      .help("say what you want of it: `.{}`", fmt::join(names, "`, `."));
}

WaitingPlace::WaitingPlace(FunctionChecker& f, const ast::Expression& expression, Kind kind) : f_(f) {
  const ast::Expression* place = &expression;
  const auto* binary = std::get_if<ast::Binary>(&expression.node);
  if (binary != nullptr && binary->op == ast::BinaryOperator::Coalesce) place = binary->left.get();
  f_.waiting_call = std::get_if<ast::Call>(&place->node);
  if (kind == Kind::Statement) f_.statement_call = std::get_if<ast::Call>(&expression.node);
}

WaitingPlace::~WaitingPlace() {
  f_.waiting_call = nullptr;
  f_.statement_call = nullptr;
}

}  // namespace nest::sema
