#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/builtins.h"
#include "compiler/sema/check_data.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/check_metric.h"
#include "compiler/sema/check_shared.h"
#include "compiler/sema/check_values.h"
#include "compiler/sema/find_variable.h"
#include "compiler/sema/foreign_words.h"

namespace nest::sema {
namespace {

// An optional that is known to be there is a value like others.
hir::ExpressionPtr as_known(const FunctionChecker& f, Place place, hir::ExpressionPtr reference) {
  const hir::Type type = reference->type;
  if (!type.is_optional() || !f.present.contains(place)) return reference;
  const Span span = reference->span;
  return build(type.value(), span, hir::Held{std::move(reference), true});
}

}  // namespace

hir::ExpressionPtr refer(FunctionChecker& f, Variable& variable, Span span) {
  variable.is_read = true;
  resolve_constant(f.analysis, variable, span);
  if (const auto* service = std::get_if<ServiceSymbol*>(&variable.place)) {
    f.emitter.emit(DiagnosticCode::ServiceAsValue, span, variable.name)
        .help("its address is `{}.url`, its port `{}.port`", (*service)->name, (*service)->name);
    return nullptr;
  }
  if (std::holds_alternative<FunctionSymbol*>(variable.place)) {
    f.emitter.emit(DiagnosticCode::FunctionWithoutCall, span, variable.name)
        .help("write `{}(…)`", variable.name);
    return nullptr;
  }
  if (const auto* module = std::get_if<const ModuleSymbol*>(&variable.place)) {
    if (*module != nullptr) {
      f.emitter.emit(DiagnosticCode::ModuleAsValue, span, variable.name)
          .help("name something of it: `{}.…`", variable.name);
    }
    return nullptr;
  }
  if (!variable.type) return nullptr;
  if (const auto* shared = std::get_if<hir::SharedId>(&variable.place)) {
    report_shared(f, *shared, span);
    return nullptr;
  }
  if (const auto* metric = std::get_if<hir::MetricId>(&variable.place)) {
    report_metric(f, *metric, span);
    return nullptr;
  }
  if (const auto* data = std::get_if<hir::DataId>(&variable.place)) {
    report_data(f, *data, span);
    return nullptr;
  }
  if (const auto* constant = std::get_if<hir::Constant>(&variable.place)) {
    return build_constant(*variable.type, span, *constant);
  }
  if (const auto* global = std::get_if<hir::GlobalId>(&variable.place)) {
    return build(*variable.type, span, hir::GlobalReference{*global});
  }
  if (const auto* local = std::get_if<hir::LocalId>(&variable.place)) {
    return as_known(f, *local, build(*variable.type, span, hir::LocalReference{*local}));
  }
  const auto state = std::get<hir::StateId>(variable.place);
  return as_known(f, state, build(*variable.type, span, hir::StateReference{state}));
}

namespace {

/// The one of that name in a block of the same file that has been checked: it ended with its block.
const Variable* find_ended(const Analysis& analysis, const ast::Name& name) {
  const auto found = std::ranges::find_if(analysis.variables, [&](const Variable& each) {
    return each.name == name.text && each.span.file == name.span.file &&
           std::holds_alternative<hir::LocalId>(each.place);
  });
  return found == analysis.variables.end() ? nullptr : &*found;
}

/// What the conditions of a request see of its answer, and nothing else does.
constexpr std::array<std::string_view, 7> kOfAnswer = {"status", "time", "size", "body", "json", "ok", "url"};

void report_unknown(FunctionChecker& f, const ast::Name& name, bool is_assigned) {
  if (std::ranges::find(f.in_flight, name.text) != f.in_flight.end()) {
    f.emitter.emit(DiagnosticCode::ParallelUse, name.span, name.text)
        .help("its requests are in flight together; what needs an answer comes behind the block");
    return;
  }
  if (f.scope().is_announced(name.text)) {
    f.emitter.emit(DiagnosticCode::UsedBeforeInitialised, name.span, name.text).help("declare it further up");
    return;
  }
  if (is_function(name.text)) {
    f.emitter.emit(DiagnosticCode::FunctionWithoutCall, name.span, name.text)
        .help("write `{}(…)`", name.text);
    return;
  }
  auto report = f.emitter.emit(DiagnosticCode::UnknownName, name.span, name.text);
  std::vector<std::string_view> visible = f.scope().visible_names();
  if (f.own_response) visible.insert(visible.end(), kOfAnswer.begin(), kOfAnswer.end());
  if (name.text == "user") {
    report.help("the user's variables are `user.NAME`, `user.id` and `user.iteration`");
  } else if (f.analysis.user_state.find_own(name.text) != nullptr) {
    report.help("it belongs to the user: write `user.{}`", name.text);
  } else if (const Variable* ended = find_ended(f.analysis, name)) {
    report.note(ended->span, "this one is seen up to the end of its block")
        .help(
            "declare it as a `var` where both can see it: in front of the block, or in the taskset for all "
            "of its "
            "tasks");
  } else if (const auto foreign = foreign_word_hint(name.text); !foreign.empty()) {
    report.help("{}", foreign);
  } else if (const auto near = nearest_name(name.text, visible)) {
    report.help("did you mean `{}`?", *near);
  } else if (const auto condition = nearest_name(name.text, kOfAnswer); condition && !is_assigned) {
    report.help("did you mean `{}`? {}", *condition, foreign_word_hint("status"));
  } else if (is_assigned) {
    report.help("a variable is declared first: `var {} = …`, in the taskset when its tasks share it",
                name.text);
  }
}

}  // namespace

void report_unknown_target(FunctionChecker& f, const ast::Name& name) { report_unknown(f, name, true); }

hir::ExpressionPtr check_name(FunctionChecker& f, const ast::Name& name) {
  Variable* variable = f.scope().find(name.text);
  if (f.own_response && response_field(name.text)) {
    if (variable != nullptr) {
      f.emitter.emit(DiagnosticCode::HiddenByResponse, name.span, name.text)
          .note(variable->span, "the variable is declared here")
          .help("give the variable another name");
    }
    return check_response_field(f, *f.own_response, name, name.span);
  }
  if (variable != nullptr) return refer(f, *variable, name.span);
  report_unknown(f, name, false);
  return nullptr;
}

bool is_user(const ast::Expression& expression) {
  const auto* reference = std::get_if<ast::NameReference>(&expression.node);
  return reference != nullptr && reference->name.text == "user";
}

void note_user_variable(FunctionChecker& f, Span used, Span variable) {
  if (!f.user_variable) f.user_variable = variable;
  if (f.once.empty()) return;
  auto report = f.emitter.emit(DiagnosticCode::NoUserYet, used, f.once);
  if (used != variable) report.note(variable, "it is used here");
  report.help("what users are to find stands in a `shared map` or another shared object");
}

Variable* find_user_variable(FunctionChecker& f, const ast::Name& name) {
  const Scope& state = f.analysis.user_state;
  if (Variable* variable = state.find_own(name.text)) {
    note_user_variable(f, name.span, name.span);
    return variable;
  }
  if (state.is_announced(name.text)) {
    f.emitter.emit(DiagnosticCode::UsedBeforeInitialised, name.span, name.text).help("declare it further up");
    return nullptr;
  }
  auto report = f.emitter.emit(DiagnosticCode::UnknownUserVariable, name.span, name.text);
  std::vector<std::string_view> candidates = state.visible_names();
  candidates.insert(candidates.end(), {"id", "iteration"});
  if (const auto near = nearest_name(name.text, candidates)) {
    report.help("did you mean `user.{}`?", *near);
  } else {
    report.help("declare it in the `user` block: `user {{ var {} = … }}`", name.text);
  }
  return nullptr;
}

hir::ExpressionPtr check_user_member(FunctionChecker& f, const ast::Name& name, Span span) {
  if (name.text == "id") return build(hir::Type::Int, span, hir::ContextReference{hir::ContextField::UserId});
  if (name.text == "iteration") {
    return build(hir::Type::Int, span, hir::ContextReference{hir::ContextField::UserIteration});
  }
  Variable* variable = find_user_variable(f, name);
  return variable == nullptr ? nullptr : refer(f, *variable, span);
}

}  // namespace nest::sema
