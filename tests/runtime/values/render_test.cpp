#include "runtime/values/render.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "runtime/values/encode.h"
#include "runtime/values/text.h"
#include "tests/runtime/values/padded.h"

namespace nest {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

nest_value int_value(std::int64_t i) {
  nest_value value{NEST_INT, {}};
  value.as.i = i;
  return value;
}
nest_value float_value(double f) {
  nest_value value{NEST_FLOAT, {}};
  value.as.f = f;
  return value;
}
nest_value bool_value(bool b) {
  nest_value value{NEST_BOOL, {}};
  value.as.i = b ? 1 : 0;
  return value;
}
nest_value duration_value(std::int64_t ns) {
  nest_value value{NEST_DURATION, {}};
  value.as.i = ns;
  return value;
}
nest_value text_value(std::uint64_t kind, const Padded& text) {
  nest_value value{kind, {}};
  value.as.s = str_of(text.view());
  return value;
}

class RenderTest : public testing::Test {
 protected:
  /// One hole with this encoding, as text; a failure as `! message`.
  std::string hole(std::uint32_t encoding, const nest_value& value) {
    const nest_part part{encoding, 0, {}};
    return rendered({&part, 1}, &value);
  }
  std::string string_hole(std::uint32_t encoding, std::string_view text) {
    const Padded padded(text);
    return hole(encoding, text_value(NEST_STRING, padded));
  }
  std::string json_hole(std::uint32_t encoding, std::string_view text) {
    const Padded padded(text);
    return hole(encoding, text_value(NEST_JSON, padded));
  }
  std::string rendered(const nest_template& text, const nest_value* values) {
    const auto result = render(text, values, arena);
    return result ? std::string(*result) : "! " + std::string(result.error().message);
  }

