#include "compiler/hir/walk.h"

#include "compiler/hir/overloaded.h"

namespace nest::hir {
namespace {

using VisitExpression = std::function<void(const Expression&)>;

void visit_path(const JsonPath& path, const VisitExpression& visit) {
  visit(*path.base);
  for (const PathStep& step : path.steps) {
    if (const auto* computed = std::get_if<ExpressionPtr>(&step)) visit(**computed);
  }
}

}  // namespace

void for_each_hole(const Template& text, const VisitExpression& visit) {
  for (const TemplatePart& part : text.parts) {
    if (const auto* hole = std::get_if<Hole>(&part)) visit(*hole->value);
  }
}

void for_each_operand(const Expression& expression, const VisitExpression& visit) {
  std::visit(Overloaded{
                 [](const Constant&) {},
                 [](const LocalReference&) {},
                 [](const StateReference&) {},
                 [](const GlobalReference&) {},
                 [](const ContextReference&) {},
                 [&](const Render& n) { for_each_hole(n.text, visit); },
                 [&](const Unary& n) { visit(*n.operand); },
                 [&](const Binary& n) { visit(*n.left), visit(*n.right); },
                 [&](const JsonEqual& n) { visit(*n.json), visit(*n.other); },
                 [&](const Conditional& n) { visit(*n.condition), visit(*n.then), visit(*n.otherwise); },
                 [&](const Coalesce& n) { visit(*n.left), visit(*n.right); },
                 [&](const Convert& n) { visit(*n.operand); },
                 [&](const JsonPath& n) { visit_path(n, visit); },
                 [&](const ResponseValue& n) { visit(*n.response); },
                 [&](const ResponseHeader& n) { visit(*n.response), visit(*n.name); },
                 [&](const ResponseFind& n) {
                   visit(*n.response);
                   if (const auto* computed = std::get_if<ExpressionPtr>(&n.pattern)) visit(**computed);
                 },
                 [&](const BuiltinCall& n) {
                   for (const ExpressionPtr& argument : n.arguments) visit(*argument);
                 },
                 [&](const LibraryCall& n) {
                   for (const ExpressionPtr& argument : n.arguments) visit(*argument);
                 },
                 [&](const ListLiteral& n) {
                   for (const ExpressionPtr& element : n.elements) visit(*element);
                 },
                 [&](const ListElement& n) { visit(*n.list), visit(*n.position); },
                 [&](const IsNull& n) { visit(*n.operand); },
                 [](const Absent&) {},
                 [&](const Keep& n) { visit(*n.operand); },
                 [&](const Held& n) { visit(*n.operand); },
                 [&](const SharedCall& n) {
                   for (const ExpressionPtr& argument : n.arguments) visit(*argument);
                 },
                 [&](const FunctionCall& n) {
                   for (const ExpressionPtr& argument : n.arguments) visit(*argument);
                 },
                 [](const DataNext&) {},
                 [&](const DataField& n) { visit(*n.row); },
                 [](const DataSize&) {},
             },
             expression.node);
}

void for_each_part(const Expression& expression, const VisitExpression& visit) {
  visit(expression);
  for_each_operand(expression, [&](const Expression& part) { for_each_part(part, visit); });
}

void for_each_expression(const Statement& statement, const VisitExpression& visit) {
  std::visit(Overloaded{
                 [&](const SetLocal& n) { visit(*n.value); },
                 [&](const SetState& n) { visit(*n.value); },
                 [&](const Check& n) { visit(*n.condition); },
                 [&](const RequestStatement& n) {
                   if (n.timeout != nullptr) visit(*n.timeout);
                   for (const Check& check : n.checks) visit(*check.condition);
                 },
                 [&](const Evaluate& n) { visit(*n.value); },
                 [&](const If& n) { visit(*n.condition); },
                 [&](const While& n) { visit(*n.condition); },
                 [&](const ForRange& n) { visit(*n.first), visit(*n.last); },
                 [&](const ForEach& n) { visit(*n.list); },
                 [&](const Repeat& n) { visit(*n.count); },
                 [](const Break&) {},
                 [](const Continue&) {},
                 [&](const Sleep& n) { visit(*n.duration); },
                 [&](const Log& n) { visit(*n.message); },
                 [&](const Fail& n) { visit(*n.message); },
                 [](const Parallel&) {},
                 [](const Transaction&) {},
                 [&](const Measure& n) { visit(*n.value); },
                 [&](const Leave& n) {
                   if (n.value != nullptr) visit(*n.value);
                 },
                 [&](const Release& n) {
                   if (n.row != nullptr) visit(*n.row);
                 },
             },
             statement.node);
}

void for_each_block(const Statement& statement, const std::function<void(const Block&)>& visit) {
  std::visit(Overloaded{
                 [&](const If& n) { visit(n.then), visit(n.otherwise); },
                 [&](const While& n) { visit(n.body); },
                 [&](const ForRange& n) { visit(n.body); },
                 [&](const ForEach& n) { visit(n.body); },
                 [&](const Repeat& n) { visit(n.body); },
                 [&](const Parallel& n) { visit(n.requests); },
                 [&](const Transaction& n) { visit(n.body); },
                 [](const auto&) {},
             },
             statement.node);
}

void for_each_statement(const Block& block, const std::function<void(const Statement&)>& visit) {
  for (const Statement& statement : block) {
    visit(statement);
    for_each_block(statement, [&](const Block& inner) { for_each_statement(inner, visit); });
  }
}

}  // namespace nest::hir
