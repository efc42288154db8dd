#include <fmt/format.h>

#include "compiler/ast/tree_printer.h"

namespace nest::ast {
namespace {

std::string_view word(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Add:
      return "+";
    case BinaryOperator::Subtract:
      return "-";
    case BinaryOperator::Multiply:
      return "*";
    case BinaryOperator::Divide:
      return "/";
    case BinaryOperator::Remainder:
      return "%";
    case BinaryOperator::Equal:
      return "==";
    case BinaryOperator::NotEqual:
      return "!=";
    case BinaryOperator::Less:
      return "<";
    case BinaryOperator::LessEqual:
      return "<=";
    case BinaryOperator::Greater:
      return ">";
    case BinaryOperator::GreaterEqual:
      return ">=";
    case BinaryOperator::And:
      return "and";
    case BinaryOperator::Or:
      return "or";
    case BinaryOperator::Coalesce:
      return "??";
  }
  return "?";
}

}  // namespace

void TreePrinter::expression(const ExpressionPtr& expression) {
  if (!expression) return line("missing");
  std::visit([&](const auto& kind) { node(kind, expression->span); }, expression->node);
}

void TreePrinter::node(const IntLiteral& node, Span span) { line(fmt::format("int {}", node.value), span); }
void TreePrinter::node(const FloatLiteral& node, Span span) {
  line(fmt::format("float {}", node.value), span);
}
void TreePrinter::node(const BoolLiteral& node, Span span) { line(fmt::format("bool {}", node.value), span); }
void TreePrinter::node(const DurationLiteral& node, Span span) {
  line(fmt::format("duration {}ns", node.nanoseconds), span);
}
void TreePrinter::node(const NullLiteral&, Span span) { line("null", span); }
void TreePrinter::node(const NameReference& node, Span span) {
  line(fmt::format("name {}", node.name.text), span);
}

void TreePrinter::node(const StringLiteral& node, Span span) {
  if (node.parts.empty()) return line("string \"\"", span);
  if (const auto* const only = std::get_if<std::string>(&node.parts.front());
      only && node.parts.size() == 1) {
    return line(fmt::format("string {}", quoted(*only)), span);
  }
  line("string", span);
  const Indent indent(*this);
  for (const StringPart& part : node.parts) {
    if (const auto* const text = std::get_if<std::string>(&part)) {
      line(fmt::format("text {}", quoted(*text)));
    } else {
      labelled("hole", std::get<ExpressionPtr>(part));
    }
  }
}

void TreePrinter::node(const Member& node, Span span) {
  line(fmt::format("member {}", node.name.text), span);
  const Indent indent(*this);
  expression(node.base);
}

void TreePrinter::node(const Index& node, Span span) {
  line("index", span);
  const Indent indent(*this);
  expression(node.base);
  expression(node.index);
}

void TreePrinter::node(const Call& node, Span span) {
  line("call", span);
  const Indent indent(*this);
  expression(node.callee);
  for (const ExpressionPtr& argument : node.arguments) expression(argument);
  labelled("within", node.within);
}

void TreePrinter::node(const Unary& node, Span span) {
  line(node.op == UnaryOperator::Negate ? "unary -" : "unary not", span);
  const Indent indent(*this);
  expression(node.operand);
}

void TreePrinter::node(const Binary& node, Span span) {
  line(fmt::format("binary {}", word(node.op)), span);
  const Indent indent(*this);
  expression(node.left);
  expression(node.right);
}

void TreePrinter::node(const Conditional& node, Span span) {
  line("conditional", span);
  const Indent indent(*this);
  expression(node.condition);
  expression(node.then);
  expression(node.otherwise);
}

void TreePrinter::node(const Cast& node, Span span) {
  line(fmt::format("as {}", text_of(node.type)), span);
  const Indent indent(*this);
  expression(node.operand);
}

void TreePrinter::node(const JsonObject& node, Span span) {
  line("object", span);
  const Indent indent(*this);
  for (const JsonMember& member : node.members)
    labelled(fmt::format("key {}", quoted(member.key.text)), member.value);
}

void TreePrinter::node(const JsonArray& node, Span span) {
  line("array", span);
  const Indent indent(*this);
  for (const ExpressionPtr& element : node.elements) expression(element);
}

}  // namespace nest::ast
