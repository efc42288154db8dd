#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/sema/check_amount.h"
#include "compiler/sema/check_plan.h"
#include "compiler/sema/conversion.h"

namespace nest::sema {
namespace {

using hir::LimitMetric;
using hir::Type;

/// What a metric's bound is: a time, a share, or a number a second.
enum class BoundKind : std::uint8_t { Time, Share, Rate };
struct MetricRow {
  std::string_view name;
  LimitMetric metric;
  BoundKind bound;
  bool takes_row;
};
constexpr std::array<MetricRow, 7> kMetrics = {{
    {"avg", LimitMetric::Average, BoundKind::Time, true},
    {"min", LimitMetric::Minimum, BoundKind::Time, true},
    {"max", LimitMetric::Maximum, BoundKind::Time, true},
    {"errors", LimitMetric::Errors, BoundKind::Share, true},
    {"checks", LimitMetric::Checks, BoundKind::Share, false},
    {"requests", LimitMetric::Requests, BoundKind::Rate, true},
    {"dropped", LimitMetric::Dropped, BoundKind::Share, false},
}};

/// What other load testers call them.
struct ForeignMetric {
  std::string_view name;
  std::string_view hint;
};
constexpr std::array<ForeignMetric, 8> kForeign = {{
    {"http_req_duration", "times are `limit p95 < 500ms`, `limit avg < 200ms`"},
    {"duration", "times are `limit p95 < 500ms`, `limit avg < 200ms`"},
    {"med", "it is `limit p50 < 200ms`"},
    {"http_req_failed", "it is `limit errors < 1%`"},
    {"failures", "it is `limit errors < 1%`"},
    {"rate", "of requests it is `limit requests > 50/s`, of failures `limit errors < 1%`"},
    {"http_reqs", "it is `limit requests > 50/s`"},
    {"rps", "it is `limit requests > 50/s`"},
}};

/// `p95`, `p99.9`: 0 < p < 100.
std::optional<double> percentile_of(std::string_view name) {
  if (!name.starts_with('p') || name.size() < 2) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), value);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return value > 0 && value < 100 ? std::optional(value) : std::nullopt;
}

class LimitCheck {
 public:
  LimitCheck(Analysis& analysis, const Scope& scope, const hir::Plan& plan, const ast::PlanLimit& tree,
             Span span)
      : analysis_(analysis), scope_(scope), plan_(plan), tree_(tree) {
    out_.text = analysis.text_of(span);
    constexpr std::string_view kWord = "limit ";
    if (out_.text.starts_with(kWord)) out_.text.erase(0, kWord.size());
    out_.span = span;
    out_.comparison = static_cast<hir::LimitComparison>(tree.comparison);
    out_.aborts = tree.aborts;
  }

  std::optional<hir::Limit> run() {
    const bool is_known = metric();
    if (is_known && tree_.row) row(*tree_.row);
    if (is_known) bound();
    if (tree_.window != nullptr) window(*tree_.window);
    if (tree_.aborts && tree_.window == nullptr) {
      wrong(DiagnosticCode::LimitBound, out_.span, "a limit that ends the run is judged over a window")
          .help("say how long it may be broken: `over 30s abort`");
    }
    if (tree_.during) part(*tree_.during);
    return is_right_ ? std::optional(std::move(out_)) : std::nullopt;
  }

 private:
  template <typename... Arguments>
  DiagnosticBuilder wrong(DiagnosticCode code, Span span, const Arguments&... arguments) {
    is_right_ = false;
    return analysis_.emitter.emit(code, span, arguments...);
  }

  bool metric() {
    const std::string& name = tree_.metric.text;
    if (const auto percentile = percentile_of(name)) {
      out_.metric = LimitMetric::Percentile;
      out_.percentile = *percentile;
      return true;
    }
    for (const MetricRow& each : kMetrics) {
      if (each.name != name) continue;
      out_.metric = each.metric;
      kind_ = each.bound;
      takes_row_ = each.takes_row;
      if (each.metric == LimitMetric::Dropped && plan_.kind != hir::LoadKind::Arrivals) {
        wrong(DiagnosticCode::PlanMemberOfArrivals, tree_.metric.span, name);
      }
      return true;
    }
    auto report = wrong(DiagnosticCode::UnknownLimitMetric, tree_.metric.span, name);
    const auto foreign = std::ranges::find(kForeign, name, &ForeignMetric::name);
    if (foreign != kForeign.end()) {
      report.help("{}", foreign->hint);
      return false;
    }
    std::vector<std::string_view> names = {"p50", "p95", "p99"};
    for (const MetricRow& each : kMetrics) names.push_back(each.name);
    if (const auto near = nearest_name(name, names)) {
      report.help("did you mean `{}`?", *near);
    } else {
      report.help("it knows p50, p95, p99.9 …, avg, min, max, errors, checks, requests and dropped");
    }
    return false;
  }

