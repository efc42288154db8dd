#include "compiler/ast/tree_printer.h"

#include <fmt/format.h>

namespace nest::ast {

void TreePrinter::line(std::string_view words) {
  text_.append(2 * depth_, ' ');
  text_ += words;
  text_ += '\n';
}

void TreePrinter::line(std::string_view words, Span span) {
  if (!options_.positions) return line(words);
  line(fmt::format("{} @{}+{}", words, span.begin, span.length));
}

void TreePrinter::labelled(std::string_view words, const ExpressionPtr& value) {
  if (!value) return;
  line(words);
  const Indent indent(*this);
  expression(value);
}

void TreePrinter::file(const File& node) {
  for (const Import& each : node.imports) import_declaration(each);
  for (const Constant& each : node.constants) constant(each);
  for (const Param& each : node.params) param(each);
  for (const Shared& each : node.shared) shared(each);
  for (const Metric& each : node.metrics) metric(each);
  for (const Data& each : node.data) data(each);
  for (const Service& each : node.services) service(each);
  for (const Function& each : node.functions) function(each);
  for (const Hook& each : node.setups) hook("setup", each);
  for (const Hook& each : node.teardowns) hook("teardown", each);
  for (const UserBlock& block : node.users) user(block);
  for (const std::unique_ptr<Taskset>& each : node.tasksets) taskset(*each);
  for (const Plan& each : node.plans) plan(each);
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        result += "\\\"";
        break;
      case '\\':
        result += "\\\\";
        break;
      case '\n':
        result += "\\n";
        break;
      case '\r':
        result += "\\r";
        break;
      case '\t':
        result += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          result += fmt::format("\\u{{{:X}}}", static_cast<unsigned>(c));
        } else {
          result += c;
        }
    }
  }
  return result + '"';
}

}  // namespace nest::ast
