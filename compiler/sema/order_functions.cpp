#include <algorithm>
#include <map>
#include <vector>

#include "compiler/sema/check_data.h"
#include "compiler/sema/check_function.h"
#include "compiler/sema/find_variable.h"
#include "compiler/sema/function_outline.h"

namespace nest::sema {
namespace {

// A thread's stack has room for so many of the largest.
constexpr std::size_t kDeepest = 64;

// `users.next()` where a row may have to be waited for.
bool takes_row(const Analysis& analysis, const Scope& scope, const ast::Expression& callee) {
  const auto* member = std::get_if<ast::Member>(&callee.node);
  if (member == nullptr || member->name.text != "next") return false;
  const Variable* variable = find_variable(scope, *member->base);
  const auto* data = variable == nullptr ? nullptr : std::get_if<hir::DataId>(&variable->place);
  return data != nullptr && next_waits(analysis.program.data[hir::index(*data)]);
}

void find_calls(Analysis& analysis, const ModuleSymbol& module, const BodyOutline& body,
                FunctionSymbol& function) {
  const FunctionChecker nowhere(analysis, hir::FunctionKind::Function, &module.scope);
  for (const BodyOutline::Call& call : body.calls) {
    if (FunctionSymbol* callee = find_function(nowhere, *call.tree->callee))
      function.calls.push_back({callee, call.span});
    function.waits |= takes_row(analysis, module.scope, *call.tree->callee);
  }
}

void find_calls(Analysis& analysis, FunctionSymbol& function) {
  const BodyOutline body = outline(function.tree->body);
  function.waits = body.waits;
  find_calls(analysis, *function.module, body, function);
  if (!body.waits || analysis.user == nullptr) return;
  // It may send requests, and these take over what the user's defaults say.
  for (const ast::Defaults& defaults : analysis.user->defaults)
    find_calls(analysis, *analysis.user_module, outline(defaults.items), function);
}

/// Callees before their callers. Without recursion: how deep functions call each other is up to the sources.
class Order {
 public:
  explicit Order(Analysis& analysis) : analysis_(analysis) {}

  std::vector<FunctionSymbol*> take() {
    for (FunctionSymbol& function : analysis_.functions) {
      if (!is_done_.contains(&function)) enter(function);
      while (!open_.empty()) step();
    }
    return std::move(done_);
  }

 private:
  struct Open {
    FunctionSymbol* function;
    std::size_t next = 0;  // of its calls
  };

  void enter(FunctionSymbol& function) {
    is_done_[&function] = false;
    open_.push_back({&function});
  }

  void step() {
    Open& innermost = open_.back();
    FunctionSymbol& function = *innermost.function;
    if (innermost.next == function.calls.size()) {
      finish(function);
      open_.pop_back();
      return;
    }
    const FunctionSymbol::Call call = function.calls[innermost.next++];
    const auto met = is_done_.find(call.callee);
    if (met == is_done_.end()) {
      enter(*call.callee);
    } else if (!met->second) {
      report_cycle(std::ranges::find(open_, call.callee, &Open::function), call);
    }
  }

  void finish(FunctionSymbol& function) {
    std::size_t deepest = 0;
    for (const FunctionSymbol::Call& call : function.calls) {
      function.waits |= call.callee->waits;
      deepest = std::max(deepest, call.callee->depth);
    }
    function.depth = deepest + 1;
    if (function.depth == kDeepest + 1)  // what calls it is no news
      analysis_.emitter.emit(DiagnosticCode::CallsTooDeep, function.tree->name.span, kDeepest);
    is_done_[&function] = true;
    done_.push_back(&function);
  }

  void report_cycle(std::vector<Open>::iterator first, const FunctionSymbol::Call& last) {
    auto report =
        analysis_.emitter.emit(DiagnosticCode::FunctionCycle, last.span, last.callee->tree->name.text);
    for (auto each = first; std::next(each) != open_.end(); ++each) {
      report.note(each->function->calls[each->next - 1].span, "`{}` calls `{}` here",
                  each->function->tree->name.text, std::next(each)->function->tree->name.text);
    }
    report.help("there is no recursion: use a loop");
  }

  Analysis& analysis_;
  std::map<const FunctionSymbol*, bool> is_done_;  // those that were met
  std::vector<Open> open_;
  std::vector<FunctionSymbol*> done_;
};

}  // namespace

void order_functions(Analysis& analysis) {
  for (FunctionSymbol& function : analysis.functions) find_calls(analysis, function);
  for (FunctionSymbol* function : Order(analysis).take()) {
    hir::Function place;
    place.kind = hir::FunctionKind::Function;
    place.symbol = function->module->module->name + "." + function->tree->name.text;
    function->id = analysis.add_function(std::move(place));
    analysis.ordered_functions.push_back(function);
  }
}

}  // namespace nest::sema
