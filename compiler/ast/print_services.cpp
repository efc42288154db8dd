#include <fmt/format.h>

#include "compiler/ast/tree_printer.h"

namespace nest::ast {
namespace {

std::string_view word(ReadyKind kind) {
  switch (kind) {
    case ReadyKind::Http:
      return "http";
    case ReadyKind::Tcp:
      return "tcp";
    case ReadyKind::Line:
      return "line";
  }
  return "?";
}

std::string_view word(FailureKind kind) {
  switch (kind) {
    case FailureKind::StopRun:
      return "stop run";
    case FailureKind::GoOn:
      return "go on";
    case FailureKind::Restart:
      return "restart";
  }
  return "?";
}

}  // namespace

void TreePrinter::service(const Service& node) {
  line(fmt::format("service {}", node.name.text), node.span);
  const Indent indent(*this);
  doc(node.doc);
  for (const ServiceMember& member : node.members) {
    std::visit([&](const auto& kind) { this->node(kind, member.span); }, member.node);
  }
}

void TreePrinter::node(const ServiceRun& node, Span span) {
  line("run", span);
  const Indent indent(*this);
  expression(node.command);
}

void TreePrinter::node(const ServiceFolder& node, Span span) {
  line("folder", span);
  const Indent indent(*this);
  expression(node.folder);
}

void TreePrinter::node(const ServiceEnvironment& node, Span span) {
  line("env", span);
  fields(node.fields);
}

void TreePrinter::node(const ServiceReady& node, Span span) {
  line(fmt::format("ready {}", word(node.kind)), span);
  const Indent indent(*this);
  if (node.text) expression(node.text);
  labelled("within", node.within);
}

void TreePrinter::node(const ServiceAfter& node, Span span) {
  line("after", span);
  const Indent indent(*this);
  for (const Name& name : node.names) line(name.text, name.span);
}

void TreePrinter::node(const ServiceFailure& node, Span span) {
  line(fmt::format("on failure {}", word(node.kind)), span);
}

void TreePrinter::node(const ServiceGrace& node, Span span) {
  line("grace", span);
  const Indent indent(*this);
  expression(node.time);
}

}  // namespace nest::ast