  // As reported, with or without the method.
  void row(const ast::Name& name) {
    if (!takes_row_) {
      wrong(DiagnosticCode::LimitBound, name.span,
            fmt::format("`{}` is of the whole run, not of one request", tree_.metric.text));
      return;
    }
    constexpr std::array<std::string_view, 7> kMethods = {"GET",    "POST", "PUT",    "PATCH",
                                                          "DELETE", "HEAD", "OPTIONS"};
    std::set<std::string> known;
    const std::vector<hir::Row>& rows = analysis_.program.rows;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::string with_method =
          fmt::format("{} {}", kMethods[static_cast<std::size_t>(rows[i].method)], rows[i].name);
      if (name.text == rows[i].name || name.text == with_method)
        out_.rows.push_back(static_cast<hir::RowId>(i));
      known.insert(rows[i].name);
    }
    if (!out_.rows.empty()) return;
    auto report = wrong(DiagnosticCode::UnknownLimitRow, name.span, name.text);
    const std::vector<std::string_view> names(known.begin(), known.end());
    if (const auto near = nearest_name(name.text, names)) report.help("did you mean `{}`?", *near);
  }

  void bound() {
    const BoundKind given = tree_.unit == ast::BoundUnit::Percent     ? BoundKind::Share
                            : tree_.unit == ast::BoundUnit::PerSecond ? BoundKind::Rate
                                                                      : BoundKind::Time;
    if (given != kind_) {
      constexpr std::array<std::string_view, 3> kForms = {"a time: `< 300ms`", "a share: `< 1%`",
                                                          "a rate: `> 100/s`"};
      auto report = wrong(
          DiagnosticCode::LimitBound, tree_.bound->span,
          fmt::format("`{}` is held against {}", tree_.metric.text, kForms[static_cast<std::size_t>(kind_)]));
      if (tree_.unit == ast::BoundUnit::None) help_number(report);
      return;
    }
    std::optional<hir::Amount> amount = kind_ == BoundKind::Time
                                            ? check_plan_time(analysis_, scope_, *tree_.bound)
                                            : check_plan_rate(analysis_, scope_, *tree_.bound);
    if (!amount) {
      is_right_ = false;
      return;
    }
    if (kind_ == BoundKind::Share) {
      if (amount->value > 100)
        wrong(DiagnosticCode::LimitBound, tree_.bound->span, "a share is 100% at most");
      amount->value /= 100;
    }
    out_.bound = *amount;
  }

  // The number with its unit; other load testers write a share as a part of one.
  void help_number(DiagnosticBuilder& report) {
    const std::string text = analysis_.text_of(tree_.bound->span);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return;
    if (kind_ == BoundKind::Rate) {
      report.help("add the unit: `{}/s`", text);
    } else if (number > 0 && number < 1) {
      report.help("in hundredths: `{:g}%`", number * 100);
    } else if (number <= 100) {
      report.help("add the unit: `{}%`", text);
    }
  }

  void window(const ast::Expression& written) {
    constexpr double kShortest = 1e9;
    const auto time = check_plan_time(analysis_, scope_, written);
    if (!time) {
      is_right_ = false;
    } else if (time->global || time->value < kShortest) {
      wrong(DiagnosticCode::LimitBound, written.span, "a window is a constant, a second at least");
    } else {
      out_.window = static_cast<std::int64_t>(time->value);
    }
  }

  void part(const ast::Name& name) {
    if (name.text == "ramp") {
      out_.part = hir::LimitPart::Ramp;
      return;
    }
    std::vector<std::string_view> names = {"ramp"};
    for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
      if (plan_.steps[i].name == name.text) {
        out_.part = hir::LimitPart::Step;
        out_.step = static_cast<std::uint32_t>(i);
        return;
      }
      if (!plan_.steps[i].name.empty()) names.push_back(plan_.steps[i].name);
    }
    auto report = wrong(DiagnosticCode::UnknownStep, name.span, plan_.name, name.text);
    if (const auto near = nearest_name(name.text, names)) {
      report.help("did you mean `{}`?", *near);
    } else {
      report.help("a step has the name that stands before it: `{}: users 500 for 10m`", name.text);
    }
  }

  Analysis& analysis_;
  const Scope& scope_;
  const hir::Plan& plan_;
  const ast::PlanLimit& tree_;
  hir::Limit out_;
  BoundKind kind_ = BoundKind::Time;
  bool takes_row_ = true;
  bool is_right_ = true;
};

}  // namespace

std::optional<hir::Limit> check_limit(Analysis& analysis, const Scope& scope, const hir::Plan& plan,
                                      const ast::PlanLimit& limit, Span span) {
  return LimitCheck(analysis, scope, plan, limit, span).run();
}

}  // namespace nest::sema
