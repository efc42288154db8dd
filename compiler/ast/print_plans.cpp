#include <fmt/format.h>

#include <array>
#include <string_view>

#include "compiler/ast/tree_printer.h"

namespace nest::ast {
namespace {

constexpr std::array<std::string_view, 4> kComparisons = {"<", "<=", ">", ">="};
constexpr std::array<std::string_view, 3> kUnits = {"", " percent", " a second"};

}  // namespace

void TreePrinter::plan(const Plan& node) {
  line(fmt::format("plan {}", node.name.text), node.span);
  const Indent indent(*this);
  doc(node.doc);
  for (const PlanMember& member : node.members) {
    std::visit([&](const auto& kind) { this->node(kind, member.span); }, member.node);
  }
}

void TreePrinter::node(const PlanStep& node, Span span) {
  const std::string name = node.name ? fmt::format(" {}", node.name->text) : "";
  line(fmt::format("{}{}", node.kind == LoadKind::Users ? "users" : "arrivals", name), span);
  const Indent indent(*this);
  labelled("from", node.from);
  labelled("to", node.to);
  labelled(node.from ? "over" : "for", node.length);
}

void TreePrinter::node(const PlanMaxUsers& node, Span span) {
  line("max_users", span);
  const Indent indent(*this);
  expression(node.users);
}

void TreePrinter::node(const PlanIterations& node, Span span) {
  line("iterations", span);
  const Indent indent(*this);
  expression(node.count);
}

void TreePrinter::node(const PlanWeights& node, Span span) {
  line("weights", span);
  fields(node.fields);
}

void TreePrinter::node(const PlanLimit& node, Span span) {
  const std::string row = node.row ? fmt::format("({})", quoted(node.row->text)) : "";
  const std::string during = node.during ? fmt::format(" during {}", node.during->text) : "";
  line(fmt::format("limit {}{} {}{}{}{}", node.metric.text, row,
                   kComparisons[static_cast<std::size_t>(node.comparison)],
                   kUnits[static_cast<std::size_t>(node.unit)], during, node.aborts ? " abort" : ""),
       span);
  const Indent indent(*this);
  expression(node.bound);
  labelled("over", node.window);
}

}  // namespace nest::ast
