#include <fmt/format.h>

#include "compiler/ast/tree_printer.h"

namespace nest::ast {
namespace {

std::string_view word(Method method) {
  switch (method) {
    case Method::Get:
      return "GET";
    case Method::Post:
      return "POST";
    case Method::Put:
      return "PUT";
    case Method::Patch:
      return "PATCH";
    case Method::Delete:
      return "DELETE";
    case Method::Head:
      return "HEAD";
    case Method::Options:
      return "OPTIONS";
  }
  return "?";
}

}  // namespace

void TreePrinter::request(const Request& request) {
  line(fmt::format("request {}", word(request.method)), request.span);
  const Indent indent(*this);
  expression(request.url);
  for (const RequestItem& item : request.items) {
    std::visit([&](const auto& kind) { node(kind, item.span); }, item.node);
  }
}

void TreePrinter::fields(const std::vector<Field>& fields) {
  const Indent indent(*this);
  for (const Field& field : fields) labelled(fmt::format("field {}", quoted(field.key.text)), field.value);
}

void TreePrinter::conditions(std::string_view word, const std::vector<ExpressionPtr>& conditions, Span span) {
  line(word, span);
  const Indent indent(*this);
  for (const ExpressionPtr& condition : conditions) expression(condition);
}

void TreePrinter::node(const HeaderItem& node, Span span) {
  line("header", span);
  const Indent indent(*this);
  expression(node.name);
  expression(node.value);
}

void TreePrinter::node(const QueryItem& node, Span span) {
  line("query", span);
  fields(node.fields);
}

void TreePrinter::node(const FormItem& node, Span span) {
  line("form", span);
  fields(node.fields);
}

void TreePrinter::node(const MultipartItem& node, Span span) {
  line("multipart", span);
  fields(node.fields);
}

void TreePrinter::node(const AuthItem& node, Span span) {
  line(fmt::format("auth {}", node.scheme.text), span);
  const Indent indent(*this);
  for (const ExpressionPtr& argument : node.arguments) expression(argument);
}

void TreePrinter::node(const JsonItem& node, Span span) {
  line("json", span);
  const Indent indent(*this);
  expression(node.value);
}

void TreePrinter::node(const BodyItem& node, Span span) {
  line("body", span);
  const Indent indent(*this);
  expression(node.value);
}

void TreePrinter::node(const NameItem& node, Span span) {
  line("name", span);
  const Indent indent(*this);
  expression(node.value);
}

void TreePrinter::node(const TimeoutItem& node, Span span) {
  line("timeout", span);
  const Indent indent(*this);
  expression(node.value);
}

void TreePrinter::node(const RedirectsItem& node, Span span) {
  line("redirects", span);
  const Indent indent(*this);
  expression(node.value);
}

void TreePrinter::node(const CompressedItem&, Span span) { line("compressed", span); }

void TreePrinter::node(const HttpItem& node, Span span) {
  line("http", span);
  const Indent indent(*this);
  expression(node.version);
}

void TreePrinter::node(const ConditionsItem& node, Span span) {
  conditions(node.require ? "require" : "expect", node.conditions, span);
}

}  // namespace nest::ast
