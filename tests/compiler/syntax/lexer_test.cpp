// What compiler/syntax/match_token.cpp reads by hand is what NestLexer.g4 says: token by token, over all
// texts that there are, and over what is made of them by cutting and mixing.
#include "compiler/syntax/lexer.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/source_folder.h"

namespace nest::syntax {
namespace {

/// The generated lexer as it is, but for a `}` too many, at which ANTLR throws.
class GeneratedLexer final : public NestLexer {
 public:
  using NestLexer::NestLexer;
  std::size_t popMode() override { return modeStack.empty() ? mode : NestLexer::popMode(); }
};

std::string describe(const antlr4::Token& token) {
  const bool end = token.getType() == kEndOfFile;
  return fmt::format("type {} bytes {} to {} line {} channel {}", token.getType(), token.getStartIndex(),
                     end ? token.getStartIndex() : token.getStopIndex() + 1, token.getLine(),
                     token.getChannel());
}

/// Up to the end of the file; `next` gives a token of the lexer, to be looked at through `*`.
template <typename AnyLexer, typename Next>
std::vector<std::string> tokens_of(std::string_view text, Next next) {
  ByteOffsetStream characters(text);
  AnyLexer lexer(&characters);
  lexer.removeErrorListeners();
  std::vector<std::string> tokens;
  for (bool at_end = false; !at_end;) {
    const auto token = next(lexer);
    tokens.push_back(describe(*token));
    at_end = token->getType() == kEndOfFile;
  }
  return tokens;
}

std::vector<std::string> generated_tokens(std::string_view text) {
  return tokens_of<GeneratedLexer>(text, [](GeneratedLexer& lexer) { return lexer.nextToken(); });
}

std::vector<std::string> own_tokens(std::string_view text) {
  return tokens_of<Lexer>(text, [](Lexer& lexer) { return std::optional(lexer.next()); });
}

/// The .nest files of the repository, the documents with examples in them, and the fuzzer's texts.
std::vector<std::string> all_texts() {
  const std::filesystem::path root = test_support::source_folder();
  std::vector<std::string> texts;
  for (const char* folder : {"tasksets", "examples", "tests/golden", "tests/fuzz/corpus/parse", "docs"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
  }
  return texts;
}

TEST(Lexer, reads_every_text_as_the_generated_lexer_does) {
  const std::vector<std::string> texts = all_texts();
  ASSERT_GT(texts.size(), 300U);
  for (const std::string& text : texts) ASSERT_EQ(own_tokens(text), generated_tokens(text)) << text;
}

TEST(Lexer, reads_what_is_cut_anywhere_as_the_generated_lexer_does) {
  std::mt19937 random(1);
  for (const std::string& text : all_texts()) {
    const std::size_t begin = random() % (text.size() + 1);
    const std::string_view cut = std::string_view(text).substr(begin, random() % 400);
    ASSERT_EQ(own_tokens(cut), generated_tokens(cut)) << cut;
  }
}

TEST(Lexer, reads_any_mixture_of_words_and_signs_as_the_generated_lexer_does) {
  constexpr std::array kPieces = {"a",
                                  "let",
                                  "_1",
                                  "9",
                                  "1.5",
                                  "1e5",
                                  "1e+5",
                                  "2E-3",
                                  "5s",
                                  "3ms",
                                  "7ns",
                                  "8us",
                                  "4m",
                                  "1h",
                                  "5sec",
                                  "0x1",
                                  "1.",
                                  ".5",
                                  "..",
                                  ".",
                                  "{",
                                  "}",
                                  "(",
                                  ")",
                                  "[",
                                  "]",
                                  ",",
                                  ":",
                                  "=",
                                  "==",
                                  "!=",
                                  "!",
                                  "<",
                                  "<=",
                                  ">",
                                  ">=",
                                  "->",
                                  "-",
                                  "+",
                                  "*",
                                  "/",
                                  "%",
                                  "?",
                                  "??",
                                  "&",
                                  "&&",
                                  "|",
                                  "||",
                                  "\"",
                                  "\"\"",
                                  "\"\"\"",
                                  "'",
                                  "'r'",
                                  "\\",
                                  "\\n",
                                  "\\u{1F}",
                                  "\\u{",
                                  "\\{",
                                  "\\\"",
                                  " ",
                                  "  ",
                                  "\t",
                                  "\n",
                                  "\r\n",
                                  "\r",
                                  "//",
                                  "///",
                                  "////",
                                  "// nestc: x",
                                  "/*",
                                  "*/",
                                  "/* c */",
                                  "/**/",
                                  "/***/",
                                  "\xC3\xA4",
                                  "\xE2\x82\xAC",
                                  "\xF0\x9F\x98\x80",
                                  "\xFF",
                                  "\xC3",
                                  "#",
                                  ";"};
  std::mt19937 random(2);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::size_t pieces = 1 + random() % 12; pieces > 0; --pieces)
      text += kPieces[random() % kPieces.size()];
    if (random() % 20 == 0) text += '\0';
    ASSERT_EQ(own_tokens(text), generated_tokens(text)) << text;
  }
}

TEST(Lexer, notes_a_directive_behind_a_comment_of_the_other_kind) {
  const std::string_view text = "/* about it */ // nestc: allow N0001\nlet";
  ByteOffsetStream characters(text);
  Lexer lexer(&characters);
  EXPECT_EQ(lexer.next().getType(), std::size_t{NestLexer::KwLet});
  ASSERT_EQ(lexer.directives().size(), 1U);
  EXPECT_EQ(text.substr(lexer.directives()[0].first, 8), "// nestc");
}

}  // namespace
}  // namespace nest::syntax
