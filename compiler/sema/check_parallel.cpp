#include <utility>
#include <vector>

#include "compiler/sema/check_request.h"
#include "compiler/sema/check_statement.h"

namespace nest::sema {
namespace {

// As many connections as a user keeps: UserAgent::kMaxIdle of runtime/http.
constexpr std::size_t kMostRequests = 32;

struct Bound {
  const ast::Variable* variable;
  hir::LocalId local;
};

void report_statement(FunctionChecker& f, Span span) {
  f.emitter.emit(DiagnosticCode::ParallelStatement, span).help("it stands before the block or behind it");
}

/// The request of a statement; null when it has none.
const ast::Request* request_of(const ast::Statement& statement) {
  if (const auto* request = std::get_if<ast::Request>(&statement.node)) return request;
  const auto* variable = std::get_if<ast::Variable>(&statement.node);
  return variable == nullptr || variable->type ? nullptr : std::get_if<ast::Request>(&variable->value);
}

}  // namespace

void check_parallel(FunctionChecker& f, const ast::Parallel& parallel, Span span, hir::Block& out) {
  hir::Parallel node;
  std::vector<Bound> bound;
  std::size_t wrong = 0;
  for (const ast::Statement& statement : parallel.body.statements) {
    const auto* variable = std::get_if<ast::Variable>(&statement.node);
    if (variable != nullptr) f.in_flight.push_back(variable->name.text);
  }
  for (const ast::Statement& statement : parallel.body.statements) {
    const auto* variable = std::get_if<ast::Variable>(&statement.node);
    const ast::Request* request = request_of(statement);
    if (request == nullptr) {
      report_statement(f, statement.span);
      ++wrong;
      continue;
    }
    const hir::LocalId local = f.add_temporary(hir::Type::Response);
    // What one of them requires is not known to those that are in flight beside it.
    const Assuming nothing_more(f, nullptr, true);
    check_request(f, *request, local, statement.span, node.requests);
    if (variable != nullptr) bound.push_back({variable, local});
  }
  f.in_flight.clear();
  const std::size_t count = node.requests.size();
  if (wrong == 0 && (count == 0 || count > kMostRequests))
    f.emitter.emit(DiagnosticCode::ParallelCount, span, kMostRequests, count);
  // Only now are they there.
  for (const Bound& each : bound)
    f.declare(each.variable->name, each.local, hir::Type::Response, each.variable->is_mutable);
  if (count > 0) out.push_back({span, std::move(node)});
}

}  // namespace nest::sema
