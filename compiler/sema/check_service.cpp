#include "compiler/sema/check_service.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <typeindex>
#include <utility>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/hir/overloaded.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/service_text.h"

namespace nest::sema {
namespace {

using hir::Type;

/// Everything that is up when one starts: those it is `after`, and those that they are after.
using Earlier = std::set<const ServiceSymbol*>;

void add_earlier(const ServiceSymbol& service, Earlier& earlier) {
  for (const ServiceSymbol* each : service.after) {
    if (earlier.insert(each).second) add_earlier(*each, earlier);
  }
}

/// One service on its way from the tree to the program.
class ServiceCheck {
 public:
  ServiceCheck(Analysis& analysis, const ServiceSymbol& symbol)
      : analysis_(analysis),
        symbol_(symbol),
        out_(analysis.program.services[hir::index(*symbol.id)]),
        own_(&symbol.module->scope) {
    add_earlier(symbol, earlier_);
    add_own("url", Type::String, symbol.url);
    add_own("port", Type::Int, symbol.port);
  }

  void run() {
    for (const ServiceMember& member : symbol_.tree->members) this->member(member);
    for (const ServiceSymbol* each : symbol_.after) out_.after.push_back(each->name);
    if (out_.folder.empty()) out_.folder = file_folder().string();
    if (!runs_) {
      analysis_.emitter
          .emit(DiagnosticCode::ServiceRunMissing, symbol_.tree->name.span, symbol_.tree->name.text)
          .help("add `run \"command --port {{port}}\"`");
    }
  }

 private:
  using ServiceMember = ast::ServiceMember;

  void add_own(const char* name, Type type, hir::GlobalId global) {
    own_.declare(analysis_.variables.emplace_back(Variable{.name = name,
                                                           .span = symbol_.tree->name.span,
                                                           .type = type,
                                                           .is_mutable = false,
                                                           .is_loop_variable = false,
                                                           .place = global,
                                                           .is_read = true}));
  }

  void member(const ServiceMember& member) {
    const auto seen = seen_.emplace(member.node.index(), member.span);
    std::visit(hir::Overloaded{
                   [&](const ast::ServiceRun& n) { run(n, member.span, seen); },
                   [&](const ast::ServiceFolder& n) { once("folder", member.span, seen), folder(n); },
                   [&](const ast::ServiceEnvironment& n) { once("env", member.span, seen), environment(n); },
                   [&](const ast::ServiceReady& n) { once("ready", member.span, seen), ready(n); },
                   [&](const ast::ServiceAfter&) { once("after", member.span, seen); },
                   [&](const ast::ServiceFailure& n) {
                     once("on failure", member.span, seen);
                     out_.on_failure = static_cast<hir::FailureKind>(n.kind);
                   },
                   [&](const ast::ServiceGrace& n) {
                     once("grace", member.span, seen);
                     out_.grace = time(*n.time, "the grace", true);
                   },
               },
               member.node);
  }

  using Seen = std::pair<std::map<std::size_t, Span>::iterator, bool>;
  void once(std::string_view word, Span span, const Seen& seen) {
    if (seen.second) return;
    analysis_.emitter.emit(DiagnosticCode::DuplicateClause, span, word)
        .note(seen.first->second, "first given here");
  }

  void run(const ast::ServiceRun& node, Span span, const Seen& seen) {
    once("run", span, seen);
    runs_ = true;
    out_.command = text(*node.command);
  }

  void folder(const ast::ServiceFolder& node) {
    FunctionChecker nowhere(analysis_, hir::FunctionKind::StateInit, &symbol_.module->scope);
    const auto value = check_as(nowhere, *node.folder, Type::String);
    if (value == nullptr) return;
    const auto* written = constant_value<std::string>(*value);
    if (written == nullptr) {
      analysis_.emitter.emit(DiagnosticCode::ServiceTextHole, node.folder->span)
          .help("a folder is a constant: `folder \"../services\"`");
      return;
    }
    out_.folder = (file_folder() / *written).lexically_normal().string();
  }

  [[nodiscard]] std::filesystem::path file_folder() const {
    const std::filesystem::path file = analysis_.sources.file(symbol_.tree->span.file).path();
    return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  }

  void environment(const ast::ServiceEnvironment& node) {
    for (const ast::Field& field : node.fields) {
      const auto is_twin = [&](const hir::ServiceVariable& each) { return each.name == field.key.text; };
      if (!is_variable_name(field.key.text)) {
        analysis_.emitter.emit(DiagnosticCode::ServiceVariableName, field.key.span, field.key.text)
            .help("letters, digits and `_`, and no digit at its start");
      } else if (std::ranges::any_of(out_.environment, is_twin)) {
        analysis_.emitter.emit(DiagnosticCode::DuplicateKey, field.key.span, field.key.text);
      }
      out_.environment.push_back({field.key.text, text(*field.value)});
    }
  }

  static bool is_variable_name(std::string_view name) {
    const auto is_letter = [](char c) {
      return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return !name.empty() && !is_digit(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return is_letter(c) || is_digit(c); });
  }

