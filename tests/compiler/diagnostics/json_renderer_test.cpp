#include "compiler/diagnostics/json_renderer.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <string>
#include <vector>

namespace nest {
namespace {

TEST(JsonRenderer, writes_the_documented_fields) {
  SourceSet sources;
  const FileId file = sources.add("shop.nest", "first\nlet \u00E4 = acount\n");
  const Diagnostic diagnostic{
      DiagnosticCode::UnexpectedToken,  Severity::Warning,        Span{file, 15, 6}, "unknown `acount`",
      {{Span{file, 0, 5}, "see here"}}, "did you mean `account`?"};
  EXPECT_EQ(
      render_json(std::vector{diagnostic}, sources),
      "[\n"
      R"({"code":"N0101","name":"UnexpectedToken","severity":"warning","message":"unknown `acount`",)"
      R"("place":{"file":"shop.nest","line":2,"column":9,"end_line":2,"end_column":15,"offset":15,"length":6},)"
      R"("notes":[{"message":"see here","place":{"file":"shop.nest","line":1,"column":1,"end_line":1,)"
      R"("end_column":6,"offset":0,"length":5}}],"help":"did you mean `account`?"})"
      "\n]\n");
}

TEST(JsonRenderer, writes_an_empty_array_when_there_is_nothing) {
  EXPECT_EQ(render_json({}, SourceSet{}), "[]\n");
}

TEST(JsonRenderer, is_json_whatever_stands_in_paths_and_messages) {
  SourceSet sources;
  const FileId file = sources.add("a\"\\\xFF\n\x01.nest", "x");
  const Diagnostic hostile{DiagnosticCode::UnexpectedToken,
                           Severity::Error,
                           Span{file, 0, 1},
                           "\x1b[0m \"quoted\" \xC3",
                           {},
                           "\t\\"};
  const Diagnostic placeless{DiagnosticCode::NoNestFiles, Severity::Error, std::nullopt, "m", {}, {}};
  simdjson::dom::parser parser;
  const simdjson::dom::element all = parser.parse(render_json(std::vector{hostile, placeless}, sources));
  const simdjson::dom::element first = all.at(0);
  EXPECT_EQ(std::string_view(first["message"]), "\x1b[0m \"quoted\" \uFFFD");
  EXPECT_EQ(std::string_view(first["place"]["file"]), "a\"\\\uFFFD\n\x01.nest");
  EXPECT_EQ(std::string_view(first["help"]), "\t\\");
  EXPECT_TRUE(all.at(1)["place"].is_null());
}

}  // namespace
}  // namespace nest
