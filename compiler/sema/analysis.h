#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "compiler/diagnostics/emitter.h"
#include "compiler/hir/program.h"
#include "compiler/sema/symbols.h"
#include "compiler/source/source_set.h"

namespace nest::sema {

/// What the passes over one project share: where they report, the program they build, the symbols it is built
/// from.
class Analysis {
 public:
  Analysis(const SourceSet& source_set, Emitter& to) : sources(source_set), emitter(to) {}

  const SourceSet& sources;
  Emitter& emitter;
  hir::Program program;

  std::deque<Variable> variables;    // all of them; scopes point into it
  Scope project_scope;               // the services of nest.toml
  std::deque<ModuleSymbol> modules;  // as the project's
  std::set<FileId> imported_files;   // by any other
  std::deque<ServiceSymbol> services;
  std::deque<FunctionSymbol> functions;
  std::vector<FunctionSymbol*> ordered_functions;  // callees first
  std::vector<const Variable*> folding;  // the constants that are being worked out, each for the one before
  std::deque<TasksetSymbol> tasksets;    // as program.tasksets: parents before children
  const ast::UserBlock* user = nullptr;  // the first one
  const ModuleSymbol* user_module = nullptr;
  Scope user_state;
  std::optional<hir::Wait> user_wait;
  std::set<hir::GlobalId> without_default;       // params whose default was wrong, which was reported
  std::map<hir::MetricId, Span> first_measures;  // by metric: the value that told what it takes
  std::set<std::string> symbols;                 // of functions: each is used once

  /// A check of Program::checks for a condition written at `span`.
  hir::CheckId add_check(Span span, std::optional<hir::RowId> row);
  /// The row of requests with this method and name; a new one when there is none.
  hir::RowId row(hir::Method method, const std::string& name);
  /// A regular expression of Program::patterns; one that is there already is taken again.
  hir::PatternId pattern(const std::string& text);
  /// The transaction of this name; a new one, first seen at `span`, when there is none.
  hir::TransactionId transaction(const std::string& name, Span span);
  hir::FunctionId add_function(hir::Function function);
  /// The source text with each run of blanks as one.
  [[nodiscard]] std::string text_of(Span span) const;

 private:
  std::map<std::pair<hir::Method, std::string>, hir::RowId> rows_;
  std::map<std::pair<Span, std::optional<hir::RowId>>, hir::CheckId> checks_;
  std::map<std::string, hir::PatternId> patterns_;
  std::map<std::string, hir::TransactionId> transactions_;
};

}  // namespace nest::sema
