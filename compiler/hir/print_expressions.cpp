#include <array>

#include "compiler/hir/overloaded.h"
#include "compiler/hir/text_printer.h"

namespace nest::hir {
namespace {

constexpr std::array<std::string_view, 13> kOperators = {
    "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "and", "or"};
constexpr std::array<std::string_view, 6> kEncodings = {"plain", "percent", "form",
                                                        "json",  "header",  "base64"};
constexpr std::array<std::string_view, 7> kFields = {"status", "time", "size", "body", "json", "ok", "url"};
constexpr std::array<std::string_view, 10> kSharedMethods = {"next",     "add",  "value", "put", "take",
                                                             "try_take", "size", "get",   "set", "remove"};
constexpr std::array<std::string_view, 5> kBuiltins = {"random", "len", "env", "secret", "contains"};

template <std::size_t kCount, typename Enumerator>
std::string_view word(const std::array<std::string_view, kCount>& words, Enumerator enumerator) {
  return words[static_cast<std::size_t>(enumerator)];
}

std::string float_text(double value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  return text;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '"':
      case '\\':
      case '{':
        out += {'\\', c};
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\u{{{:x}}}", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  return out;
}

}  // namespace

std::string TextPrinter::list(const std::vector<ExpressionPtr>& expressions) const {
  std::string text;
  for (const ExpressionPtr& one : expressions) text += (text.empty() ? "" : ", ") + expression(one);
  return text;
}

std::string TextPrinter::expression(const ExpressionPtr& expression) const {
  return expression == nullptr ? "?" : this->expression(*expression);
}

std::string TextPrinter::expression(const Expression& e) const {
  return std::visit(
      Overloaded{
          [&](const Constant& n) { return constant(n, e.type); },
          [&](const LocalReference& n) { return local(n.local); },
          [&](const StateReference& n) { return state(n.state); },
          [&](const GlobalReference& n) { return global(n.global); },
          [](const ContextReference& n) {
            return std::string(n.field == ContextField::UserId ? "user.id" : "user.iteration");
          },
          [&](const Render& n) { return (e.type == Type::Json ? "json " : "") + text(n.text); },
          [&](const Unary& n) { return (n.op == UnaryOperator::Not ? "not " : "-") + expression(n.operand); },
          [&](const Binary& n) {
            return fmt::format("({} {} {})", expression(n.left), word(kOperators, n.op), expression(n.right));
          },
          [&](const JsonEqual& n) {
            return fmt::format("(json {} {} {})", expression(n.json),
                               n.negated ? "!=" : "==", expression(n.other));
          },
          [&](const Conditional& n) {
            return fmt::format("({} ? {} : {})", expression(n.condition), expression(n.then),
                               expression(n.otherwise));
          },
          [&](const Coalesce& n) {
            return fmt::format("({} ?? {})", expression(n.left), expression(n.right));
          },
          [&](const Convert& n) { return fmt::format("({} as {})", expression(n.operand), name(e.type)); },
          [&](const JsonPath& n) { return path(n); },
          [&](const ResponseValue& n) {
            return fmt::format("{}.{}", expression(n.response), word(kFields, n.field));
          },
          [&](const ResponseHeader& n) {
            return fmt::format("{}.header({})", expression(n.response), expression(n.name));
          },
          [&](const ResponseFind& n) {
            const auto* known = std::get_if<PatternId>(&n.pattern);
            return fmt::format("{}.{}({})", expression(n.response), n.all ? "find_all" : "find",
                               known != nullptr ? quoted(program_.patterns[index(*known)])
                                                : expression(std::get<ExpressionPtr>(n.pattern)));
          },
          [&](const BuiltinCall& n) {
            return fmt::format("{}({})", word(kBuiltins, n.builtin), list(n.arguments));
          },
          [&](const LibraryCall& n) { return fmt::format("{}({})", n.name, list(n.arguments)); },
          [&](const IsNull& n) {
            return fmt::format("({} {} null)", expression(n.operand), n.negated ? "!=" : "==");
          },
          [](const Absent&) { return std::string("null"); },
          [&](const Keep& n) { return fmt::format("({} as {})", expression(n.operand), name(e.type)); },
          [&](const Held& n) { return expression(n.operand) + (n.is_known ? "!" : "?"); },
          [&](const ListLiteral& n) { return fmt::format("[{}]", list(n.elements)); },
          [&](const ListElement& n) {
            return fmt::format("{}[{}]", expression(n.list), expression(n.position));
          },
          [&](const SharedCall& n) {
            return fmt::format("&{}.{}({})", program_.shared[index(n.object)].name,
                               word(kSharedMethods, n.method), list(n.arguments));
          },
          [&](const FunctionCall& n) {
            std::string arguments;
            for (const ExpressionPtr& argument : n.arguments) {
              arguments += (arguments.empty() ? "" : ", ") + expression(argument);
            }
            return fmt::format("{}({})", symbol(n.function), arguments);
          },
          [&](const DataNext& n) { return fmt::format("&{}.next()", data_name(n.data)); },
          [&](const DataField& n) {
            const Data& data = program_.data[index(n.data)];
            const bool is_csv = data.format == DataFormat::Csv;
            return fmt::format("&{}[{}].{}", data.name, expression(n.row),
                               is_csv ? quoted(data.columns[n.column]) : "all");
          },
          [&](const DataSize& n) { return fmt::format("&{}.size", data_name(n.data)); },
      },
      e.node);
}

std::string TextPrinter::constant(const Constant& constant, Type type) {
  return std::visit(Overloaded{
                        [&](std::int64_t value) {
                          return type == Type::Duration ? duration(value) : fmt::format("{}", value);
                        },
                        [](double value) { return float_text(value); },
                        [](bool value) { return std::string(value ? "true" : "false"); },
                        [](const std::string& value) { return quoted(value); },
                        [&](const std::vector<Constant>& elements) {
                          std::string out;
                          for (const Constant& element : elements) {
                            out += (out.empty() ? "" : ", ") + TextPrinter::constant(element, type.element());
                          }
                          return "[" + out + "]";
                        },
                    },
                    constant.value);
}

std::string TextPrinter::path(const JsonPath& path) const {
  std::string steps;
  for (const PathStep& step : path.steps) {
    steps +=
        std::visit(Overloaded{
                       [](const std::string& key) { return fmt::format("[{}]", quoted(key)); },
                       [](std::int64_t position) { return fmt::format("[{}]", position); },
                       [&](const ExpressionPtr& value) { return fmt::format("[{}]", expression(value)); },
                   },
                   step);
  }
  return fmt::format("{}{}", expression(path.base), steps);
}

std::string TextPrinter::text(const Template& text) const {
  std::string out = "\"";
  for (const TemplatePart& part : text.parts) {
    if (const auto* constant = std::get_if<std::string>(&part)) {
      out += escaped(*constant);
    } else {
      const auto& hole = std::get<Hole>(part);
      out += fmt::format("{{{}: {}}}", word(kEncodings, hole.encoding), expression(hole.value));
    }
  }
  return out + '"';
}

std::string TextPrinter::local(LocalId id) const {
  const std::string_view name =
      function_ == nullptr ? "" : std::string_view(function_->locals[index(id)].name);
  return fmt::format("{}#{}", name, index(id));
}

std::string TextPrinter::state(StateId id) const {
  return fmt::format("@{}#{}", program_.states[index(id)].name, index(id));
}

std::string TextPrinter::global(GlobalId id) const {
  const Global& global = program_.globals[index(id)];
  switch (global.kind) {
    case GlobalKind::Param:
      return "$" + global.full_name;
    case GlobalKind::ServiceUrl:
      return "$" + global.name + ".url";
    case GlobalKind::ServicePort:
      return "$" + global.name + ".port";
    case GlobalKind::Environment:
      return "$env." + global.name;
  }
  return "?";
}

std::string TextPrinter::duration(std::int64_t nanoseconds) {
  struct Unit {
    std::int64_t size;
    std::string_view name;
  };
  constexpr std::array kUnits = {Unit{3'600'000'000'000, "h"}, Unit{60'000'000'000, "m"},
                                 Unit{1'000'000'000, "s"}, Unit{1'000'000, "ms"}, Unit{1'000, "us"}};
  if (nanoseconds == 0) return "0s";
  for (const Unit& unit : kUnits) {
    if (nanoseconds % unit.size == 0) return fmt::format("{}{}", nanoseconds / unit.size, unit.name);
  }
  return fmt::format("{}ns", nanoseconds);
}

std::string TextPrinter::quoted(std::string_view text) { return '"' + escaped(text) + '"'; }

}  // namespace nest::hir
