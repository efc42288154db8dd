#include <fmt/format.h>

#include "compiler/ast/tree_printer.h"

namespace nest::ast {
namespace {

std::string_view word(WaitKind kind) {
  switch (kind) {
    case WaitKind::None:
      return "none";
    case WaitKind::Fixed:
      return "fixed";
    case WaitKind::Uniform:
      return "uniform";
    case WaitKind::Exponential:
      return "exponential";
    case WaitKind::Normal:
      return "normal";
    case WaitKind::Pace:
      return "pace";
    case WaitKind::Rate:
      return "rate";
  }
  return "?";
}

}  // namespace

void TreePrinter::doc(std::string_view doc) {
  if (!doc.empty()) line(fmt::format("doc {}", quoted(doc)));
}

void TreePrinter::tags(const std::vector<Name>& names) {
  for (const Name& name : names) line(fmt::format("tag {}", name.text), name.span);
}

void TreePrinter::wait(const Wait& node) {
  line(fmt::format("wait {}", word(node.kind)), node.span);
  const Indent indent(*this);
  if (node.first) expression(node.first);
  if (node.second) expression(node.second);
}

void TreePrinter::defaults(const std::vector<Defaults>& all) {
  for (const Defaults& each : all) {
    line("defaults", each.span);
    const Indent indent(*this);
    for (const RequestItem& item : each.items)
      std::visit([&](const auto& kind) { node(kind, item.span); }, item.node);
  }
}

void TreePrinter::hook(std::string_view word, const Hook& node) {
  line(word, node.span);
  block(node.body);
}

void TreePrinter::import_declaration(const Import& node) {
  line(fmt::format("import {} as {}", quoted(node.path), node.name.text), node.span);
}

void TreePrinter::constant(const Constant& node) {
  line(fmt::format("const {}", node.name.text), node.span);
  const Indent indent(*this);
  doc(node.doc);
  expression(node.value);
}

void TreePrinter::param(const Param& node) {
  line(fmt::format("param {}: {}", node.name.text, text_of(node.type)), node.span);
  const Indent indent(*this);
  doc(node.doc);
  expression(node.value);
}

void TreePrinter::metric(const Metric& node) {
  line(fmt::format("metric {} {}", node.kind.text, node.name.text), node.span);
  const Indent indent(*this);
  doc(node.doc);
}

void TreePrinter::shared(const Shared& node) {
  const std::string element = node.element ? fmt::format("<{}>", node.element->text) : "";
  line(fmt::format("shared {}{} {}", node.kind.text, element, node.name.text), node.span);
  const Indent indent(*this);
  doc(node.doc);
}

void TreePrinter::function(const Function& node) {
  const std::string result = node.result ? " -> " + text_of(*node.result) : std::string();
  line(fmt::format("fn {}{}", node.name.text, result), node.span);
  {
    const Indent indent(*this);
    doc(node.doc);
    for (const Parameter& each : node.parameters)
      line(fmt::format("parameter {}: {}", each.name.text, text_of(each.type)), each.name.span);
  }
  block(node.body);
}

void TreePrinter::data(const Data& node) {
  const std::string policy = node.policy ? " " + node.policy->text : "";
  const std::string exhausted = node.exhausted ? " when exhausted " + node.exhausted->text : "";
  line(fmt::format("data {} {}{}{}", node.name.text, node.source.text, policy, exhausted), node.span);
  const Indent indent(*this);
  doc(node.doc);
  expression(node.path);
}

void TreePrinter::taskset(const Taskset& node) {
  line(fmt::format("taskset {}", node.name.text), node.span);
  const Indent indent(*this);
  doc(node.doc);
  if (node.sequential) line("sequential", node.sequential_span);
  for (const Weight& weight : node.weights) {
    line("weight", weight.span);
    const Indent deeper(*this);
    expression(weight.value);
  }
  for (const Wait& each : node.waits) wait(each);
  tags(node.tags);
  defaults(node.defaults);
  for (const Host& each : node.hosts) {
    line("host", each.span);
    const Indent deeper(*this);
    expression(each.value);
  }
  for (const Statement& state : node.state) statement(state);
  for (const Hook& each : node.on_start) hook("on_start", each);
  for (const Hook& each : node.on_stop) hook("on_stop", each);
  for (const MemberReference& member : node.members) {
    switch (member.kind) {
      case MemberKind::Task:
        task(node.tasks[member.index]);
        break;
      case MemberKind::Taskset:
        taskset(*node.nested[member.index]);
        break;
      case MemberKind::Include: {
        const Include& each = node.includes[member.index];
        line(fmt::format("include {}{}", each.module ? each.module->text + "." : "", each.name.text),
             each.span);
        break;
      }
    }
  }
}

void TreePrinter::task(const Task& node) {
  line(fmt::format("task {}", node.name.text), node.span);
  {
    const Indent indent(*this);
    doc(node.doc);
    labelled("weight", node.weight);
    for (const Transition& transition : node.transitions) {
      line(fmt::format("-> {}", transition.target.text), transition.target.span);
      const Indent deeper(*this);
      if (transition.weight) expression(transition.weight);
    }
    tags(node.tags);
  }
  block(node.body);
}

void TreePrinter::user(const UserBlock& node) {
  line("user", node.span);
  const Indent indent(*this);
  for (const Wait& each : node.waits) wait(each);
  defaults(node.defaults);
  for (const Statement& state : node.state) statement(state);
  for (const Hook& each : node.on_start) hook("on_start", each);
  for (const Hook& each : node.on_stop) hook("on_stop", each);
}

}  // namespace nest::ast
