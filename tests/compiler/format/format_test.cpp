#include "compiler/format/format.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/syntax/source_tokens.h"
#include "tests/oracle/generator.h"
#include "tests/support/golden_file.h"
#include "tests/support/source_folder.h"

namespace nest {
namespace {

/// A text, formatted; nothing when it has syntax errors.
std::optional<std::string> formatted(const std::string& text) {
  SourceSet sources;
  CollectingSink sink;
  Emitter emitter(sink);
  const auto result = format_source(sources.add("t.nest", text), sources, emitter);
  if (result) return *result;
  EXPECT_EQ(result.error().internal, "") << text;
  EXPECT_GT(emitter.errors(), 0U) << text;
  return std::nullopt;
}

/// Formats, and formats what came out: format_source itself holds the tree and the words to what they were.
std::optional<std::string> formatted_to_stay(const std::string& text) {
  std::optional<std::string> once = formatted(text);
  if (once) {
    EXPECT_EQ(formatted(*once), once) << "the second time, of\n" << text;
  }
  return once;
}

std::string file_text(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return std::move(text).str();
}

/// Every .nest file of the repository but those that the build made.
std::vector<std::filesystem::path> nest_files() {
  std::vector<std::filesystem::path> files;
  for (const char* folder : {"tasksets", "examples", "tests"}) {
    const auto root = test_support::source_folder() / folder;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root))
      if (entry.path().extension() == ".nest") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

/// Other white space between the tokens, comments now and then, the words the same.
std::string shaken(const std::string& text, std::mt19937_64& random) {
  SourceSet sources;
  CollectingSink sink;
  Emitter emitter(sink);
  const FileId file = sources.add("t.nest", text);
  const auto parsed = parse_with_tokens(file, sources, ParseLimits{}, emitter);
  if (!parsed) return text;
  static const std::vector<std::string> kGaps = {" ",           "  ",        "\n",
                                                 "\n\n\n",      "\r\n",      "\t",
                                                 " // c\n",     "\n// c\n",  " /* c */ ",
                                                 "\n/* c */\n", " ",         "\n\n// c\n\n",
                                                 " /// doc\n",  "\n/// d\n", " /*\n * c\n */ ",
                                                 " ",           " ",         "\n"};
  std::string result;
  std::size_t from = 0;
  for (const SourceToken& token : parsed->tokens) {
    // What is there may be a comment; then the rest is shaken around it.
    if (random() % 2 == 0 && text.substr(from, token.begin - from).find('/') == std::string::npos) {
      result += kGaps[random() % kGaps.size()];
    } else {
      result += from == token.begin ? "" : text.substr(from, token.begin - from);
    }
    result += text.substr(token.begin, token.end - token.begin);
    from = token.end;
  }
  return result + text.substr(from);
}

TEST(Format, gives_what_its_goldens_expect) {
  test_support::run_goldens(test_support::golden_root() / "format",
                            [](const std::string&, const std::string& input) {
                              return formatted_to_stay(input).value_or("not formatted: it has errors");
                            });
}

TEST(Format, keeps_the_meaning_of_every_file_of_the_repository_and_is_stable) {
  std::size_t done = 0;
  for (const std::filesystem::path& path : nest_files()) {
    SCOPED_TRACE(path);
    if (formatted_to_stay(file_text(path))) ++done;
  }
  EXPECT_GT(done, 40U);
}

TEST(Format, keeps_the_meaning_of_generated_programs_and_is_stable) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    EXPECT_TRUE(formatted_to_stay(oracle::generate_source(seed)));
  }
}

TEST(Format, keeps_the_meaning_whatever_the_white_space_and_comments) {
  std::mt19937_64 random(7);
  for (const std::filesystem::path& path : nest_files()) {
    SCOPED_TRACE(path);
    const std::string text = file_text(path);
    if (text.size() > 20'000) continue;
    for (int round = 0; round < 4; ++round) formatted_to_stay(shaken(text, random));
  }
  for (std::uint64_t seed = 200; seed <= 230; ++seed) {
    SCOPED_TRACE(seed);
    EXPECT_TRUE(formatted_to_stay(shaken(oracle::generate_source(seed), random)));
  }
}

/// A comment in front of token `place` (of the end, when there are as many tokens), everything else as it
/// was.
std::string commented(const std::string& text, const std::vector<SourceToken>& tokens, std::size_t place,
                      const std::string& comment) {
  const std::size_t at = place < tokens.size() ? tokens[place].begin : text.size();
  return text.substr(0, at) + comment + text.substr(at);
}

std::vector<SourceToken> tokens_of(const std::string& text) {
  SourceSet sources;
  CollectingSink sink;
  Emitter emitter(sink);
  auto parsed = parse_with_tokens(sources.add("t.nest", text), sources, ParseLimits{}, emitter);
  return parsed ? std::move(parsed->tokens) : std::vector<SourceToken>{};
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (const SourceToken& token : tokens_of(text))
    words.push_back(text.substr(token.begin, token.end - token.begin));
  return words;
}

/// The numbers N of the comments `cN`, in the order in which they stand.
std::vector<std::string> comments_of(const std::string& text) {
  std::vector<std::string> found;
  const std::regex pattern(R"(/[/*]+ c(\d+)\b)");
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at)
    found.push_back((*at)[1]);
  return found;
}

