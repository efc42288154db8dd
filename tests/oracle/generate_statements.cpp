// Statements, requests, loops.

#include <fmt/format.h>

#include <array>

#include "tests/oracle/source_generator.h"

namespace nest::oracle {

std::string SourceGenerator::measure() {
  const Kind number = takes_durations_ ? Kind::Duration : chance(50) ? Kind::Int : Kind::Float;
  switch (range(0, 3)) {
    case 0:
      return fmt::format("sold.add({})\n", expression(Kind::Int, 2));
    case 1:
      return fmt::format("basket.add({})\n", expression(number, 2));
    case 2:
      return fmt::format("level.set({})\n", expression(number, 2));
    default:
      return fmt::format("hits.add({})\n", expression(Kind::Bool, 2));
  }
}

std::string SourceGenerator::data_statement() {
  if (people_are_unique_ && chance(40)) {
    return rows_.empty() || chance(50) ? "release people\n" : fmt::format("release {}\n", row());
  }
  const std::string name = fresh("row");
  const std::string out = fmt::format("let {} = people.next()\n", name);
  rows_.push_back(name);
  return out;
}

std::string SourceGenerator::shared_statement() {
  const Kind k = *shared_kind_;
  switch (range(0, 4)) {
    case 0:
    case 1:
      return fmt::format("line.put({})\n", expression(k, 2));
    case 2:
      return fmt::format("table.set({}, {})\n", key(), expression(k, 2));
    case 3:
      return fmt::format("table.remove({})\n", key());
    default: {
      if (!waiting()) return declaration();
      const std::string name = fresh("v");
      const std::string otherwise = chance(80) ? " ?? " + expression(k, 1) : "";
      std::string out =
          fmt::format("let {} = line.take(within {}){}\n", name, literal(Kind::Duration), otherwise);
      variables_.push_back({name, k, false});
      return out;
    }
  }
}

const Function* SourceGenerator::function_for(std::optional<Kind> result, bool alone, bool optional) {
  std::vector<const Function*> found;
  for (const Function& each : functions_) {
    if (each.result == result && each.gives_optional == optional && (!each.waits || (alone && may_wait_)))
      found.push_back(&each);
  }
  if (found.empty()) return nullptr;
  return found[static_cast<std::size_t>(range(0, static_cast<int>(found.size()) - 1))];
}

std::string SourceGenerator::call(const Function& function) {
  if (in_function_ != nullptr) in_function_->waits |= function.waits;
  std::string arguments;
  for (const auto& [k, is_optional] : function.parameters)
    arguments += fmt::format("{}{}", arguments.empty() ? "" : ", ",
                             is_optional ? optional_value(k, 1) : expression(k, 1));
  return fmt::format("{}({})", function.name, arguments);
}

std::string SourceGenerator::call_statement() {
  if (const Function* nothing = function_for(std::nullopt, true); nothing != nullptr && chance(60))
    return call(*nothing) + "\n";
  const Kind k = kind();
  const bool optional = chance(30);
  const Function* function = function_for(k, true, optional);
  if (function == nullptr) return declaration();
  const std::string name = fresh("v");
  const bool caught = optional && chance(50);
  std::string out =
      fmt::format("let {} = {}{}\n", name, call(*function), caught ? " ?? " + expression(k, 1) : "");
  variables_.push_back({name, k, false, false, optional && !caught});
  return out;
}

std::string SourceGenerator::returned(const Function& function) {
  return function.gives_optional ? optional_value(*function.result, 2) : expression(*function.result, 2);
}

std::string SourceGenerator::block(int depth) {
  const std::vector<Variable> outer_variables = variables_;
  const std::size_t outer_responses = responses_.size();
  const std::size_t outer_rows = rows_.size();
  std::string out;
  const int count = range(1, 4);
  for (int i = 0; i < count; ++i) out += statement(depth);
  variables_ = outer_variables;
  responses_.resize(outer_responses);
  rows_.resize(outer_rows);
  return out;
}

std::string SourceGenerator::statement(int depth) {
  if (!functions_.empty() && chance(12)) return call_statement();
  if (chance(8)) return optional_declaration();
  if (depth > 0 && chance(12)) return narrowing(depth);
  if (shared_kind_ && chance(15)) return shared_statement();
  if (has_metrics_ && chance(10)) return measure();
  if (chance(7) && waiting()) return parallel();
  if (depth > 0 && chance(10) && waiting())
    return fmt::format("transaction \"{}\" {{\n{}}}\n", chance(50) ? "buy" : "pay", block(depth - 1));
  if (has_data_ && chance(15)) return data_statement();
  const int choice = range(0, depth > 0 ? 17 : 11);
  switch (choice) {
    case 0:
    case 1:
      return declaration();
    case 2:
    case 3:
      return assignment();
    case 4:
    case 5:
    case 6:
      return waiting() ? bound_request() : declaration();
    case 7:
      return waiting() ? request() + "\n" : assignment();
    case 8:
      return fmt::format("log \"{{{}}} {{{}}}\"\n", expression(kind(), 2), expression(kind(), 1));
    case 9:
      return fmt::format("expect {}\n", expression(Kind::Bool, 2));
    case 10:
      return chance(30)  ? fmt::format("require {}\n", expression(Kind::Bool, 2))
             : waiting() ? "sleep " + expression(Kind::Duration, 1) + "\n"
                         : declaration();
    case 11:
      return rare();
    case 12:
    case 13: {
      const std::string likely = chance(20) ? " likely 0.7" : "";
      std::string out = fmt::format("if {}{} {{\n{}}}", expression(Kind::Bool, 2), likely, block(depth - 1));
      if (chance(50)) out += fmt::format(" else {{\n{}}}", block(depth - 1));
      return out + "\n";
    }
    default:
      return loop(depth);
  }
}

bool SourceGenerator::waiting() {
  if (in_function_ != nullptr && may_wait_) in_function_->waits = true;
  return may_wait_;
}

std::string SourceGenerator::declaration() {
  const Kind k = kind();
  const std::string name = fresh("v");
  const bool is_mutable = chance(60);
  if (chance(25)) return list_declaration(name, k, is_mutable);
  std::string out = fmt::format("{} {} = {}\n", is_mutable ? "var" : "let", name, expression(k, 3));
  variables_.push_back({name, k, is_mutable});
  return out;
}

std::string SourceGenerator::list_declaration(const std::string& name, Kind k, bool is_mutable) {
  const std::string value = chance(10) ? "[]" : list(k, 2);
  variables_.push_back({name, k, is_mutable, true});
  return fmt::format("{} {}: list<{}> = {}\n", is_mutable ? "var" : "let", name,
                     kKindNames[static_cast<std::size_t>(k)], value);
}

std::string SourceGenerator::assignment() {
  std::vector<const Variable*> targets;
  for (const Variable& v : variables_) {
    // A loop's head forgets what its body assigns.
    if (v.is_mutable || (v.known_in == in_loop_ && !v.is_list)) targets.push_back(&v);
  }
  if (targets.empty()) return declaration();
  const Variable& target = *targets[static_cast<std::size_t>(range(0, static_cast<int>(targets.size()) - 1))];
  if (target.known_in >= 0) return fmt::format("{} = {}\n", target.name, literal(target.kind));
  if (target.is_optional && !target.is_list)
    return fmt::format("{} = {}\n", target.name, optional_value(target.kind, 2));
  return fmt::format("{} = {}\n", target.name,
                     target.is_list ? list(target.kind, 2) : expression(target.kind, 3));
}

std::string SourceGenerator::bound_request() {
  const std::string name = fresh("r");
  std::string out = fmt::format("let {} = {}\n", name, request());
  responses_.push_back(name);
  return out;
}

std::string SourceGenerator::parallel() {
  std::string out = "parallel {\n";
  std::vector<std::string> bound;
  const int count = range(1, 3);
  for (int i = 0; i < count; ++i) {
    if (chance(60)) {
      bound.push_back(fresh("r"));
      out += fmt::format("let {} = ", bound.back());
    }
    out += request() + "\n";
  }
  responses_.insert(responses_.end(), bound.begin(), bound.end());
  return out + "}\n";
}

std::string SourceGenerator::request() {
  static constexpr std::array<const char*, 7> kMethods = {"GET",    "POST", "PUT",    "PATCH",
                                                          "DELETE", "HEAD", "OPTIONS"};
  const std::string method = pick(kMethods);
  std::string out = fmt::format("{} \"/p{}", method, range(0, 9));
  if (chance(50)) out += fmt::format("/{{{}}}", expression(chance(50) ? Kind::Int : Kind::String, 2));
  if (chance(10)) out += fmt::format("{{raw({})}}", expression(Kind::String, 1));
  out += "\"";
  if (chance(60)) out += " {\n" + items(method != "GET" && method != "HEAD") + "}";
  return out;
}

std::string SourceGenerator::items(bool body) {
  std::string out;
  if (chance(30)) out += fmt::format("header \"X-A\": {}\n", expression(Kind::String, 1));
  if (chance(30))
    out += fmt::format("query {{ a: {}, b: {} }}\n", expression(kind(), 1), expression(Kind::Int, 1));
  if (body && chance(40)) {
    out += fmt::format("json {{ a: {}, b: [{}, null] }}\n", expression(kind(), 2), expression(kind(), 1));
  } else if (body && chance(30)) {
    out += fmt::format("form {{ a: {}, c: {} }}\n", expression(Kind::String, 1), expression(kind(), 1));
  } else if (body && chance(30)) {
    out += fmt::format("multipart {{ a: {}, \"b \\\"c\": {} }}\n", expression(kind(), 1),
                       expression(Kind::String, 1));
  } else if (body && chance(30)) {
    out += fmt::format("body {}\n", expression(Kind::String, 2));
  }
  if (chance(10))
    out += fmt::format("auth basic({}, {})\n", expression(kind(), 1), expression(Kind::String, 1));
  else if (chance(10))
    out += fmt::format("auth bearer({})\n", expression(Kind::String, 1));
  if (chance(20)) out += fmt::format("timeout random(1ms, 2s)\n");
  if (chance(10)) out += fmt::format("redirects {}\n", range(0, 9));
  if (chance(10)) out += "compressed\n";
  if (chance(10)) out += chance(50) ? "http 2\n" : "http 1.1\n";
  if (chance(50)) out += fmt::format("expect {}\n", condition());
  if (chance(20)) out += fmt::format("expect {}, {}\n", condition(), condition());
  if (chance(15)) out += fmt::format("require {}\n", condition());
  return out;
}

std::string SourceGenerator::condition() {
  static constexpr std::array<const char*, 10> kConditions = {
      "status == 200",      "status < 500",    "time < 1s",
      "size > 10",          "json.ok == true", "json.id == 7",
      "json[0] == 1",       "body != \"\"",    "header(\"X-Count\") == \"3\"",
      "len(json.items) > 0"};
  return pick(kConditions);
}

std::string SourceGenerator::rare() {
  if (chance(70)) return declaration();
  if (in_loop_ > 0 && chance(50)) return chance(50) ? "break\n" : "continue\n";
  if (in_function_ != nullptr && chance(70)) {
    const std::string value = in_function_->result ? returned(*in_function_) : "";
    return fmt::format("if {} {{ return {} }}\n", expression(Kind::Bool, 1), value);
  }
  if (in_hook_ || in_function_ != nullptr || chance(40))
    return fmt::format("fail \"no {{{}}}\"\n", expression(Kind::Int, 1));
  static constexpr std::array<const char*, 4> kEnds = {"if true { return }\n", "interrupt\n",
                                                       "interrupt wait\n", "stop\n"};
  return pick(kEnds);
}

std::string SourceGenerator::loop(int depth) {
  ++in_loop_;
  std::string out;
  const std::size_t outer = variables_.size();
  switch (range(0, 4)) {
    case 4: {
      const Kind k = kind();
      const std::string items = list(k, 2);
      const std::string name = fresh("x");
      variables_.push_back({name, k, false});
      out = fmt::format("for {} in {} {{\n{}}}\n", name, items, block(depth - 1));
      break;
    }
    case 0: {
      const std::string name = fresh("i");
      const std::string bounds = chance(80) ? fmt::format("{}..{}", range(-2, 3), range(-1, 4))
                                            : fmt::format("9223372036854775805..9223372036854775807");
      variables_.push_back({name, Kind::Int, false});
      out = fmt::format("for {} in {} {{\n{}}}\n", name, bounds, block(depth - 1));
      break;
    }
    case 1: {
      const std::string list = expression(Kind::Json, 2);
      const std::string name = fresh("x");
      variables_.push_back({name, Kind::Json, false});
      out = fmt::format("for {} in {} {{\n{}}}\n", name, list, block(depth - 1));
      break;
    }
    case 2:
      out = fmt::format("repeat {} {{\n{}}}\n", range(-1, 4), block(depth - 1));
      break;
    default: {
      const std::string counter = fresh("n");
      out = fmt::format("var {0} = 0\nwhile {0} < {1} {{\n{0} = {0} + 1\n{2}}}\n", counter, range(0, 4),
                        block(depth - 1));
    }
  }
  variables_.resize(outer);
  --in_loop_;
  return out;
}

}  // namespace nest::oracle