  ChunkPool pool;
  Arena arena{pool};
};

TEST_F(RenderTest, joins_texts_and_holes_in_order) {
  const Padded name("Ann & Bob");
  const std::vector<nest_part> parts = {{NEST_PART_TEXT, 0, str_of("/u/")},     {NEST_PART_PERCENT, 1, {}},
                                        {NEST_PART_TEXT, 0, str_of("?page=")},  {NEST_PART_PERCENT, 0, {}},
                                        {NEST_PART_TEXT, 0, str_of("&again=")}, {NEST_PART_PERCENT, 0, {}}};
  const std::vector<nest_value> values = {int_value(-3), text_value(NEST_STRING, name)};
  EXPECT_EQ(rendered({parts.data(), parts.size()}, values.data()), "/u/Ann%20%26%20Bob?page=-3&again=-3");
}

TEST_F(RenderTest, gives_an_empty_text_for_nothing) {
  const auto result = render({nullptr, 0}, nullptr, arena);
  ASSERT_TRUE(result);
  EXPECT_NE(result->data(), nullptr);
  EXPECT_TRUE(result->empty());
}

TEST_F(RenderTest, writes_each_kind_as_plain_text) {
  EXPECT_EQ(hole(NEST_PART_PLAIN, int_value(INT64_MIN)), "-9223372036854775808");
  EXPECT_EQ(hole(NEST_PART_PLAIN, float_value(0.25)), "0.25");
  EXPECT_EQ(hole(NEST_PART_PLAIN, float_value(kNan)), "nan");
  EXPECT_EQ(hole(NEST_PART_PLAIN, bool_value(true)), "true");
  EXPECT_EQ(hole(NEST_PART_PLAIN, bool_value(false)), "false");
  EXPECT_EQ(hole(NEST_PART_PLAIN, duration_value(1'500'000'000)), "1.5s");
  EXPECT_EQ(string_hole(NEST_PART_PLAIN, "a\"b\nc"), "a\"b\nc");
}

TEST_F(RenderTest, writes_json_as_text_without_quotes_and_escapes) {
  EXPECT_EQ(json_hole(NEST_PART_PLAIN, R"("plain")"), "plain");
  EXPECT_EQ(json_hole(NEST_PART_PLAIN, R"( "a\"\n\u20ac\ud83d\ude00" )"), "a\"\n€😀");
  EXPECT_EQ(json_hole(NEST_PART_PLAIN, " [1, 2] "), "[1, 2]");
  EXPECT_EQ(json_hole(NEST_PART_PLAIN, "null"), "null");
  EXPECT_EQ(json_hole(NEST_PART_PERCENT, R"("\u20ac")"), "%E2%82%AC");
  EXPECT_EQ(json_hole(NEST_PART_FORM, R"("a b\t")"), "a+b%09");
}

TEST_F(RenderTest, fails_for_json_that_is_none) {
  EXPECT_EQ(json_hole(NEST_PART_PLAIN, "<html>"), "! the body is not JSON (unexpected text): <html>");
  EXPECT_EQ(json_hole(NEST_PART_JSON, ""), "! the body is not JSON: it is empty");
  EXPECT_EQ(json_hole(NEST_PART_PLAIN, R"("\x")"), R"(! the body is not JSON (unexpected text): "\x")");
}

TEST_F(RenderTest, percent_encodes_all_but_unreserved) {
  EXPECT_EQ(string_hole(NEST_PART_PERCENT, "aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(string_hole(NEST_PART_PERCENT, "a b/ü?&=+%"), "a%20b%2F%C3%BC%3F%26%3D%2B%25");
  EXPECT_EQ(string_hole(NEST_PART_PERCENT, std::string_view("\0\r\n", 3)), "%00%0D%0A");
  EXPECT_EQ(string_hole(NEST_PART_FORM, "a b+c"), "a+b%2Bc");
  EXPECT_EQ(hole(NEST_PART_PERCENT, float_value(1e30)), "1e%2B30");
}

TEST_F(RenderTest, writes_json_values) {
  EXPECT_EQ(hole(NEST_PART_JSON, int_value(7)), "7");
  EXPECT_EQ(hole(NEST_PART_JSON, float_value(1e21)), "1e+21");
  EXPECT_EQ(hole(NEST_PART_JSON, bool_value(true)), "true");
  EXPECT_EQ(hole(NEST_PART_JSON, duration_value(-2)), "\"-0.002us\"");
  EXPECT_EQ(hole(NEST_PART_JSON, duration_value(INT64_MIN)), "\"-9223372036.854775808s\"");
  EXPECT_EQ(json_hole(NEST_PART_JSON, " {\"a\": [1]}\n"), "{\"a\": [1]}");
  EXPECT_EQ(string_hole(NEST_PART_JSON, "a\"\\/\b\f\n\r\té"), R"("a\"\\/\b\f\n\r\té")");
  EXPECT_EQ(string_hole(NEST_PART_JSON, std::string_view("\0\x1f", 2)), R"("\u0000\u001F")");
  EXPECT_EQ(string_hole(NEST_PART_JSON, ""), "\"\"");
}

TEST_F(RenderTest, fails_for_floats_that_json_does_not_have) {
  EXPECT_EQ(hole(NEST_PART_JSON, float_value(kNan)), "! JSON has no number for nan");
  EXPECT_EQ(hole(NEST_PART_JSON, float_value(-std::numeric_limits<double>::infinity())),
            "! JSON has no number for -inf");
}

TEST_F(RenderTest, keeps_line_breaks_out_of_headers) {
  EXPECT_EQ(string_hole(NEST_PART_HEADER, "Bearer é x"), "Bearer é x");
  EXPECT_EQ(string_hole(NEST_PART_HEADER, "a\r\nX: y"),
            "! a header cannot hold line breaks or NUL: a\\r\\nX: y");
  EXPECT_EQ(string_hole(NEST_PART_HEADER, "a\n"), "! a header cannot hold line breaks or NUL: a\\n");
  EXPECT_EQ(string_hole(NEST_PART_HEADER, std::string_view("\0", 1)),
            "! a header cannot hold line breaks or NUL: \\x00");
  EXPECT_EQ(json_hole(NEST_PART_HEADER, R"("a\r\n")"), "! a header cannot hold line breaks or NUL: a\\r\\n");
}

// The examples of RFC 4648, section 10.
TEST_F(RenderTest, writes_base64) {
  EXPECT_EQ(string_hole(NEST_PART_BASE64, ""), "");
  EXPECT_EQ(string_hole(NEST_PART_BASE64, "f"), "Zg==");
  EXPECT_EQ(string_hole(NEST_PART_BASE64, "fo"), "Zm8=");
  EXPECT_EQ(string_hole(NEST_PART_BASE64, "foo"), "Zm9v");
  EXPECT_EQ(string_hole(NEST_PART_BASE64, "foob"), "Zm9vYg==");
  EXPECT_EQ(string_hole(NEST_PART_BASE64, "foobar"), "Zm9vYmFy");
  EXPECT_EQ(string_hole(NEST_PART_BASE64, "\xff\xfe\xfd"), "//79");
  EXPECT_EQ(hole(NEST_PART_BASE64, int_value(42)), "NDI=");
  EXPECT_EQ(json_hole(NEST_PART_BASE64, "\"foo\""), "Zm9v");
}

TEST_F(RenderTest, holds_no_more_than_it_wrote) {
  const std::uint64_t before = arena.mark();
  EXPECT_EQ(json_hole(NEST_PART_PERCENT, "[" + std::string(900, ' ') + "]").size(), 2702u - 900u + 904u);
  EXPECT_LT(arena.mark() - before, 2800u);
  const std::uint64_t small = arena.mark();
  EXPECT_EQ(hole(NEST_PART_PERCENT, int_value(5)), "5");
  EXPECT_EQ(arena.mark() - small, 16u);
}

TEST_F(RenderTest, fails_when_the_arena_is_full) {
  Arena little(pool, 1000);
  const std::string text(2000, 'x');
  const nest_part part{NEST_PART_TEXT, 0, str_of(text)};
  const auto result = render({&part, 1}, nullptr, little);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, NEST_FAILED);
  EXPECT_NE(result.error().message.find("too much memory"), std::string_view::npos);
}

TEST(Encode, sizes_are_what_is_written) {
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  std::string out(4096, '\0');
  for (const bool form : {false, true}) {
    EXPECT_EQ(write_percent(all, form, out.data()) - out.data(),
              static_cast<std::ptrdiff_t>(percent_size(all, form)));
  }
  EXPECT_EQ(write_json_string(all, out.data()) - out.data(),
            static_cast<std::ptrdiff_t>(json_string_size(all)));
  for (const std::size_t size : {0U, 1U, 2U, 3U, 255U, 256U}) {
    EXPECT_EQ(write_base64(std::string_view(all).substr(0, size), out.data()) - out.data(),
              static_cast<std::ptrdiff_t>(base64_size(size)));
  }
}

TEST_F(RenderTest, writes_lists_as_arrays) {
  const Padded text("a\"b");
  const Padded json("{\"c\": 1}");
  const nest_value items[] = {int_value(1),
                              float_value(0.5),
                              bool_value(true),
                              duration_value(1500000000),
                              text_value(NEST_STRING, text),
                              text_value(NEST_JSON, json)};
  const nest_value list{NEST_LIST, {.l = {items, 6}}};
  const std::string array = R"([1,0.5,true,"1.5s","a\"b",{"c": 1}])";
  EXPECT_EQ(hole(NEST_PART_PLAIN, list), array);
  EXPECT_EQ(hole(NEST_PART_JSON, list), array);
  EXPECT_EQ(hole(NEST_PART_HEADER, list), array);
  const nest_value texts[] = {text_value(NEST_STRING, text)};
  EXPECT_EQ(hole(NEST_PART_PERCENT, {NEST_LIST, {.l = {texts, 1}}}), "%5B%22a%5C%22b%22%5D");
  EXPECT_EQ(hole(NEST_PART_JSON, {NEST_LIST, {.l = {nullptr, 0}}}), "[]");
  const nest_value no_number[] = {float_value(kNan)};
  EXPECT_TRUE(hole(NEST_PART_PLAIN, {NEST_LIST, {.l = {no_number, 1}}}).starts_with("! JSON has no number"));
}

}  // namespace
}  // namespace nest
