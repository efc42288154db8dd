#include "runtime/values/json_value.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtime/values/text.h"
#include "tests/runtime/values/padded.h"

namespace nest {
namespace {

nest_step key(std::string_view name) { return {NEST_STEP_KEY, 0, 0, str_of(name)}; }
nest_step at(std::int64_t index) { return {NEST_STEP_INDEX, 0, index, {}}; }

class JsonTest : public testing::Test {
 protected:
  /// What a result says: the value as text, `missing: …` or `failed: …`.
  template <typename T>
  std::string said(const Result<T>& result) {
    if (!result) {
      return (result.error().kind == NEST_MISSING ? "missing: " : "failed: ") +
             std::string(result.error().message);
    }
    if constexpr (std::is_same_v<T, std::string_view>) {
      return std::string(*result);
    } else {
      return std::to_string(*result);
    }
  }

  std::string get(std::string_view json, const std::vector<nest_step>& steps, std::string_view text = "",
                  const nest_value* values = nullptr) {
    const Padded padded(json);
    return said(json_get(padded.view(), {steps.data(), steps.size(), str_of(text)}, values, arena));
  }
  std::string to_int(std::string_view json) { return said(json_to_int(Padded(json).view(), arena)); }
  std::string to_float(std::string_view json) { return said(json_to_float(Padded(json).view(), arena)); }
  std::string to_bool(std::string_view json) { return said(json_to_bool(Padded(json).view(), arena)); }
  std::string to_string(std::string_view json) {
    const Padded padded(json);
    return said(json_to_string(padded.view(), arena));
  }
  std::string length(std::string_view json) { return said(json_length(Padded(json).view(), arena)); }
  std::vector<std::string> elements(std::string_view json) {
    const Padded padded(json);
    const auto list = json_elements(padded.view(), arena);
    if (!list) return {said(Result<std::string_view>(Failure(list.error())))};
    std::vector<std::string> items;
    for (std::uint64_t i = 0; i < list->count; ++i) items.emplace_back(view_of(list->items[i].as.s));
    return items;
  }
  std::string equal(std::string_view left, std::string_view right) {
    const Padded a(left);
    const Padded b(right);
    nest_value other{NEST_JSON, {}};
    other.as.s = str_of(b.view());
    return said(json_equal(a.view(), other, arena));
  }
  std::string equals_int(std::string_view json, std::int64_t i) {
    nest_value other{NEST_INT, {}};
    other.as.i = i;
    return said(json_equal(Padded(json).view(), other, arena));
  }
  std::string equals_float(std::string_view json, double f) {
    nest_value other{NEST_FLOAT, {}};
    other.as.f = f;
    return said(json_equal(Padded(json).view(), other, arena));
  }
  std::string equals_string(std::string_view json, std::string_view text) {
    nest_value other{NEST_STRING, {}};
    other.as.s = str_of(text);
    return said(json_equal(Padded(json).view(), other, arena));
  }

