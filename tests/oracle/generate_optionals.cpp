// Optionals: what may be missing, and the ways to find out.

#include <fmt/format.h>

#include "tests/oracle/source_generator.h"

namespace nest::oracle {

std::string SourceGenerator::optional_value(Kind k, int depth) {
  const std::string other = optional(k);
  switch (range(0, 6)) {
    case 0:
      return "null";
    case 1:
    case 2:
      if (!other.empty()) return other;
      return element(k, depth);
    case 3:
      return fmt::format("({} ? {} : null)", expression(Kind::Bool, depth - 1), expression(k, depth - 1));
    case 4:
      if (const Function* function = function_for(k, false, true)) return call(*function);
      return other.empty() ? "null" : fmt::format("({} ?? {})", element(k, depth), other);
    case 5:
      if (shared_kind_ == k) return fmt::format("table.get({})", key());
      [[fallthrough]];
    default:
      return expression(k, depth);
  }
}

std::string SourceGenerator::optional(Kind k, bool is_list) {
  std::vector<const Variable*> found;
  for (const Variable& v : variables_) {
    if (v.is_optional && v.kind == k && v.is_list == is_list) found.push_back(&v);
  }
  if (found.empty()) return {};
  return found[static_cast<std::size_t>(range(0, static_cast<int>(found.size()) - 1))]->name;
}

std::string SourceGenerator::optional_declaration() {
  const Kind k = kind();
  const std::string name = fresh("o");
  const bool is_mutable = chance(70);
  const bool is_list = chance(15);
  const std::string type = is_list ? fmt::format("list<{}>", name_of(k)) : std::string(name_of(k));
  const std::string value = !is_list ? optional_value(k, 2) : chance(30) ? "null" : list(k, 2);
  variables_.push_back({name, k, is_mutable, is_list, true});
  return fmt::format("{} {}: {}? = {}\n", is_mutable ? "var" : "let", name, type, value);
}

std::string SourceGenerator::caught(Kind k, int depth) {
  const std::string name = optional(k);
  if (name.empty()) return literal(k);
  switch (range(0, 2)) {
    case 0:
      return fmt::format("({0} != null ? {0} : {1})", name, expression(k, depth - 1));
    case 1:
      return fmt::format("({0} == null ? {1} : {0})", name, expression(k, depth - 1));
    default:
      return fmt::format("({} ?? {})", name, expression(k, depth - 1));
  }
}

std::string SourceGenerator::question(int depth) {
  const Kind k = static_cast<Kind>(range(0, 4));
  const std::string name = optional(k);
  if (name.empty()) return literal(Kind::Bool);
  switch (range(0, 3)) {
    case 0:
      return fmt::format("({0} != null and {0} == {1})", name, expression(k, depth - 1));
    case 1:
      return fmt::format("({0} == null or {0} != {1})", name, expression(k, depth - 1));
    default:
      return fmt::format("({} {} null)", name, chance(50) ? "==" : "!=");
  }
}

std::string SourceGenerator::narrowing(int depth) {
  std::vector<Variable*> found;
  for (Variable& v : variables_) {
    if (v.is_optional && !v.name.starts_with("user.")) found.push_back(&v);
  }
  if (found.empty()) return optional_declaration();
  const auto at = static_cast<std::size_t>(
      found[static_cast<std::size_t>(range(0, static_cast<int>(found.size()) - 1))] - variables_.data());
  const Variable before = variables_[at];
  const auto know = [&] {
    variables_[at].is_optional = variables_[at].is_mutable = false;
    if (before.is_mutable) variables_[at].known_in = in_loop_;
  };
  const bool fills = before.is_mutable && before.kind != Kind::Json && !before.is_list;
  switch (range(0, 4)) {
    case 0: {
      know();
      std::string out = fmt::format("if {} != null {{\n{}}}", before.name, block(depth - 1));
      variables_[at] = before;
      if (chance(50)) out += fmt::format(" else {{\n{}}}", block(depth - 1));
      return out + "\n";
    }
    case 1: {
      std::string out = fmt::format("if {} == null {{\n{}{}}}\n", before.name,
                                    chance(30) ? block(depth - 1) : "", leaving());
      know();
      return out;
    }
    case 2:
      if (!fills) break;
      know();
      return fmt::format("if {0} == null {{ {0} = {1} }}\n", before.name, literal(before.kind));
    case 3: {
      if (!fills) break;
      const std::string turns = fresh("n");
      std::string out = fmt::format(
          "var {0} = 0\nwhile true {{\n{0} = {0} + 1\nif {1} != null {{ break }}\n"
          "if {0} > 2 {{ {1} = {2} }} else {{ {1} = {3} }}\n}}\n",
          turns, before.name, literal(before.kind), optional_value(before.kind, 1));
      know();
      return out;
    }
    default:
      break;
  }
  std::string out = fmt::format("require {} != null\n", before.name);
  know();
  return out;
}

std::string SourceGenerator::leaving() {
  if (in_loop_ > 0 && chance(60)) return chance(50) ? "break\n" : "continue\n";
  if (in_function_ == nullptr) return chance(70) ? "return\n" : "fail \"missing\"\n";
  return in_function_->result ? fmt::format("return {}\n", returned(*in_function_)) : "return\n";
}

}  // namespace nest::oracle
