#include <gtest/gtest.h>

#include "tests/compiler/syntax/parsed.h"

namespace nest {
namespace {

using test_support::Parsed;

/// The constant text of `log LITERAL`; "?" when it has holes or findings.
std::string text_of(const std::string& literal) {
  const Parsed parsed("taskset T { task t { log " + literal + " } }");
  if (!parsed.sink.diagnostics.empty()) return "?";
  const auto& log = std::get<ast::Log>(parsed.tree.tasksets.at(0)->tasks.at(0).body.statements.at(0).node);
  const auto& parts = std::get<ast::StringLiteral>(log.message->node).parts;
  if (parts.empty()) return "";
  return parts.size() == 1 && std::holds_alternative<std::string>(parts[0]) ? std::get<std::string>(parts[0])
                                                                            : "?";
}

TEST(Strings, over_several_lines_have_plain_line_ends) {
  EXPECT_EQ(text_of("\"\"\"a\r\nb\nc\r\n\"\"\""), "a\nb\nc\n");
  EXPECT_EQ(text_of("\"\"\"a\\r\\nb\"\"\""), "a\r\nb") << "unless they are written out";
}

TEST(Strings, over_several_lines_may_begin_on_the_next) {
  EXPECT_EQ(text_of("\"\"\"\na\"\"\""), "a");
  EXPECT_EQ(text_of("\"\"\"\r\na\"\"\""), "a");
  EXPECT_EQ(text_of("\"\"\"\n\na\"\"\""), "\na") << "one line end, not all of them";
  EXPECT_EQ(text_of("\"\"\"\n\"\"\""), "");
  EXPECT_EQ(text_of("\"\"\"\\n\na\"\"\""), "\n\na");
}

TEST(Strings, over_several_lines_hold_quotes) {
  EXPECT_EQ(text_of(R"("""say "hi" or "" at most""")"), R"(say "hi" or "" at most)");
  EXPECT_EQ(text_of(R"("""three: \"\"\" """)"), R"(three: """ )");
}

TEST(Strings, that_are_raw_take_every_character_as_it_is) {
  EXPECT_EQ(text_of(R"('a\d+{2,3}"x"')"), R"(a\d+{2,3}"x")");
  EXPECT_EQ(text_of("'ä😀'"), "ä😀");
}

TEST(Strings, may_hold_a_character_of_each_kind_written_out) {
  EXPECT_EQ(text_of(R"("\n\t\r\\\"\{\}\u{1F600}")"), "\n\t\r\\\"{}😀");
  EXPECT_EQ(text_of("\"\\u{0}\""), std::string(1, '\0'));
}

TEST(Documentation, is_what_stands_directly_above_whatever_the_line_ends) {
  const Parsed parsed("/// One.\r\n///  Two. \r\ntaskset T {\r\n /// Three.\r\n task t { } }");
  ASSERT_EQ(parsed.first_code(), "");
  EXPECT_EQ(parsed.tree.tasksets.at(0)->doc, "One.\n Two.");
  EXPECT_EQ(parsed.tree.tasksets.at(0)->tasks.at(0).doc, "Three.");
}

TEST(Documentation, of_one_declaration_is_not_that_of_the_next) {
  const Parsed parsed(
      "/// A.\ntaskset A { } taskset B { }\n/// lost\n\ntaskset C { }\n/// D\n/* */ taskset D { }");
  ASSERT_EQ(parsed.first_code(), "");
  EXPECT_EQ(parsed.tree.tasksets.at(0)->doc, "A.");
  EXPECT_EQ(parsed.tree.tasksets.at(1)->doc, "");
  EXPECT_EQ(parsed.tree.tasksets.at(2)->doc, "");
  EXPECT_EQ(parsed.tree.tasksets.at(3)->doc, "D");
}

}  // namespace
}  // namespace nest