/// Nothing is lost, nothing is there twice, nothing changes places, and a second time changes nothing.
void expect_kept(const std::string& source) {
  const std::optional<std::string> once = formatted(source);
  ASSERT_TRUE(once) << source;
  EXPECT_EQ(comments_of(*once), comments_of(source)) << source;
  EXPECT_EQ(words_of(*once), words_of(source)) << source;
  EXPECT_EQ(formatted(*once), once) << "the second time, of\n" << source;
}

TEST(Format, keeps_a_comment_wherever_it_stands) {
  const std::vector<std::string> kinds = {" /* c1 */", " // c1\n", "\n// c1\n", " /// c1\n",
                                          "\n\n/* c1\n   x */\n"};
  std::size_t round = 0;
  for (const std::filesystem::path& path : nest_files()) {
    const std::string text = file_text(path);
    const auto before = formatted(text);
    if (!before || before->size() > 6'000) continue;
    SCOPED_TRACE(path);
    const std::vector<SourceToken> tokens = tokens_of(*before);
    // Not every place of every file: others in the next.
    const std::size_t apart = 3 + tokens.size() / 6;
    for (std::size_t place = round % apart; place <= tokens.size(); place += apart)
      expect_kept(commented(*before, tokens, place, kinds[round++ % kinds.size()]));
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(Format, keeps_many_comments_in_their_order) {
  std::mt19937_64 random(11);
  for (const std::filesystem::path& path : nest_files()) {
    const std::string text = file_text(path);
    const auto before = formatted(text);
    if (!before || before->size() > 20'000) continue;
    SCOPED_TRACE(path);
    const std::vector<SourceToken> tokens = tokens_of(*before);
    for (const std::size_t one_of : {1U, 2U, 7U}) {
      std::string source;
      std::size_t from = 0;
      for (std::size_t i = 0; i < tokens.size(); ++i) {
        source += before->substr(from, tokens[i].begin - from);
        from = tokens[i].begin;
        if (random() % one_of != 0) continue;
        const std::string name = " c" + std::to_string(i);
        source += random() % 2 == 0 ? " /*" + name + " */" : " //" + name + "\n";
      }
      expect_kept(source + before->substr(from));
    }
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(Format, gives_the_same_layout_whatever_the_spaces_between_words) {
  const std::string text = file_text(test_support::source_folder() / "tasksets/shop/shopper.nest");
  std::string spread;
  for (const char c : text) spread += c == '\n' ? "   \r\n\t " : std::string(1, c);
  EXPECT_EQ(formatted(spread), formatted(text));
}

TEST(Format, takes_files_as_editors_of_all_kinds_leave_them) {
  const std::string plain = "taskset A { task t { GET \"/\" } }\n";
  EXPECT_EQ(formatted_to_stay("taskset A { task t { GET \"/\" } }"), plain);
  EXPECT_EQ(formatted_to_stay("taskset\tA\t{\ttask t {\rGET \"/\" }  }\n\n\n"), plain);
  EXPECT_EQ(formatted_to_stay(""), "");
  EXPECT_EQ(formatted_to_stay("\n \r\n\t\n"), "");
  EXPECT_EQ(formatted_to_stay("/// about nothing"), "/// about nothing\n");
  EXPECT_EQ(formatted_to_stay("\r\n// a\r\n\r\n\r\n/* b */ /* c\r\n * d */"),
            "// a\n\n/* b */ /* c\n * d */\n");
}

TEST(Format, takes_what_is_very_long_or_very_deep) {
  const auto task = [](const std::string& body) { return "taskset A { task t { " + body + " } }"; };
  const auto times = [](int count, const std::string& text) {
    std::string result;
    for (int i = 0; i < count; ++i) result += text;
    return result;
  };
  EXPECT_TRUE(formatted_to_stay(task("log \"" + times(20'000, "x") + "\"")));
  EXPECT_TRUE(formatted_to_stay(task("let a = 1" + times(900, " + 1"))));
  EXPECT_TRUE(formatted_to_stay(task("let a = " + times(150, "(") + "1" + times(150, ")"))));
  EXPECT_TRUE(formatted_to_stay(task("let a = " + times(90, "[") + "1" + times(90, "]"))));
  EXPECT_TRUE(formatted_to_stay(task(times(90, "if true { // c\n") + "log \"x\"" + times(90, "}"))));
  EXPECT_TRUE(formatted_to_stay(times(90, "taskset A { /* c */") + "task t { GET \"/\" }" + times(90, "}")));
}

TEST(Format, refuses_a_file_with_syntax_errors) {
  EXPECT_FALSE(formatted("taskset A { task"));
  EXPECT_FALSE(formatted("taskset A { task t { let x = 1 + } }"));
}

TEST(Format, keeps_lines_within_the_width_where_they_can_be_broken) {
  const std::string word(28, 'x');
  const std::string sum = word + " + " + word + " + " + word + " + " + word;
  const auto text = formatted_to_stay("taskset A { task t { let a = " + sum + " expect " + word +
                                      " == " + word + ", " + word + " == " + word + " } }");
  ASSERT_TRUE(text);
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 110U) << line;
}

TEST(Format, is_quick_with_a_long_file) {
  std::string text;
  for (int i = 0; i < 2000; ++i)
    text += "taskset T" + std::to_string(i) +
            " { task a { GET \"/x\" { expect status == 200 } } task b { interrupt } }\n";
  EXPECT_TRUE(formatted(text));
}

}  // namespace
}  // namespace nest
