#include "tests/oracle/generator.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <string_view>
#include <vector>

namespace nest::oracle {
namespace {

enum class Kind { Int, Float, Bool, String, Duration, Json };
constexpr std::array<std::string_view, 6> kKindNames = {"int", "float", "bool", "string", "duration", "json"};

struct Function {
  std::string name;
  struct Parameter {
    Kind kind;
    bool is_optional;
  };
  std::vector<Parameter> parameters;
  std::optional<Kind> result;  // none: it gives nothing
  bool waits;
  bool gives_optional = false;
};

struct Variable {
  std::string name;
  Kind kind;
  bool is_mutable;
  bool is_list = false;      // of that kind
  bool is_optional = false;  // and nothing says that it is there
};

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  std::string source() {
    std::string out;
    const int values = range(0, 4);
    for (int i = 0; i < values; ++i) out += value();
    if (chance(50)) out += shared_objects();
    if (chance(40)) out += metrics();
    if (chance(50)) out += data();
    if (chance(40)) out += user_block();
    const int functions = range(0, 3);
    for (int i = 0; i < functions; ++i) out += function();
    const int count = range(1, 2);
    for (int i = 0; i < count; ++i) out += taskset(fmt::format("Set{}", i), 0);
    return out;
  }

 private:
  int range(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  bool chance(int percent) { return range(1, 100) <= percent; }
  Kind kind() { return static_cast<Kind>(range(0, 5)); }
  template <std::size_t N>
  std::string pick(const std::array<const char*, N>& from) {
    return from[static_cast<std::size_t>(range(0, static_cast<int>(N) - 1))];
  }
  std::string fresh(std::string_view stem) { return fmt::format("{}{}", stem, next_++); }

  /// A counter, and a queue and a map of the same type.
  std::string shared_objects() {
    shared_kind_ = kind();
    const std::string_view type = kKindNames[static_cast<std::size_t>(*shared_kind_)];
    return fmt::format("shared counter ids\nshared queue<{0}> line\nshared map<{0}> table\n", type);
  }

  std::string metrics() {
    has_metrics_ = true;
    takes_durations_ = chance(50);
    return "metric counter sold\nmetric trend basket\nmetric gauge level\nmetric rate hits\n";
  }

  std::string measure() {
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

  /// Three files, each with a policy that never lets a user wait.
  std::string data() {
    static constexpr std::array<const char*, 7> kPolicies = {
        "sequential", "random", "once", "once when exhausted stop user", "sequential when exhausted fail",
        "unique",     "random"};
    has_data_ = true;
    const std::string policy = pick(kPolicies);
    people_are_unique_ = policy == "unique";
    return fmt::format(
        "data people = csv(\"{0}/people.csv\") {1}\ndata terms = lines(\"{0}/terms.txt\") {2}\n"
        "data items = json(\"{0}/items.json\") {3}\n",
        NEST_ORACLE_DATA, policy, pick(kPolicies), pick(kPolicies));
  }

  std::string data_statement() {
    if (people_are_unique_ && chance(40)) {
      return rows_.empty() || chance(50) ? "release people\n" : fmt::format("release {}\n", row());
    }
    const std::string name = fresh("row");
    const std::string out = fmt::format("let {} = people.next()\n", name);
    rows_.push_back(name);
    return out;
  }

  std::string row() { return rows_[static_cast<std::size_t>(range(0, static_cast<int>(rows_.size()) - 1))]; }

  std::string data_text() {
    static constexpr std::array<const char*, 3> kColumns = {".name", "[\"e-mail\"]", "['nick \"name\"']"};
    if (chance(40)) return "terms.next()";
    return (rows_.empty() || chance(30) ? "people.next()" : row()) + pick(kColumns);
  }

  std::string data_json() {
    static constexpr std::array<const char*, 4> kPaths = {".id", ".tags[0]", ".price", "[\"tags\"]"};
    return chance(50) ? fmt::format("(items.next(){} ?? {})", pick(kPaths), literal(Kind::Json))
                      : "items.next()" + pick(kPaths);
  }

  std::string shared_statement() {
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

  std::string key() {
    static constexpr std::array<const char*, 3> kKeys = {"\"a\"", "\"b\"", "'c d'"};
    return chance(80) ? pick(kKeys) : expression(Kind::String, 1);
  }

  std::string shared_number() {
    static constexpr std::array<const char*, 5> kNumbers = {"ids.next()", "ids.value", "line.size",
                                                            "table.size", "ids.add(9223372036854775800)"};
    return chance(20) ? fmt::format("ids.add({})", expression(Kind::Int, 1)) : pick(kNumbers);
  }

  /// Missing now and then, whether or not it is caught.
  std::string shared_element(Kind k) {
    const std::string taken = chance(50) ? "line.try_take()" : fmt::format("table.get({})", key());
    return chance(80) ? fmt::format("({} ?? {})", taken, expression(k, 1)) : taken;
  }

  /// A `const` or a `param` of the file.
  std::string value() {
    const Kind k = static_cast<Kind>(range(0, 4));  // none is json
    const bool is_param = chance(50);
    const std::string name = fresh(is_param ? "p" : "c");
    const std::string type = is_param ? fmt::format(": {}", kKindNames[static_cast<std::size_t>(k)]) : "";
    variables_.push_back({name, k, false});
    return fmt::format("{} {}{} = {}\n", is_param ? "param" : "const", name, type, literal(k));
  }

  /// Its state is read and written as user.NAME everywhere.
  std::string user_block() {
    std::string out = "user {\n";
    for (const Kind k : {Kind::Int, Kind::String, Kind::Json}) {
      const std::string state = fresh("u");
      out += fmt::format("var {} = {}\n", state, literal(k));
      variables_.push_back({"user." + state, k, true});
    }
    if (chance(50)) {
      const Kind k = kind();
      const std::string state = fresh("u");
      out += fmt::format("var {}: {}? = {}\n", state, name_of(k), chance(50) ? "null" : literal(k));
      variables_.push_back({"user." + state, k, true, false, true});
    }
    in_hook_ = true;
    out += "on_start {\n" + block(1) + "}\n";
    if (chance(50)) out += "on_stop {\n" + block(1) + "}\n";
    in_hook_ = false;
    return out + "}\n";
  }

  /// Calls those that were made before it.
  std::string function() {
    Function made{fresh("f"), {}, chance(80) ? std::optional(kind()) : std::nullopt, false};
    made.gives_optional = made.result && chance(35);
    const std::size_t outer = variables_.size();
    std::string parameters;
    const int count = range(0, 3);
    for (int i = 0; i < count; ++i) {
      const auto [k, is_optional] = made.parameters.emplace_back(kind(), chance(30));
      variables_.push_back({fresh("a"), k, false, false, is_optional});
      parameters += fmt::format("{}{}: {}{}", i > 0 ? ", " : "", variables_.back().name, name_of(k),
                                is_optional ? "?" : "");
    }
    in_function_ = &made;
    may_wait_ = chance(50);
    std::string body = block(2);
    if (made.result) body += fmt::format("return {}\n", returned(made));
    may_wait_ = true;
    in_function_ = nullptr;
    variables_.resize(outer);
    const std::string result =
        made.result ? fmt::format(" -> {}{}", name_of(*made.result), made.gives_optional ? "?" : "") : "";
    functions_.push_back(made);
    return fmt::format("fn {}({}){} {{\n{}}}\n", made.name, parameters, result, body);
  }

  static std::string_view name_of(Kind k) { return kKindNames[static_cast<std::size_t>(k)]; }

  /// A function with that result; one that waits only where the call stands alone.
  const Function* function_for(std::optional<Kind> result, bool alone, bool optional = false) {
    std::vector<const Function*> found;
    for (const Function& each : functions_) {
      if (each.result == result && each.gives_optional == optional && (!each.waits || (alone && may_wait_)))
        found.push_back(&each);
    }
    if (found.empty()) return nullptr;
    return found[static_cast<std::size_t>(range(0, static_cast<int>(found.size()) - 1))];
  }

  std::string call(const Function& function) {
    if (in_function_ != nullptr) in_function_->waits |= function.waits;
    std::string arguments;
    for (const auto& [k, is_optional] : function.parameters)
      arguments += fmt::format("{}{}", arguments.empty() ? "" : ", ",
                               is_optional ? optional_value(k, 1) : expression(k, 1));
    return fmt::format("{}({})", function.name, arguments);
  }

  std::string call_statement() {
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

  std::string returned(const Function& function) {
    return function.gives_optional ? optional_value(*function.result, 2) : expression(*function.result, 2);
  }

  // Optionals -----------------------------------------------------------------------------------------------

  /// What a `T?` may be given: there, missing now and then, `null`, or another one.
  std::string optional_value(Kind k, int depth) {
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

  /// A variable that may be missing.
  std::string optional(Kind k, bool is_list = false) {
    std::vector<const Variable*> found;
    for (const Variable& v : variables_) {
      if (v.is_optional && v.kind == k && v.is_list == is_list) found.push_back(&v);
    }
    if (found.empty()) return {};
    return found[static_cast<std::size_t>(range(0, static_cast<int>(found.size()) - 1))]->name;
  }

  std::string optional_declaration() {
    const Kind k = kind();
    const std::string name = fresh("o");
    const bool is_mutable = chance(70);
    const bool is_list = chance(15);
    const std::string type = is_list ? fmt::format("list<{}>", name_of(k)) : std::string(name_of(k));
    const std::string value = !is_list ? optional_value(k, 2) : chance(30) ? "null" : list(k, 2);
    variables_.push_back({name, k, is_mutable, is_list, true});
    return fmt::format("{} {}: {}? = {}\n", is_mutable ? "var" : "let", name, type, value);
  }

  /// What an optional is used as, wherever a T is wanted.
  std::string caught(Kind k, int depth) {
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

  std::string question(int depth) {
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

  /// A statement behind or in which a variable is known to be there. As long as it is known it is not
  /// assigned; the user's, which functions may set, are left out.
  std::string narrowing(int depth) {
    std::vector<Variable*> found;
    for (Variable& v : variables_) {
      if (v.is_optional && !v.name.starts_with("user.")) found.push_back(&v);
    }
    if (found.empty()) return optional_declaration();
    const auto at = static_cast<std::size_t>(
        found[static_cast<std::size_t>(range(0, static_cast<int>(found.size()) - 1))] - variables_.data());
    const Variable before = variables_[at];
    const auto know = [&] { variables_[at].is_optional = variables_[at].is_mutable = false; };
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

  std::string leaving() {
    if (in_loop_ > 0 && chance(60)) return chance(50) ? "break\n" : "continue\n";
    if (in_function_ == nullptr) return chance(70) ? "return\n" : "fail \"missing\"\n";
    return in_function_->result ? fmt::format("return {}\n", returned(*in_function_)) : "return\n";
  }

  std::string taskset(const std::string& name, int depth) {
    const std::size_t outer = variables_.size();
    std::string out = fmt::format("taskset {} {{\n", name);
    const int states = range(0, 3);
    for (int i = 0; i < states; ++i) {
      const Kind k = kind();
      const std::string state = fresh("s");
      const bool is_mutable = chance(70);
      if (chance(25)) {
        out += list_declaration(state, k, is_mutable);
        continue;
      }
      if (chance(25)) {
        out += fmt::format("{} {}: {}? = {}\n", is_mutable ? "var" : "let", state, name_of(k),
                           optional_value(k, 2));
        variables_.push_back({state, k, is_mutable, false, true});
        continue;
      }
      out += fmt::format("{} {}: {} = {}\n", is_mutable ? "var" : "let", state,
                         kKindNames[static_cast<std::size_t>(k)], expression(k, 2));
      variables_.push_back({state, k, is_mutable});
    }
    in_hook_ = true;
    if (chance(50)) out += "on_start {\n" + block(2) + "}\n";
    if (chance(50)) out += "on_stop {\n" + block(2) + "}\n";
    in_hook_ = false;
    const int tasks = range(1, 3);
    for (int i = 0; i < tasks; ++i) out += fmt::format("task({}) t{} {{\n{}}}\n", range(1, 5), i, block(3));
    if (depth < 2 && chance(30)) out += taskset(fmt::format("Inner{}", depth), depth + 1);
    out += "task out { interrupt }\n}\n";
    variables_.resize(outer);
    return out;
  }

  std::string block(int depth) {
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

  std::string statement(int depth) {
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
        std::string out =
            fmt::format("if {}{} {{\n{}}}", expression(Kind::Bool, 2), likely, block(depth - 1));
        if (chance(50)) out += fmt::format(" else {{\n{}}}", block(depth - 1));
        return out + "\n";
      }
      default:
        return loop(depth);
    }
  }

  /// Whether something may wait here; then it does.
  bool waiting() {
    if (in_function_ != nullptr && may_wait_) in_function_->waits = true;
    return may_wait_;
  }

  std::string declaration() {
    const Kind k = kind();
    const std::string name = fresh("v");
    const bool is_mutable = chance(60);
    if (chance(25)) return list_declaration(name, k, is_mutable);
    std::string out = fmt::format("{} {} = {}\n", is_mutable ? "var" : "let", name, expression(k, 3));
    variables_.push_back({name, k, is_mutable});
    return out;
  }

  std::string list_declaration(const std::string& name, Kind k, bool is_mutable) {
    const std::string value = chance(10) ? "[]" : list(k, 2);
    variables_.push_back({name, k, is_mutable, true});
    return fmt::format("{} {}: list<{}> = {}\n", is_mutable ? "var" : "let", name,
                       kKindNames[static_cast<std::size_t>(k)], value);
  }

  std::string assignment() {
    std::vector<const Variable*> targets;
    for (const Variable& v : variables_) {
      if (v.is_mutable) targets.push_back(&v);
    }
    if (targets.empty()) return declaration();
    const Variable& target =
        *targets[static_cast<std::size_t>(range(0, static_cast<int>(targets.size()) - 1))];
    if (target.is_optional && !target.is_list)
      return fmt::format("{} = {}\n", target.name, optional_value(target.kind, 2));
    return fmt::format("{} = {}\n", target.name,
                       target.is_list ? list(target.kind, 2) : expression(target.kind, 3));
  }

  std::string bound_request() {
    const std::string name = fresh("r");
    std::string out = fmt::format("let {} = {}\n", name, request());
    responses_.push_back(name);
    return out;
  }

  std::string parallel() {
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

  std::string request() {
    static constexpr std::array<const char*, 7> kMethods = {"GET",    "POST", "PUT",    "PATCH",
                                                            "DELETE", "HEAD", "OPTIONS"};
    const std::string method = pick(kMethods);
    std::string out = fmt::format("{} \"/p{}", method, range(0, 9));
    if (chance(50)) out += fmt::format("/{{{}}}", expression(chance(50) ? Kind::Int : Kind::String, 2));
    out += "\"";
    if (chance(60)) out += " {\n" + items(method != "GET" && method != "HEAD") + "}";
    return out;
  }

  std::string items(bool body) {
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
    if (chance(20)) out += fmt::format("timeout random(1ms, 2s)\n");
    if (chance(50)) out += fmt::format("expect {}\n", condition());
    if (chance(20)) out += fmt::format("expect {}, {}\n", condition(), condition());
    if (chance(15)) out += fmt::format("require {}\n", condition());
    return out;
  }

  /// A condition on the request's own answer.
  std::string condition() {
    static constexpr std::array<const char*, 10> kConditions = {
        "status == 200",      "status < 500",    "time < 1s",
        "size > 10",          "json.ok == true", "json.id == 7",
        "json[0] == 1",       "body != \"\"",    "header(\"X-Count\") == \"3\"",
        "len(json.items) > 0"};
    return pick(kConditions);
  }

  std::string rare() {
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

  std::string loop(int depth) {
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

  std::string variable(Kind k, bool is_list = false) {
    std::vector<const Variable*> found;
    for (const Variable& v : variables_) {
      if (v.kind == k && v.is_list == is_list && !v.is_optional) found.push_back(&v);
    }
    if (found.empty()) return {};
    return found[static_cast<std::size_t>(range(0, static_cast<int>(found.size()) - 1))]->name;
  }

  std::string response() {
    if (responses_.empty()) return {};
    return responses_[static_cast<std::size_t>(range(0, static_cast<int>(responses_.size()) - 1))];
  }

  std::string expression(Kind k, int depth) {
    if (chance(35)) {
      const std::string name = variable(k);
      if (!name.empty()) return name;
    }
    if (depth <= 0) return literal(k);
    if (chance(8)) return caught(k, depth);
    if (k == Kind::Bool && chance(10)) return question(depth);
    if (const Function* function = chance(10) ? function_for(k, false) : nullptr) return call(*function);
    if (shared_kind_ && k == Kind::Int && chance(10)) return shared_number();
    if (has_data_ && k == Kind::Int && chance(10)) return "people.size";
    if (has_data_ && k == Kind::String && chance(20)) return data_text();
    if (has_data_ && k == Kind::Json && chance(20)) return data_json();
    if (shared_kind_ && k == *shared_kind_ && chance(15)) return shared_element(k);
    if (shared_kind_ && k == Kind::Bool && chance(5)) return fmt::format("table.remove({})", key());
    if (chance(8)) {
      return fmt::format("({} ? {} : {})", expression(Kind::Bool, depth - 1), expression(k, depth - 1),
                         expression(k, depth - 1));
    }
    if (chance(6)) return element(k, depth);
    switch (k) {
      case Kind::Int:
        return whole_number(depth);
      case Kind::Float:
        return real_number(depth);
      case Kind::Bool:
        return truth(depth);
      case Kind::String:
        return text(depth);
      case Kind::Duration:
        return duration(depth);
      default:
        return json(depth);
    }
  }

  /// Out of a list: missing now and then, whether or not it is caught.
  std::string element(Kind k, int depth) {
    const std::string from = list(k, depth - 1);
    const std::string taken = chance(50) ? fmt::format("choice({})", from)
                                         : fmt::format("{}[{}]", from, chance(70) ? "0" : literal(Kind::Int));
    // A constant position below 0 is a finding.
    const std::string checked = taken.ends_with("[(-3)]") ? fmt::format("{}[1]", from) : taken;
    return chance(70) ? fmt::format("({} ?? {})", checked, expression(k, depth - 1)) : checked;
  }

  std::string list(Kind k, int depth) {
    if (chance(40)) {
      const std::string name = variable(k, true);
      if (!name.empty()) return name;
    }
    if (const std::string name = optional(k, true); !name.empty() && depth > 0 && chance(25))
      return fmt::format("({} ?? {})", name, list(k, depth - 1));
    if (depth > 0 && chance(15)) return fmt::format("shuffle({})", list(k, depth - 1));
    if (depth > 0 && chance(15)) return fmt::format("({} + {})", list(k, depth - 1), list(k, depth - 1));
    if (depth > 0 && k == Kind::String && chance(40)) {
      return fmt::format("split({}, {})", expression(Kind::String, depth - 1),
                         chance(80) ? "\"a\"" : literal(k));
    }
    if (const std::string r = response(); !r.empty() && depth > 0 && k == Kind::String && chance(40))
      return fmt::format("{}.find_all({})", r, pattern(depth));
    if (depth > 0 && k != Kind::Duration && chance(25)) {
      return fmt::format("({} as list<{}>)", expression(Kind::Json, depth - 1),
                         kKindNames[static_cast<std::size_t>(k)]);
    }
    std::string out;
    const int count = range(1, 3);
    for (int i = 0; i < count; ++i) out += (i > 0 ? ", " : "") + expression(k, depth - 1);
    return "[" + out + "]";
  }

  std::string literal(Kind k) {
    static constexpr std::array<const char*, 7> kInts = {
        "0", "1", "7", "(-3)", "42", "9223372036854775807", "1000000"};
    static constexpr std::array<const char*, 5> kFloats = {"0.5", "(-2.25)", "1e3", "3.0", "0.0"};
    static constexpr std::array<const char*, 6> kStrings = {"\"\"",     "\"a b&c\"", "'raw {x} \"q\"'",
                                                            "\"é\\t\"", "\"42\"",    "\"1.5\""};
    static constexpr std::array<const char*, 5> kDurations = {"1s", "250ms", "1.5s", "10us", "2m"};
    switch (k) {
      case Kind::Int:
        return pick(kInts);
      case Kind::Float:
        return pick(kFloats);
      case Kind::Bool:
        return chance(50) ? "true" : "false";
      case Kind::String:
        return pick(kStrings);
      case Kind::Duration:
        return pick(kDurations);
      default:
        return fmt::format("json {{ a: {}, items: [1, \"two\", null] }}", range(-5, 5));
    }
  }

  std::string whole_number(int depth) {
    const std::string r = response();
    switch (range(0, 12)) {
      case 10:
        return fmt::format("len({})", list(kind(), depth - 1));
      case 11: {
        static constexpr std::array<const char*, 3> kRoundings = {"floor", "ceil", "round"};
        return fmt::format("{}({})", pick(kRoundings), expression(Kind::Float, depth - 1));
      }
      case 12:
        return smaller_or_larger(Kind::Int, depth);
      case 0:
      case 1:
      case 2: {
        static constexpr std::array<const char*, 5> kOperators = {"+", "-", "*", "/", "%"};
        return fmt::format("({} {} {})", expression(Kind::Int, depth - 1), pick(kOperators),
                           expression(Kind::Int, depth - 1));
      }
      case 3:
        return fmt::format("len({})", expression(chance(60) ? Kind::String : Kind::Json, depth - 1));
      case 4:
        return fmt::format("random({}, {} + user.id)", range(-5, 5), range(-8, 20));
      case 5:
        return fmt::format("int({})", expression(chance(50) ? Kind::String : Kind::Float, depth - 1));
      case 6:
        return r.empty() ? "user.id" : r + ".status";
      case 7:
        return fmt::format("({} as int)", expression(Kind::Json, depth - 1));
      case 8:
        return r.empty() ? "user.iteration"
                         : fmt::format("({}.json.{} ?? {})", r, chance(50) ? "id" : "nothing", range(0, 9));
      default:
        return fmt::format("(-{})", expression(Kind::Int, depth - 1));
    }
  }

  std::string smaller_or_larger(Kind k, int depth) {
    if (chance(30)) return fmt::format("abs({})", expression(k, depth - 1));
    return fmt::format("{}({}, {})", chance(50) ? "min" : "max", expression(k, depth - 1),
                       expression(k, depth - 1));
  }

  std::string real_number(int depth) {
    static constexpr std::array<const char*, 4> kOperators = {"+", "-", "*", "/"};
    switch (range(0, 5)) {
      case 5:
        return smaller_or_larger(Kind::Float, depth);
      case 0:
        return fmt::format("({} {} {})", expression(Kind::Float, depth - 1), pick(kOperators),
                           expression(chance(50) ? Kind::Float : Kind::Int, depth - 1));
      case 1:
        return fmt::format("({} as float)", expression(chance(50) ? Kind::Int : Kind::Json, depth - 1));
      case 2:
        return fmt::format("random({}, 10.5 + user.id)", chance(80) ? "0.5" : "21.5");
      case 3:
        return fmt::format("({} / {})", expression(Kind::Duration, depth - 1),
                           expression(Kind::Duration, depth - 1));
      default:
        return literal(Kind::Float);
    }
  }

  std::string truth(int depth) {
    static constexpr std::array<const char*, 6> kComparisons = {"==", "!=", "<", "<=", ">", ">="};
    static constexpr std::array<const char*, 2> kEquals = {"==", "!="};
    const std::string r = response();
    switch (range(0, 11)) {
      case 11: {
        const Kind k = kind();
        return fmt::format("({} {} null)", chance(50) ? element(k, depth) : expression(k, depth - 1),
                           pick(kEquals));
      }
      case 8: {
        const Kind k = static_cast<Kind>(range(0, 4));  // json is compared as what it is converted to
        return fmt::format("contains({}, {})", list(k, depth - 1), expression(k, depth - 1));
      }
      case 9: {
        const Kind k = static_cast<Kind>(range(0, 4));
        return fmt::format("({} {} {})", list(k, depth - 1), pick(kEquals), list(k, depth - 1));
      }
      case 10:
        return fmt::format("{}({}, {})", chance(50) ? "starts_with" : "ends_with",
                           expression(Kind::String, depth - 1), expression(Kind::String, depth - 1));
      case 0:
      case 1: {
        const Kind k = static_cast<Kind>(range(0, 4));
        return fmt::format("({} {} {})", expression(k, depth - 1),
                           k == Kind::Bool ? pick(kEquals) : pick(kComparisons), expression(k, depth - 1));
      }
      case 2:
        return fmt::format("({} and {})", expression(Kind::Bool, depth - 1),
                           expression(Kind::Bool, depth - 1));
      case 3:
        return fmt::format("({} or {})", expression(Kind::Bool, depth - 1),
                           expression(Kind::Bool, depth - 1));
      case 4:
        return fmt::format("(not {})", expression(Kind::Bool, depth - 1));
      case 5: {
        Kind other = kind();
        if (other == Kind::Duration) other = Kind::Json;  // no JSON value is a duration
        return fmt::format("({} {} {})", expression(Kind::Json, depth - 1), pick(kEquals),
                           expression(other, depth - 1));
      }
      case 6:
        return r.empty() ? literal(Kind::Bool) : r + ".ok";
      default:
        return fmt::format("contains({}, {})", expression(Kind::String, depth - 1),
                           expression(Kind::String, depth - 1));
    }
  }

  std::string text(int depth) {
    const std::string r = response();
    switch (range(0, 10)) {
      case 10:
        return r.empty() ? literal(Kind::String) : found(r, depth);
      case 7:
        return text_function(depth);
      case 8:
        return fmt::format("join({}, {})", list(Kind::String, depth - 1), literal(Kind::String));
      case 9:
        return fmt::format("\"{{{}}}\"", list(kind(), depth - 1));
      case 0:
      case 1:
        return fmt::format("\"x{{{}}}-{{{}}}\"", expression(kind(), depth - 1),
                           expression(kind(), depth - 1));
      case 2:
        return fmt::format("({} + {})", expression(Kind::String, depth - 1),
                           expression(Kind::String, depth - 1));
      case 3:
        return r.empty() ? literal(Kind::String) : r + ".body";
      case 4:
        return r.empty() ? literal(Kind::String) : fmt::format("({}.header(\"X-Count\") ?? \"none\")", r);
      case 5:
        return fmt::format("({} as string)", expression(kind(), depth - 1));
      default:
        return "(env(\"NEST_ORACLE_UNSET\", \"fallback\"))";
    }
  }

  /// Patterns with a group, without, with one that may take no part, and computed ones, right and wrong.
  std::string pattern(int depth) {
    static constexpr std::array<const char*, 8> kPatterns = {
        "'\"id\": (\\d+)'", "'<(\\w+)>'", "'o+'", "'(x)|o'", "'(?i)LAMP.*é'", "'^$'", "'l*'", "'(.)(.)'"};
    return chance(75) ? pick(kPatterns) : expression(Kind::String, depth - 1);
  }

  std::string found(const std::string& r, int depth) {
    const std::string search = fmt::format("{}.find({})", r, pattern(depth));
    return chance(80) ? fmt::format("({} ?? {})", search, literal(Kind::String)) : search;
  }

  std::string text_function(int depth) {
    static constexpr std::array<const char*, 13> kOfOne = {
        "lower",      "upper",      "trim", "base64", "base64url",   "base64_decode", "hex",
        "hex_decode", "url_encode", "md5",  "sha256", "json_encode", "string"};
    const std::string subject = expression(Kind::String, depth - 1);
    switch (range(0, 6)) {
      case 0:
        return fmt::format("replace({}, {}, {})", subject, chance(80) ? "\"a\"" : literal(Kind::String),
                           expression(Kind::String, depth - 1));
      case 1:
        return fmt::format("substring({}, {}, {})", subject, expression(Kind::Int, depth - 1),
                           expression(Kind::Int, depth - 1));
      case 2:
        return fmt::format("hmac_sha256({}, {})", literal(Kind::String), subject);
      case 3:
        return fmt::format("format_time({}, {})", expression(Kind::Duration, depth - 1),
                           chance(80) ? "\"%Y-%m-%dT%H:%M:%S.%LZ\"" : literal(Kind::String));
      case 4:
        return chance(30) ? "uuid()" : fmt::format("json_encode({})", expression(kind(), depth - 1));
      default:
        return fmt::format("{}({})", pick(kOfOne), subject);
    }
  }

  std::string duration(int depth) {
    if (chance(15)) return smaller_or_larger(Kind::Duration, depth);
    switch (range(0, 4)) {
      case 4:
        return fmt::format("({} * {})", expression(chance(50) ? Kind::Int : Kind::Float, depth - 1),
                           expression(Kind::Duration, depth - 1));
      case 0:
        return fmt::format("({} {} {})", expression(Kind::Duration, depth - 1), chance(50) ? "+" : "-",
                           expression(Kind::Duration, depth - 1));
      case 1:
        return fmt::format("({} * {})", expression(Kind::Duration, depth - 1),
                           expression(chance(50) ? Kind::Int : Kind::Float, depth - 1));
      case 2:
        return fmt::format("({} / {})", expression(Kind::Duration, depth - 1),
                           expression(Kind::Int, depth - 1));
      default:
        return literal(Kind::Duration);
    }
  }

  std::string json(int depth) {
    const std::string r = response();
    switch (range(0, 6)) {
      case 0:
        return fmt::format("json {{ a: {}, items: [{}, {{ b: {} }}] }}", expression(kind(), depth - 1),
                           expression(kind(), depth - 1), expression(kind(), depth - 1));
      case 1:
        return r.empty() ? literal(Kind::Json)
                         : fmt::format("{}.json.items[{} + user.iteration].id", r,
                                       expression(Kind::Int, depth - 1));
      case 2:
        return r.empty() ? literal(Kind::Json) : r + ".json.items";
      case 3:
        return r.empty() ? literal(Kind::Json)
                         : fmt::format("{}.json.{}", r,
                                       pick(std::array<const char*, 7>{"id", "name", "price", "none", "ok",
                                                                       "text", "missing"}));
      case 4:
        return r.empty() ? literal(Kind::Json)
                         : fmt::format("({}.json.none ?? {})", r, expression(Kind::Json, depth - 1));
      default:
        return literal(Kind::Json);
    }
  }

  std::mt19937_64 random_;
  std::vector<Variable> variables_;
  std::vector<std::string> responses_;
  int next_ = 0;
  std::optional<Kind> shared_kind_;  // of what the shared objects hold; none: there are none
  std::vector<Function> functions_;
  Function* in_function_ = nullptr;  // whose body is being made
  bool may_wait_ = true;
  bool has_metrics_ = false;
  bool takes_durations_ = false;  // the trend and the gauge
  bool has_data_ = false;
  bool people_are_unique_ = false;
  std::vector<std::string> rows_;  // variables that hold rows of people
  int in_loop_ = 0;
  bool in_hook_ = false;
};

}  // namespace

std::string generate_source(std::uint64_t seed) { return Generator(seed).source(); }

}  // namespace nest::oracle
