// What a file declares: values, shared objects, data, functions, tasksets.

#include <fmt/format.h>

#include <array>

#include "tests/oracle/source_generator.h"

namespace nest::oracle {

std::string SourceGenerator::source() {
  std::string out;
  const int values = range(0, 4);
  for (int i = 0; i < values; ++i) out += value();
  if (chance(50)) out += shared_objects();
  if (chance(40)) out += metrics();
  if (chance(50)) out += data();
  // Before there is anything of a user's, or a function that reads such.
  if (chance(20)) out += once("setup");
  if (chance(20)) out += once("teardown");
  if (chance(40)) out += user_block();
  const int functions = range(0, 3);
  for (int i = 0; i < functions; ++i) out += function();
  const int count = range(1, 2);
  for (int i = 0; i < count; ++i) out += taskset(fmt::format("Set{}", i), 0);
  return out;
}

// There is no user yet, or none any more: something else that is not known when compiled.
std::string SourceGenerator::once(const char* name) {
  static constexpr std::string_view kNumber = R"(len(env("NEST_ORACLE_UNSET", "xy")))";
  in_hook_ = true;
  std::string body = block(2);
  in_hook_ = false;
  for (const std::string_view member : {"user.id", "user.iteration"}) {
    for (std::size_t at = body.find(member); at != std::string::npos; at = body.find(member, at))
      body.replace(at, member.size(), kNumber);
  }
  return fmt::format("{} {{\n{}}}\n", name, body);
}

// What its requests have in common, and what is no code: how it is picked, and how long it waits.
std::string SourceGenerator::attributes() {
  static constexpr std::array<const char*, 8> kWaits = {
      "none", "2s", "1s..5s", "exponential(3s)", "normal(3s, 1s)", "pace 10s", "rate 0.5/s", "0s"};
  std::string out;
  if (chance(30)) out += fmt::format("weight {}\n", range(1, 9));
  if (chance(40)) out += fmt::format("wait {}\n", pick(kWaits));
  if (chance(15)) out += "tags smoke, read\n";
  if (chance(15)) out += "sequential\n";
  if (chance(10)) out += "host \"http://other.test\"\n";
  if (!chance(25)) return out;
  out += fmt::format("defaults {{\nheader \"X-D\": {}\n", expression(Kind::String, 1));
  if (chance(30)) out += fmt::format("auth bearer({})\n", expression(Kind::String, 1));
  if (chance(30)) out += "timeout random(1ms, 2s)\n";
  if (chance(30)) out += "redirects 2\ncompressed\n";
  return out + "}\n";
}

std::string SourceGenerator::shared_objects() {
  shared_kind_ = kind();
  const std::string_view type = kKindNames[static_cast<std::size_t>(*shared_kind_)];
  return fmt::format("shared counter ids\nshared queue<{0}> line\nshared map<{0}> table\n", type);
}

std::string SourceGenerator::metrics() {
  has_metrics_ = true;
  takes_durations_ = chance(50);
  return "metric counter sold\nmetric trend basket\nmetric gauge level\nmetric rate hits\n";
}

std::string SourceGenerator::data() {
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

std::string SourceGenerator::value() {
  const Kind k = static_cast<Kind>(range(0, 4));  // none is json
  const bool is_param = chance(50);
  const std::string name = fresh(is_param ? "p" : "c");
  const std::string type = is_param ? fmt::format(": {}", kKindNames[static_cast<std::size_t>(k)]) : "";
  variables_.push_back({name, k, false});
  return fmt::format("{} {}{} = {}\n", is_param ? "param" : "const", name, type, literal(k));
}

std::string SourceGenerator::user_block() {
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

std::string SourceGenerator::function() {
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

std::string SourceGenerator::taskset(const std::string& name, int depth) {
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
  out += attributes();
  // Of a taskset that is complete; its copy here is another one.
  if (name == "Set1" && chance(30)) out += "include Set0\n";
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

}  // namespace nest::oracle