  void ready(const ast::ServiceReady& node) {
    constexpr std::array kKinds = {hir::ReadyKind::Http, hir::ReadyKind::Tcp, hir::ReadyKind::Line};
    out_.ready = kKinds[static_cast<std::size_t>(node.kind)];
    if (node.within != nullptr) out_.within = time(*node.within, "the time until it is ready", false);
    if (node.text == nullptr) return;
    out_.ready_text = text(*node.text);
    if (node.kind != ast::ReadyKind::Http || out_.ready_text.parts.empty()) return;
    const auto* start = std::get_if<std::string>(&out_.ready_text.parts.front());
    if (start == nullptr || start->starts_with('/')) return;
    analysis_.emitter.emit(DiagnosticCode::ReadyPath, node.text->span)
        .help("it is asked for on the service's own port: `ready http \"/health\"`");
  }

  std::optional<std::int64_t> time(const ast::Expression& written, std::string_view what, bool zero_allowed) {
    FunctionChecker nowhere(analysis_, hir::FunctionKind::StateInit, &symbol_.module->scope);
    const auto value = check_as(nowhere, written, Type::Duration);
    if (value == nullptr) return std::nullopt;
    const auto* nanoseconds = constant_value<std::int64_t>(*value);
    if (nanoseconds != nullptr && (*nanoseconds > 0 || (*nanoseconds == 0 && zero_allowed)))
      return *nanoseconds;
    std::string_view problem = zero_allowed ? "cannot be negative" : "has to be longer than nothing";
    if (nanoseconds == nullptr) problem = "has to be a constant";
    analysis_.emitter.emit(DiagnosticCode::ServiceTime, written.span, fmt::format("{} {}", what, problem));
    return std::nullopt;
  }

  hir::Template text(const ast::Expression& written) {
    std::optional<hir::Template> checked = check_service_text(analysis_, own_, written);
    if (!checked) return {};
    for (const hir::TemplatePart& part : checked->parts) {
      if (const auto* hole = std::get_if<hir::Hole>(&part)) check_order(*hole->value);
    }
    if (checked->parts.empty()) {
      analysis_.emitter.emit(DiagnosticCode::ServiceTime, written.span, "this text cannot be empty");
    }
    return std::move(*checked);
  }

  void check_order(const hir::Expression& hole) {
    const hir::GlobalId id = std::get<hir::GlobalReference>(hole.node).global;
    const auto other = std::ranges::find_if(
        analysis_.services, [&](const ServiceSymbol& each) { return each.url == id || each.port == id; });
    if (other == analysis_.services.end() || &*other == &symbol_ || earlier_.contains(&*other)) return;
    analysis_.emitter.emit(DiagnosticCode::ServiceNotAfter, hole.span, other->name, symbol_.name)
        .help("let it wait: `after {}`", other->name);
  }

  Analysis& analysis_;
  const ServiceSymbol& symbol_;
  hir::Service& out_;
  Scope own_;  // with its own `port` and `url`
  Earlier earlier_;
  std::map<std::size_t, Span> seen_;  // the first member of each kind
  bool runs_ = false;
};

void resolve_after(Analysis& analysis, ServiceSymbol& service) {
  for (const ast::ServiceMember& member : service.tree->members) {
    const auto* after = std::get_if<ast::ServiceAfter>(&member.node);
    if (after == nullptr) continue;
    for (const ast::Name& name : after->names) {
      const Variable* variable = service.module->scope.find(name.text);
      const auto* other = variable == nullptr ? nullptr : std::get_if<ServiceSymbol*>(&variable->place);
      if (other != nullptr) {
        service.after.push_back(*other);
        continue;
      }
      auto report = analysis.emitter.emit(DiagnosticCode::UnknownService, name.span, name.text);
      std::vector<std::string_view> names;
      for (const ServiceSymbol& each : analysis.services) names.push_back(each.name);
      if (const auto near = nearest_name(name.text, names)) report.help("did you mean `{}`?", *near);
    }
  }
}

/// Finds the services that wait for themselves, and lets go of what makes the circle.
class CycleSearch {
 public:
  explicit CycleSearch(Analysis& analysis) : analysis_(analysis) {}

  void visit(ServiceSymbol& service) {
    if (done_.contains(&service)) return;
    path_.push_back(&service);
    std::erase_if(service.after, [&](ServiceSymbol* next) {
      if (std::ranges::find(path_, next) == path_.end()) {
        visit(*next);
        return false;
      }
      report(*next);
      return true;
    });
    path_.pop_back();
    done_.insert(&service);
  }

 private:
  void report(const ServiceSymbol& first) {
    auto report = analysis_.emitter.emit(DiagnosticCode::ServiceCycle, first.tree->name.span, first.name);
    for (auto each = std::ranges::find(path_, &first); each != path_.end(); ++each) {
      const ServiceSymbol& next = std::next(each) == path_.end() ? first : **std::next(each);
      report.note((*each)->tree->name.span, "`{}` is after `{}`", (*each)->name, next.name);
    }
  }

  Analysis& analysis_;
  std::vector<const ServiceSymbol*> path_;
  std::set<const ServiceSymbol*> done_;
};

}  // namespace

void check_services(Analysis& analysis) {
  for (ServiceSymbol& service : analysis.services) {
    if (service.tree != nullptr) resolve_after(analysis, service);
  }
  CycleSearch cycles(analysis);
  for (ServiceSymbol& service : analysis.services) cycles.visit(service);
  for (const ServiceSymbol& service : analysis.services) {
    if (service.tree != nullptr) ServiceCheck(analysis, service).run();
  }
}

}  // namespace nest::sema
