#include <fmt/format.h>

#include "compiler/ast/tree_printer.h"

namespace nest::ast {

void TreePrinter::block(const Block& node) {
  const Indent indent(*this);
  for (const Statement& each : node.statements) statement(each);
}

void TreePrinter::statement(const Statement& statement) {
  std::visit([&](const auto& kind) { node(kind, statement.span); }, statement.node);
}

void TreePrinter::initializer(const Initializer& node) {
  const Indent indent(*this);
  if (const auto* const sent = std::get_if<Request>(&node)) {
    request(*sent);
  } else {
    expression(std::get<ExpressionPtr>(node));
  }
}

void TreePrinter::node(const Variable& node, Span span) {
  const std::string type = node.type ? ": " + text_of(*node.type) : std::string();
  line(fmt::format("{} {}{}", node.is_mutable ? "var" : "let", node.name.text, type), span);
  initializer(node.value);
}

void TreePrinter::node(const Assign& node, Span span) {
  line("assign", span);
  {
    const Indent indent(*this);
    expression(node.target);
  }
  initializer(node.value);
}

void TreePrinter::node(const Request& node, Span) { request(node); }

void TreePrinter::node(const ExpressionStatement& node, Span span) {
  line("evaluate", span);
  const Indent indent(*this);
  expression(node.value);
}

void TreePrinter::node(const If& node, Span span) {
  line("if", span);
  const Indent indent(*this);
  expression(node.condition);
  if (node.likelihood != nullptr) labelled("likely", node.likelihood);
  line("then", node.then.span);
  block(node.then);
  if (!node.otherwise) return;
  line("else", node.otherwise->span);
  block(*node.otherwise);
}

void TreePrinter::node(const For& node, Span span) {
  line(fmt::format("for {}", node.name.text), span);
  const Indent indent(*this);
  labelled(node.last ? "from" : "in", node.first);
  labelled("to", node.last);
  line("do", node.body.span);
  block(node.body);
}

void TreePrinter::node(const Repeat& node, Span span) {
  line("repeat", span);
  const Indent indent(*this);
  expression(node.count);
  line("do", node.body.span);
  block(node.body);
}

void TreePrinter::node(const While& node, Span span) {
  line("while", span);
  const Indent indent(*this);
  expression(node.condition);
  line("do", node.body.span);
  block(node.body);
}

void TreePrinter::node(const Break&, Span span) { line("break", span); }
void TreePrinter::node(const Continue&, Span span) { line("continue", span); }
void TreePrinter::node(const Return& node, Span span) {
  line("return", span);
  if (!node.value) return;
  const Indent indent(*this);
  initializer(*node.value);
}
void TreePrinter::node(const Stop&, Span span) { line("stop", span); }
void TreePrinter::node(const Interrupt& node, Span span) {
  line(node.wait ? "interrupt wait" : "interrupt", span);
}

void TreePrinter::node(const Sleep& node, Span span) {
  line("sleep", span);
  const Indent indent(*this);
  expression(node.duration);
}

void TreePrinter::node(const Log& node, Span span) {
  line("log", span);
  const Indent indent(*this);
  expression(node.message);
}

void TreePrinter::node(const Fail& node, Span span) {
  line("fail", span);
  const Indent indent(*this);
  expression(node.message);
}

void TreePrinter::node(const Release& node, Span span) {
  line("release", span);
  const Indent indent(*this);
  expression(node.target);
}

void TreePrinter::node(const Conditions& node, Span span) {
  conditions(node.require ? "require" : "expect", node.conditions, span);
}

void TreePrinter::node(const Parallel& node, Span span) {
  line("parallel", span);
  block(node.body);
}

void TreePrinter::node(const Transaction& node, Span span) {
  line("transaction", span);
  const Indent indent(*this);
  expression(node.name);
  line("do", node.body.span);
  block(node.body);
}

}  // namespace nest::ast
