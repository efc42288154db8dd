#include "compiler/sema/request_defaults.h"

#include <map>

#include "compiler/hir/overloaded.h"
#include "compiler/sema/analysis.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/function_checker.h"
#include "compiler/sema/request_headers.h"
#include "compiler/sema/request_options.h"

namespace nest::sema {
namespace {

std::string_view word(const ast::RequestItem& item) {
  return std::visit(hir::Overloaded{
                        [](const ast::HeaderItem&) { return "header"; },
                        [](const ast::QueryItem&) { return "query"; },
                        [](const ast::FormItem&) { return "form"; },
                        [](const ast::JsonItem&) { return "json"; },
                        [](const ast::BodyItem&) { return "body"; },
                        [](const ast::NameItem&) { return "name"; },
                        [](const ast::TimeoutItem&) { return "timeout"; },
                        [](const ast::RedirectsItem&) { return "redirects"; },
                        [](const ast::CompressedItem&) { return "compressed"; },
                        [](const ast::HttpItem&) { return "http"; },
                        [](const ast::MultipartItem&) { return "multipart"; },
                        [](const ast::AuthItem&) { return "auth"; },
                        [](const ast::ConditionsItem& n) { return n.require ? "require" : "expect"; },
                    },
                    item.node);
}

// The checks that a request's own item gets; what comes of them is dropped here.
class DefaultsCheck {
 public:
  explicit DefaultsCheck(FunctionChecker& f) : f_(&f), headers_(f) {}

  void run(const ast::Defaults& defaults) {
    for (const ast::RequestItem& item : defaults.items) check_item(item);
  }

 private:
  void check_item(const ast::RequestItem& item) {
    if (const auto* header = std::get_if<ast::HeaderItem>(&item.node)) return headers_.add_alone(*header);
    if (const auto* auth = std::get_if<ast::AuthItem>(&item.node)) {
      headers_.add_default_auth(*auth, item.span);
    } else if (const auto* timeout = std::get_if<ast::TimeoutItem>(&item.node)) {
      static_cast<void>(check_timeout(*f_, *timeout));
    } else if (const auto* redirects = std::get_if<ast::RedirectsItem>(&item.node)) {
      static_cast<void>(check_redirects(*f_, *redirects));
    } else if (const auto* http = std::get_if<ast::HttpItem>(&item.node)) {
      static_cast<void>(check_http(*f_, *http));
    } else if (!std::holds_alternative<ast::CompressedItem>(item.node)) {
      f_->emitter.emit(DiagnosticCode::NoDefault, item.span, word(item))
          .help("a default is a `header`, `auth`, `timeout`, `redirects`, `compressed` or `http`");
      return;
    }
    const auto [first, added] = seen_.emplace(word(item), item.span);
    if (added) return;
    f_->emitter.emit(DiagnosticCode::DuplicateClause, item.span, word(item))
        .note(first->second, "first given here");
  }

  FunctionChecker* f_;
  RequestHeaders headers_;
  std::map<std::string_view, Span> seen_;
};

template <typename Clause>
void check_only_one(Analysis& analysis, const std::vector<Clause>& clauses, std::string_view word) {
  for (std::size_t i = 1; i < clauses.size(); ++i) {
    analysis.emitter.emit(DiagnosticCode::DuplicateClause, clauses[i].span, word)
        .note(clauses.front().span, "first given here");
  }
}

}  // namespace

RequestDefaults user_defaults(const Analysis& analysis) {
  RequestDefaults result;
  if (analysis.user != nullptr && !analysis.user->defaults.empty())
    result.levels.push_back({&analysis.user->defaults.front(), &analysis.user_module->scope});
  return result;
}

RequestDefaults taskset_defaults(const Analysis& analysis, const TasksetSymbol& taskset) {
  RequestDefaults result;
  for (const TasksetSymbol* each = &taskset; each != nullptr; each = each->parent) {
    if (!each->tree->defaults.empty()) result.levels.push_back({&each->tree->defaults.front(), &each->state});
    if (result.host == nullptr && !each->tree->hosts.empty()) {
      result.host = &each->tree->hosts.front();
      result.host_scope = &each->state;
    }
  }
  for (const RequestDefaults::Level& level : user_defaults(analysis).levels) result.levels.push_back(level);
  return result;
}

void check_defaults(Analysis& analysis, const std::vector<ast::Defaults>& defaults, const Scope& scope) {
  check_only_one(analysis, defaults, "defaults");
  for (const ast::Defaults& each : defaults) {
    FunctionChecker nowhere(analysis, hir::FunctionKind::Task, &scope);
    DefaultsCheck(nowhere).run(each);
  }
}

void check_hosts(Analysis& analysis, const std::vector<ast::Host>& hosts, const Scope& scope) {
  check_only_one(analysis, hosts, "host");
  for (const ast::Host& each : hosts) {
    FunctionChecker nowhere(analysis, hir::FunctionKind::Task, &scope);
    static_cast<void>(check_host(nowhere, each));
  }
}

}  // namespace nest::sema
