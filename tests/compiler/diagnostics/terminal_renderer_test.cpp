#include "compiler/diagnostics/terminal_renderer.h"

#include <gtest/gtest.h>

namespace nest {
namespace {

/// A file, and a finding about the first place in it where `needle` stands.
struct Scene {
  SourceSet sources;

  explicit Scene(std::string text, std::string path = "shop.nest") {
    sources.add(std::move(path), std::move(text));
  }

  Span at(std::string_view needle) const {
    const std::size_t begin = sources.file(FileId{0}).text().find(needle);
    EXPECT_NE(begin, std::string_view::npos) << needle;
    return {FileId{0}, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(needle.size())};
  }
  std::string render(std::optional<Span> span, std::string help = {}, std::vector<DiagnosticNote> notes = {},
                     Severity severity = Severity::Error, Color color = Color::Never) const {
    const Diagnostic diagnostic{
        DiagnosticCode::UnexpectedToken, severity, span, "a message", std::move(notes), std::move(help)};
    return render_terminal(diagnostic, sources, color);
  }
};

TEST(TerminalRenderer, underlines_the_span) {
  const Scene scene("first\n    let x = acount\n");
  EXPECT_EQ(scene.render(scene.at("acount"), "did you mean `account`?"),
            "error[N0101]: a message\n"
            "  --> shop.nest:2:13\n"
            "   |\n"
            " 2 |     let x = acount\n"
            "   |             ^^^^^^\n"
            "   = help: did you mean `account`?\n");
}

TEST(TerminalRenderer, marks_one_column_for_an_empty_span_at_the_end) {
  const Scene scene("task {");
  EXPECT_EQ(scene.render(Span{FileId{0}, 6, 0}),
            "error[N0101]: a message\n"
            "  --> shop.nest:1:7\n"
            "   |\n"
            " 1 | task {\n"
            "   |       ^\n");
}

TEST(TerminalRenderer, shows_an_empty_line_without_trailing_blanks) {
  const Scene scene("a\n\nb\n");
  EXPECT_EQ(scene.render(Span{FileId{0}, 2, 0}),
            "error[N0101]: a message\n"
            "  --> shop.nest:2:1\n"
            "   |\n"
            " 2 |\n"
            "   | ^\n");
}

TEST(TerminalRenderer, aligns_the_underline_below_tabs_and_wide_characters) {
  const Scene scene("\tlog \"\u65E5\u672C\" oops\n");
  EXPECT_EQ(scene.render(scene.at("oops")),
            "error[N0101]: a message\n"
            "  --> shop.nest:1:11\n"
            "   |\n"
            " 1 |     log \"\u65E5\u672C\" oops\n"
            "   |                ^^^^\n");
}

TEST(TerminalRenderer, draws_a_span_of_several_lines) {
  const Scene scene("taskset A {\n  weight 1\n}\n");
  EXPECT_EQ(scene.render(scene.at("taskset A {\n  weight 1\n}")),
            "error[N0101]: a message\n"
            "  --> shop.nest:1:1\n"
            "   |\n"
            " 1 | / taskset A {\n"
            " 2 | |   weight 1\n"
            " 3 | | }\n"
            "   | |_^\n");
}

TEST(TerminalRenderer, draws_a_long_span_that_begins_inside_a_line) {
  const Scene scene("let x = [\n1,\n2,\n3,\n4,\n5,\n6]\n");
  EXPECT_EQ(scene.render(scene.at("[\n1,\n2,\n3,\n4,\n5,\n6]")),
            "error[N0101]: a message\n"
            "  --> shop.nest:1:9\n"
            "   |\n"
            " 1 |   let x = [\n"
            "   |  _________^\n"
            " 2 | | 1,\n"
            "...  |\n"
            " 7 | | 6]\n"
            "   | |__^\n");
}

TEST(TerminalRenderer, a_line_end_in_a_span_is_no_second_line) {
  const Scene scene("abc\ndef\n");
  EXPECT_EQ(scene.render(scene.at("abc\n")),
            "error[N0101]: a message\n"
            "  --> shop.nest:1:1\n"
            "   |\n"
            " 1 | abc\n"
            "   | ^^^\n");
}

TEST(TerminalRenderer, gives_notes_their_own_place_and_one_gutter_for_all) {
  std::string text = "let token = 1\n";
  for (int i = 0; i < 120; ++i) text += "\n";
  text += "let token = 2\n";
  const Scene scene(text);
  const auto second = static_cast<std::uint32_t>(text.rfind("token"));
  EXPECT_EQ(scene.render(Span{FileId{0}, second, 5}, "rename one of them\nor leave one out",
                         {{scene.at("token"), "first declared here"}}, Severity::Warning),
            "warning[N0101]: a message\n"
            "   --> shop.nest:122:5\n"
            "    |\n"
            "122 | let token = 2\n"
            "    |     ^^^^^\n"
            "note: first declared here\n"
            "   --> shop.nest:1:5\n"
            "    |\n"
            "  1 | let token = 1\n"
            "    |     -----\n"
            "    = help: rename one of them\n"
            "            or leave one out\n");
}

TEST(TerminalRenderer, shows_a_finding_without_a_place) {
  const Scene scene("");
  EXPECT_EQ(scene.render(std::nullopt, "check the path"),
            "error[N0101]: a message\n   = help: check the path\n");
}

TEST(TerminalRenderer, lets_no_control_character_of_source_or_path_through) {
  const Scene scene("log \x1b]0;owned\x07 oops\n", "evil\x1b[2J.nest");
  const std::string shown = scene.render(scene.at("oops"), "a\x1b[31mb", {{scene.at("log"), "\x1b[1m"}});
  for (const char c : shown) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20U) << shown;
}

TEST(TerminalRenderer, uses_colour_only_when_asked) {
  const Scene scene("abc\n");
  EXPECT_EQ(scene.render(scene.at("abc")).find('\x1b'), std::string::npos);
  const std::string colored = scene.render(scene.at("abc"), "h", {}, Severity::Error, Color::Always);
  EXPECT_NE(colored.find("\x1b[1;31merror[N0101]\x1b[0m"), std::string::npos) << colored;
}

TEST(TerminalRenderer, survives_spans_that_reach_past_the_file) {
  const Scene scene("abc");
  EXPECT_NE(scene.render(Span{FileId{0}, 2, 500}).find("^"), std::string::npos);
  EXPECT_NE(scene.render(Span{FileId{0}, 4000, 500}).find("^"), std::string::npos);
}

TEST(Summary, counts_with_the_right_number) {
  EXPECT_EQ(render_summary(2, 1), "2 errors, 1 warning");
  EXPECT_EQ(render_summary(1, 0), "1 error");
  EXPECT_EQ(render_summary(0, 3), "3 warnings");
  EXPECT_EQ(render_summary(0, 0), "");
}

}  // namespace
}  // namespace nest