  ChunkPool pool;
  Arena arena{pool};
};

constexpr std::string_view kShop =
    R"({"items": [ {"id": 7, "tags": ["a","b"]} , {"id": "x8"} ], "total": 2 , "next":null})";

TEST_F(JsonTest, is_told_apart_by_kind) {
  const auto kind = [](std::string_view json) { return json_kind(Padded(json).view()); };
  EXPECT_EQ(kind(" null\n"), JsonKind::Null);
  EXPECT_EQ(kind("true"), JsonKind::Bool);
  EXPECT_EQ(kind("-1.5e3"), JsonKind::Number);
  EXPECT_EQ(kind("\"a\""), JsonKind::String);
  EXPECT_EQ(kind("[1]"), JsonKind::Array);
  EXPECT_EQ(kind("\xef\xbb\xbf{}"), JsonKind::Object);
  for (const char* text :
       {"", " ", "nul", "True", "01", "\"a", "\"a\"b", "\"a\" 1", "\"", "hello", "-", "\xef\xbb\xbf"}) {
    EXPECT_EQ(kind(text), JsonKind::Broken) << text;
  }
}

TEST_F(JsonTest, walks_keys_and_indexes) {
  EXPECT_EQ(get(kShop, {key("total")}), "2");
  EXPECT_EQ(get(kShop, {key("items"), at(0), key("id")}), "7");
  EXPECT_EQ(get(kShop, {key("items"), at(0), key("tags"), at(1)}), "\"b\"");
  EXPECT_EQ(get(kShop, {key("items"), at(1)}), R"({"id": "x8"})");
  EXPECT_EQ(get(kShop, {key("items"), at(0), key("tags")}), R"(["a","b"])");
  EXPECT_EQ(get("[[1,2],[3, 4 ]]", {at(1), at(1)}), "4");
  EXPECT_EQ(get(kShop, {}), kShop);
  EXPECT_EQ(get(" 5 ", {}), "5");
}

TEST_F(JsonTest, finds_null_at_the_end_of_a_path) { EXPECT_EQ(get(kShop, {key("next")}), "null"); }

TEST_F(JsonTest, shows_the_path_that_leads_nowhere_and_the_body) {
  EXPECT_EQ(get(R"({"a":1})", {key("b"), at(3)}, ".b[3]"), "missing: no `.b[3]` in the body: {\"a\":1}");
  EXPECT_EQ(get("[1,2]", {at(2)}, "[2]"), "missing: no `[2]` in the body: [1,2]");
  EXPECT_EQ(get("[1,2]", {at(-1)}, "[-1]"), "missing: no `[-1]` in the body: [1,2]");
  EXPECT_EQ(get("[]", {at(0)}, "[0]"), "missing: no `[0]` in the body: []");
  EXPECT_EQ(get("{}", {key("a")}, ".a"), "missing: no `.a` in the body: {}");
  EXPECT_EQ(get("5", {key("a")}, ".a"), "missing: no `.a` in the body: 5");
  EXPECT_EQ(get("[1]", {key("a")}, ".a"), "missing: no `.a` in the body: [1]");
  EXPECT_EQ(get("{\"a\":1}", {at(0)}, "[0]"), "missing: no `[0]` in the body: {\"a\":1}");
  EXPECT_EQ(get(kShop, {key("next"), key("x")}, ".next.x").substr(0, 27), "missing: no `.next.x` in th");
  EXPECT_EQ(get(kShop, {key("total"), key("x")}, ".total.x").substr(0, 28), "missing: no `.total.x` in th");
  const std::string large = "{\"k\":\"" + std::string(500, 'v') + "\"}";
  EXPECT_EQ(get(large, {key("q")}, ".q"), "missing: no `.q` in the body: " + large.substr(0, 80) + "...");
}

TEST_F(JsonTest, fills_holes_in_paths_and_shows_them) {
  nest_value values[2]{};
  values[0].kind = NEST_INT;
  values[0].as.i = 1;
  values[1].kind = NEST_STRING;
  values[1].as.s = str_of("id");
  const std::vector<nest_step> steps = {
      key("items"), {NEST_STEP_INDEX_HOLE, 0, 0, {}}, {NEST_STEP_KEY_HOLE, 1, 0, {}}};
  EXPECT_EQ(get(kShop, steps, ".items[i][k]", values), "\"x8\"");
  values[0].as.i = 9;
  EXPECT_EQ(get(R"({"items":[]})", steps, ".items[i][k]", values),
            "missing: no `.items[9][\"id\"]` in the body: {\"items\":[]}");
}

TEST_F(JsonTest, says_that_a_body_is_not_json) {
  EXPECT_EQ(get("<html>\n</html>", {key("a")}),
            "failed: the body is not JSON (unexpected text): <html>\\n</html>");
  EXPECT_EQ(get("", {key("a")}), "failed: the body is not JSON: it is empty");
  EXPECT_EQ(get(" \n", {}), "failed: the body is not JSON: it is empty");
  EXPECT_EQ(get("{\"a\":\"x", {key("a")}),
            "failed: the body is not JSON (a string without its end): {\"a\":\"x");
  EXPECT_EQ(get("{\"b\":1", {key("a")}), "failed: the body is not JSON (it ends too early): {\"b\":1");
  EXPECT_EQ(get("{\"a\":\"\xff\"}", {key("a")}),
            "failed: the body is not JSON (bytes that are not UTF-8): {\"a\":\"\\xff\"}");
  EXPECT_EQ(get("{\"a\":", {key("a")}).substr(0, 7), "failed:");
  EXPECT_EQ(get("{a:1}", {key("a")}).substr(0, 7), "failed:");
}

TEST_F(JsonTest, compares_keys_without_their_escapes) {
  EXPECT_EQ(get(R"({"a\u0062c":1})", {key("abc")}), "1");
  EXPECT_EQ(get(R"({"\"q\"":2})", {key("\"q\"")}), "2");
  EXPECT_EQ(get(R"({"ab\\":3})", {key("ab\\")}), "3");
  EXPECT_EQ(get(R"({"ab":4})", {key("ab\"")}).substr(0, 8), "missing:");
  EXPECT_EQ(get(R"({"ab":4, "a":5, "abc":6})", {key("a")}), "5");
  EXPECT_EQ(get(R"({"":7})", {key("")}), "7");
  EXPECT_EQ(get(R"({"\u20ac":8})", {key("€")}), "8");
}

