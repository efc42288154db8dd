#include <array>

#include "compiler/hir/text_printer.h"

namespace nest::hir {
namespace {

std::string text_of(const Program& program, const Amount& amount) {
  if (!amount.global) return fmt::format("{}", amount.value);
  return fmt::format("{} (param {})", amount.value, program.globals[index(*amount.global)].full_name);
}

}  // namespace

void TextPrinter::plan(const Plan& plan) {
  line("plan {} {}{}{}", plan.full_name, plan.kind == LoadKind::Users ? "users" : "arrivals",
       plan.max_users ? fmt::format(" max_users {}", *plan.max_users) : "",
       plan.iterations ? fmt::format(" iterations {}", *plan.iterations) : "");
  ++depth_;
  if (!plan.doc.empty()) line("doc {}", quoted(plan.doc));
  for (const PlanStep& step : plan.steps) {
    line("step{} {} -> {} in {} ns", step.name.empty() ? "" : " " + step.name, text_of(program_, step.from),
         text_of(program_, step.to), text_of(program_, step.length));
  }
  for (const PlanWeight& each : plan.weights) {
    line("weight {} of {}", each.weight, program_.tasksets[index(each.taskset)].full_name);
  }
  for (const Limit& each : plan.limits) limit(plan, each);
  --depth_;
}

void TextPrinter::limit(const Plan& plan, const Limit& limit) {
  constexpr std::array<std::string_view, 8> kMetrics = {"percentile", "average", "minimum",  "maximum",
                                                        "errors",     "checks",  "requests", "dropped"};
  constexpr std::array<std::string_view, 4> kComparisons = {"<", "<=", ">", ">="};
  std::string part = "steady";
  if (limit.part == LimitPart::Ramp) part = "ramp";
  if (limit.part == LimitPart::Step) part = plan.steps[limit.step].name;
  std::string rows;
  for (const RowId row : limit.rows) rows += " " + quoted(program_.rows[index(row)].name);
  line("limit {} {} {}{} {} {}{} during {}{}", quoted(limit.text),
       kMetrics[static_cast<std::size_t>(limit.metric)], limit.percentile, rows,
       kComparisons[static_cast<std::size_t>(limit.comparison)], text_of(program_, limit.bound),
       limit.window > 0 ? " over " + duration(limit.window) : "", part, limit.aborts ? " abort" : "");
}

}  // namespace nest::hir
