// Expressions of each type.

#include <fmt/format.h>

#include <array>

#include "tests/oracle/source_generator.h"

namespace nest::oracle {

std::string SourceGenerator::data_text() {
  static constexpr std::array<const char*, 3> kColumns = {".name", "[\"e-mail\"]", "['nick \"name\"']"};
  if (chance(40)) return "terms.next()";
  return (rows_.empty() || chance(30) ? "people.next()" : row()) + pick(kColumns);
}

std::string SourceGenerator::data_json() {
  static constexpr std::array<const char*, 4> kPaths = {".id", ".tags[0]", ".price", "[\"tags\"]"};
  return chance(50) ? fmt::format("(items.next(){} ?? {})", pick(kPaths), literal(Kind::Json))
                    : "items.next()" + pick(kPaths);
}

std::string SourceGenerator::key() {
  static constexpr std::array<const char*, 3> kKeys = {"\"a\"", "\"b\"", "'c d'"};
  return chance(80) ? pick(kKeys) : expression(Kind::String, 1);
}

std::string SourceGenerator::shared_number() {
  static constexpr std::array<const char*, 5> kNumbers = {"ids.next()", "ids.value", "line.size",
                                                          "table.size", "ids.add(9223372036854775800)"};
  return chance(20) ? fmt::format("ids.add({})", expression(Kind::Int, 1)) : pick(kNumbers);
}

std::string SourceGenerator::shared_element(Kind k) {
  const std::string taken = chance(50) ? "line.try_take()" : fmt::format("table.get({})", key());
  return chance(80) ? fmt::format("({} ?? {})", taken, expression(k, 1)) : taken;
}

std::string SourceGenerator::variable(Kind k, bool is_list) {
  std::vector<const Variable*> found;
  for (const Variable& v : variables_) {
    if (v.kind == k && v.is_list == is_list && !v.is_optional) found.push_back(&v);
  }
  if (found.empty()) return {};
  return found[static_cast<std::size_t>(range(0, static_cast<int>(found.size()) - 1))]->name;
}

std::string SourceGenerator::response() {
  if (responses_.empty()) return {};
  return responses_[static_cast<std::size_t>(range(0, static_cast<int>(responses_.size()) - 1))];
}

std::string SourceGenerator::expression(Kind k, int depth) {
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

std::string SourceGenerator::element(Kind k, int depth) {
  const std::string from = list(k, depth - 1);
  const std::string taken = chance(50) ? fmt::format("choice({})", from)
                                       : fmt::format("{}[{}]", from, chance(70) ? "0" : literal(Kind::Int));
  // A constant position below 0 is a finding.
  const std::string checked = taken.ends_with("[(-3)]") ? fmt::format("{}[1]", from) : taken;
  return chance(70) ? fmt::format("({} ?? {})", checked, expression(k, depth - 1)) : checked;
}

std::string SourceGenerator::list(Kind k, int depth) {
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

std::string SourceGenerator::literal(Kind k) {
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

std::string SourceGenerator::whole_number(int depth) {
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

std::string SourceGenerator::smaller_or_larger(Kind k, int depth) {
  if (chance(30)) return fmt::format("abs({})", expression(k, depth - 1));
  return fmt::format("{}({}, {})", chance(50) ? "min" : "max", expression(k, depth - 1),
                     expression(k, depth - 1));
}

std::string SourceGenerator::real_number(int depth) {
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

std::string SourceGenerator::truth(int depth) {
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
      return fmt::format("({} and {})", expression(Kind::Bool, depth - 1), expression(Kind::Bool, depth - 1));
    case 3:
      return fmt::format("({} or {})", expression(Kind::Bool, depth - 1), expression(Kind::Bool, depth - 1));
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

std::string SourceGenerator::text(int depth) {
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
      return fmt::format("\"x{{{}}}-{{{}}}\"", expression(kind(), depth - 1), expression(kind(), depth - 1));
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

std::string SourceGenerator::pattern(int depth) {
  static constexpr std::array<const char*, 8> kPatterns = {
      "'\"id\": (\\d+)'", "'<(\\w+)>'", "'o+'", "'(x)|o'", "'(?i)LAMP.*é'", "'^$'", "'l*'", "'(.)(.)'"};
  return chance(75) ? pick(kPatterns) : expression(Kind::String, depth - 1);
}

std::string SourceGenerator::found(const std::string& r, int depth) {
  const std::string search = fmt::format("{}.find({})", r, pattern(depth));
  return chance(80) ? fmt::format("({} ?? {})", search, literal(Kind::String)) : search;
}

std::string SourceGenerator::text_function(int depth) {
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

std::string SourceGenerator::duration(int depth) {
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

std::string SourceGenerator::json(int depth) {
  const std::string r = response();
  switch (range(0, 6)) {
    case 0:
      return fmt::format("json {{ a: {}, items: [{}, {{ b: {} }}] }}", expression(kind(), depth - 1),
                         expression(kind(), depth - 1), expression(kind(), depth - 1));
    case 1:
      return r.empty()
                 ? literal(Kind::Json)
                 : fmt::format("{}.json.items[{} + user.iteration].id", r, expression(Kind::Int, depth - 1));
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

}  // namespace nest::oracle