TEST_F(JsonTest, takes_the_first_of_equal_keys) {
  EXPECT_EQ(get(R"({"a":1,"a":2})", {key("a")}), "1");
  EXPECT_EQ(get(R"({"b":0,"\u0061":1,"a":2})", {key("a")}), "1");
}

TEST_F(JsonTest, skips_large_values_on_the_way) {
  std::string json = "{\"skip\":[";
  for (int i = 0; i < 20'000; ++i) json += "{\"n\":[1,2,\"}]\"]},";
  json += "0],\"want\":\"here\"}";
  EXPECT_EQ(get(json, {key("want")}), "\"here\"");
  EXPECT_EQ(get(json, {key("skip"), at(19'999), key("n"), at(2)}), "\"}]\"");
}

TEST_F(JsonTest, survives_deep_nesting) {
  const std::string open(100'000, '[');
  const std::string deep = open + std::string(100'000, ']');
  EXPECT_EQ(get(deep, {at(0), at(0)}), deep.substr(2, deep.size() - 4));
  EXPECT_EQ(get(open, {at(0)}).substr(0, 7), "failed:");
  EXPECT_EQ(length(deep), "1");
  EXPECT_EQ(elements(deep).size(), 1u);
  EXPECT_EQ(equal(deep, deep).substr(0, 7), "failed:");
  EXPECT_EQ(get(deep, std::vector<nest_step>(900, at(0))), deep.substr(900, deep.size() - 1800));
  EXPECT_EQ(get(deep, std::vector<nest_step>(5000, at(0))), "failed: a path of 5000 steps is too long");
}

TEST_F(JsonTest, becomes_an_int) {
  EXPECT_EQ(to_int("42"), "42");
  EXPECT_EQ(to_int(" -9223372036854775808 "), "-9223372036854775808");
  EXPECT_EQ(to_int("5.0"), "5");
  EXPECT_EQ(to_int("\"17\""), "17");
  EXPECT_EQ(to_int(R"("\u0031")"), "1");
  EXPECT_EQ(to_int("5.5"), "failed: the JSON value 5.5 is not an int");
  EXPECT_EQ(to_int("\"x\""), "failed: the JSON value \"x\" is not an int");
  EXPECT_EQ(to_int("9223372036854775808"),
            "failed: the JSON value 9223372036854775808 is too large for an int");
  EXPECT_EQ(to_int("\"9223372036854775808\""),
            "failed: the JSON value \"9223372036854775808\" is too large for an int");
  EXPECT_EQ(to_int("true"), "failed: the JSON value true is not an int");
  EXPECT_EQ(to_int("[1]"), "failed: the JSON value [1] is not an int");
  EXPECT_EQ(to_int("null"), "missing: the JSON value is null, not an int");
  EXPECT_EQ(to_int("12abc"), "failed: this is not JSON: 12abc");
  EXPECT_EQ(to_int(""), "failed: this is not JSON: ");
}

TEST_F(JsonTest, becomes_a_float) {
  EXPECT_EQ(to_float("2.5"), std::to_string(2.5));
  EXPECT_EQ(to_float("\"2.5\""), std::to_string(2.5));
  EXPECT_EQ(to_float("3"), std::to_string(3.0));
  EXPECT_EQ(to_float("1e999"), "failed: the JSON value 1e999 is too large for a float");
  EXPECT_EQ(to_float("\"nan\""), "failed: the JSON value \"nan\" is not a float");
  EXPECT_EQ(to_float("nan"), "failed: this is not JSON: nan");
  EXPECT_EQ(to_float("null"), "missing: the JSON value is null, not a float");
}

TEST_F(JsonTest, becomes_a_bool) {
  EXPECT_EQ(to_bool("true"), "1");
  EXPECT_EQ(to_bool(" false"), "0");
  EXPECT_EQ(to_bool("\"true\""), "failed: the JSON value \"true\" is not a bool");
  EXPECT_EQ(to_bool("1"), "failed: the JSON value 1 is not a bool");
  EXPECT_EQ(to_bool("null"), "missing: the JSON value is null, not a bool");
}

TEST_F(JsonTest, becomes_a_string) {
  EXPECT_EQ(to_string(" \"abc\" "), "abc");
  EXPECT_EQ(to_string(R"("a\/\t\u00e9\ud83d\ude00")"), "a/\té😀");
  EXPECT_EQ(to_string("1.50"), "1.50");
  EXPECT_EQ(to_string("false"), "false");
  EXPECT_EQ(to_string("{}"), "failed: the JSON value {} is not a string");
  EXPECT_EQ(to_string("null"), "missing: the JSON value is null, not a string");
  EXPECT_EQ(to_string(R"("\ud83d")"), R"(failed: this is not JSON: "\ud83d")");
}

TEST_F(JsonTest, gives_strings_that_outlast_the_next_call) {
  const Padded json(R"("one\n")");
  const auto first = json_to_string(json.view(), arena);
  EXPECT_EQ(to_string(R"("other\t text")"), "other\t text");
  EXPECT_EQ(*first, "one\n");
}

TEST_F(JsonTest, is_present_unless_null) {
  EXPECT_TRUE(json_present(Padded("0").view(), arena));
  EXPECT_TRUE(json_present(Padded("\"\"").view(), arena));
  const auto absent = json_present(Padded(" null ").view(), arena);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().kind, NEST_MISSING);
}

TEST_F(JsonTest, has_a_length) {
  EXPECT_EQ(length("[]"), "0");
  EXPECT_EQ(length("[1,[2,3],{\"a\":4}]"), "3");
  EXPECT_EQ(length("{}"), "0");
  EXPECT_EQ(length(R"({"a":{"b":1},"c":2})"), "2");
  EXPECT_EQ(length(R"("h\u00e9€")"), "3");
  EXPECT_EQ(length("5"), "failed: the JSON value 5 is not an array, object or string");
  EXPECT_EQ(length("null"), "missing: the JSON value is null, not an array, object or string");
  EXPECT_EQ(length("[1,2").substr(0, 7), "failed:");
  EXPECT_EQ(length("{\"a\"}").substr(0, 7), "failed:");
}

TEST_F(JsonTest, lists_its_elements) {
  EXPECT_EQ(elements("[]"), (std::vector<std::string>{}));
  EXPECT_EQ(elements(" [ 1 , \"a,b\" , [2, 3], {\"k\" : null} , true ] "),
            (std::vector<std::string>{"1", "\"a,b\"", "[2, 3]", "{\"k\" : null}", "true"}));
  EXPECT_EQ(elements("{}"), (std::vector<std::string>{"failed: the JSON value {} is not an array"}));
  EXPECT_EQ(elements("[1,2").front().substr(0, 7), "failed:");
  EXPECT_EQ(elements("[1 2]").front().substr(0, 7), "failed:");
  std::string many = "[0";
  for (int i = 1; i < 10'000; ++i) many += "," + std::to_string(i);
  const auto list = elements(many + "]");
  ASSERT_EQ(list.size(), 10'000u);
  EXPECT_EQ(list[9'999], "9999");
}

TEST_F(JsonTest, equals_numbers_by_value) {
  EXPECT_EQ(equals_int("5", 5), "1");
  EXPECT_EQ(equals_int("5.0", 5), "1");
  EXPECT_EQ(equals_int("5e0", 5), "1");
  EXPECT_EQ(equals_int("5.5", 5), "0");
  EXPECT_EQ(equals_int("\"5\"", 5), "0");
  EXPECT_EQ(equals_int("9223372036854775807", INT64_MAX), "1");
  EXPECT_EQ(equals_int("9223372036854775808", INT64_MAX), "0");
  EXPECT_EQ(equals_int("1e999", 5), "0");
  EXPECT_EQ(equals_float("5", 5.0), "1");
  EXPECT_EQ(equals_float("0.1", 0.1), "1");
  EXPECT_EQ(equals_float("9007199254740993", 9007199254740992.0), "0");
  EXPECT_EQ(equals_int("null", 0), "0");
  EXPECT_EQ(equals_int("x", 0), "failed: the body is not JSON (unexpected text): x");
}

TEST_F(JsonTest, equals_strings_by_text) {
  EXPECT_EQ(equals_string(R"("caf\u00e9")", "café"), "1");
  EXPECT_EQ(equals_string("\"a\"", "b"), "0");
  EXPECT_EQ(equals_string("\"\"", ""), "1");
  EXPECT_EQ(equals_string("5", "5"), "0");
}

TEST_F(JsonTest, equals_bools_and_no_other_kinds) {
  nest_value yes{NEST_BOOL, {}};
  yes.as.i = 1;
  EXPECT_EQ(said(json_equal(Padded("true").view(), yes, arena)), "1");
  EXPECT_EQ(said(json_equal(Padded("false").view(), yes, arena)), "0");
  EXPECT_EQ(said(json_equal(Padded("1").view(), yes, arena)), "0");
  nest_value second{NEST_DURATION, {}};
  second.as.i = 1'000'000'000;
  EXPECT_EQ(said(json_equal(Padded("1000000000").view(), second, arena)), "0");
}

TEST_F(JsonTest, equals_json_structurally) {
  EXPECT_EQ(equal(R"({"a":1,"b":[true,null]})", R"( { "b" : [ true , null ], "\u0061" : 1.0 } )"), "1");
  EXPECT_EQ(equal("[1,2]", "[2,1]"), "0");
  EXPECT_EQ(equal("[1,2]", "[1,2,3]"), "0");
  EXPECT_EQ(equal("[1,2,3]", "[1,2]"), "0");
  EXPECT_EQ(equal(R"({"a":1})", R"({"a":1,"b":2})"), "0");
  EXPECT_EQ(equal(R"({"a":1,"a":2})", R"({"a":1})"), "1");
  EXPECT_EQ(equal("\"x\"", "\"x\""), "1");
  EXPECT_EQ(equal("null", "null"), "1");
  EXPECT_EQ(equal("null", "false"), "0");
  EXPECT_EQ(equal("18446744073709551615", "18446744073709551615"), "1");
  EXPECT_EQ(equal("18446744073709551615", "1"), "0");
  EXPECT_EQ(equal("9007199254740993", "9007199254740992.0"), "0");
  EXPECT_EQ(equal("[1,", "[1]").substr(0, 7), "failed:");
  EXPECT_EQ(equal("[1]", "[1] x").substr(0, 7), "failed:");
}

TEST_F(JsonTest, compares_large_objects_in_little_time) {
  std::string forward = "{";
  std::string backward = "{";
  for (int i = 0; i < 20'000; ++i) {
    forward += "\"k" + std::to_string(i) + "\":1,";
    backward += "\"k" + std::to_string(19'999 - i) + "\":1,";
  }
  EXPECT_EQ(equal(forward + "\"z\":0}", backward + "\"z\":0}"), "1");
}

}  // namespace
}  // namespace nest
