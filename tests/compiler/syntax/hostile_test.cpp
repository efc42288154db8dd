// Texts that nobody writes in good faith: each has to be answered with a finding, in little time and stack.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <sstream>

#include "tests/compiler/syntax/parsed.h"
#include "tests/support/source_folder.h"

namespace nest {
namespace {

using test_support::Parsed;

std::string repeated(std::string_view text, std::size_t count) {
  std::string result;
  result.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

std::string in_task(const std::string& body) { return "taskset T { task t { " + body + " } }"; }

constexpr std::size_t kDeep = 10'000;

TEST(HostileText, nested_ten_thousand_deep_is_refused) {
  const std::string texts[] = {
      in_task("x = " + repeated("(", kDeep) + "1" + repeated(")", kDeep)),
      in_task("x = " + repeated("(", kDeep)),
      in_task("x = " + repeated("f(", kDeep) + repeated(")", kDeep)),
      in_task("x = " + repeated("a[", kDeep) + "0" + repeated("]", kDeep)),
      in_task("x = " + repeated("\"{", kDeep) + "1" + repeated("}\"", kDeep)),
      in_task("x = " + repeated("\"\"\"{", kDeep) + "1" + repeated("}\"\"\"", kDeep)),
      in_task("x = " + repeated("json { a: ", kDeep) + "1" + repeated("}", kDeep)),
      in_task("POST \"/\" { json " + repeated("[", kDeep) + repeated("]", kDeep) + " }"),
      in_task(repeated("if a { ", kDeep) + repeated("}", kDeep)),
      in_task(repeated("while a { ", kDeep)),
      repeated("taskset T { ", kDeep) + repeated("}", kDeep),
      repeated("{", kDeep),
      "taskset T { wait exponential(" + repeated("(", kDeep),
  };
  for (const std::string& text : texts) {
    const Parsed parsed(text);
    EXPECT_EQ(parsed.first_code(), "N0116") << text.substr(0, 60);
    EXPECT_TRUE(parsed.tree.tasksets.empty());
  }
}

TEST(HostileText, nested_without_brackets_is_refused) {
  const std::string texts[] = {
      in_task("x = " + repeated("not ", kDeep) + "a"),
      in_task("x = " + repeated("- ", kDeep) + "1"),
      in_task("x = " + repeated("a ? b : ", kDeep) + "c"),
      in_task("x = " + repeated("a ? ", kDeep) + "c"),
      in_task("if a { } " + repeated("else if a { } ", kDeep)),
      in_task("x = 1" + repeated(" + 1", kDeep)),
      in_task("x = a" + repeated(" ?? a", kDeep)),
      in_task("x = a" + repeated(" as int", kDeep)),
      "taskset T { wait exponential(" + repeated("not ", kDeep) + "a) }",
      "taskset T { wait exponential(" + repeated("a ? b : ", kDeep) + "a) }",
      "taskset T { wait normal(" + repeated("a + ", kDeep) + "a) }",
  };
  for (const std::string& text : texts) {
    EXPECT_EQ(Parsed(text).first_code(), "N0116") << text.substr(0, 60);
  }
  // Long chains inside each other add up.
  std::string nested = "a";
  for (int i = 0; i < 100; ++i) nested = "(" + nested + repeated(".b", 500) + ")";
  EXPECT_EQ(Parsed(in_task("x = " + nested)).first_code(), "N0116");
}

TEST(HostileText, chains_of_suffixes_are_refused_before_the_tree_is_walked) {
  EXPECT_EQ(Parsed(in_task("x = a" + repeated(".b", kDeep))).first_code(), "N0116");
  EXPECT_EQ(Parsed(in_task("x = f" + repeated("()", kDeep))).first_code(), "N0116");
  EXPECT_EQ(Parsed(in_task("f" + repeated("()", kDeep))).first_code(), "N0116");
}

TEST(HostileText, depth_up_to_the_limits_is_fine) {
  const ParseLimits limits;
  const std::size_t brackets = limits.brackets - 2;  // the taskset's and the task's
  EXPECT_EQ(Parsed(in_task("x = " + repeated("(", brackets) + "1" + repeated(")", brackets))).first_code(),
            "");
  EXPECT_EQ(Parsed(in_task("x = 1" + repeated(" + 1", 900))).first_code(), "");
  EXPECT_EQ(Parsed(in_task("if a { } " + repeated("else if a { } ", 300))).first_code(), "");
  EXPECT_EQ(Parsed(in_task(repeated("if a { ", brackets) + repeated("}", brackets))).first_code(), "");
  EXPECT_EQ(
      Parsed(in_task("POST \"/\" { json " + repeated("[", brackets - 1) + repeated("]", brackets - 1) + " }"))
          .first_code(),
      "");
  // Beside each other nothing adds up.
  EXPECT_EQ(Parsed(in_task(repeated("x = a ? -b : not c ", 2000))).first_code(), "");
  EXPECT_EQ(Parsed(in_task(repeated("f(a ? b : c) ", 2000))).first_code(), "");
}

TEST(HostileText, ten_megabytes_of_junk_are_refused_in_little_time) {
  const std::size_t size = 10'000'000;
  std::string random(size, '\0');
  std::uint64_t state = 1;
  for (char& byte : random) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    byte = static_cast<char>(state >> 56U);
  }
  const std::string texts[] = {
      std::string(size, '('),
      std::string(size, '}'),
      std::string(size, '@'),
      std::string(size, ';'),
      std::string(size, '`'),
      std::string(size, '#'),
      repeated("; ", size / 2),
      repeated("f(;", size / 3),
      std::string(size, '\0'),
      std::string(size, 'a'),
      std::string(size, '"'),
      repeated("taskset ", size / 8),
      repeated("/*", size / 2),
      "taskset T { task t { f(" + repeated("1,", size / 2) + "1) } }",
      "taskset T { task t { log \"" + repeated("{a}", size / 3) + "\" } }",
      "taskset T { task t { log \"" + repeated("a", size) + "\" } }",
      random,
  };
  for (const std::string& text : texts) {
    const auto start = std::chrono::steady_clock::now();
    const Parsed parsed(text);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    EXPECT_LT(took.count(), 20) << text.substr(0, 40);  // a busy machine, unoptimised, sanitized
    EXPECT_LE(parsed.sink.diagnostics.size(), ParseLimits{}.errors + 1);
  }
}

TEST(HostileText, too_many_words_are_refused) {
  const ParseLimits limits{.tokens = 100};
  const Parsed parsed(in_task(repeated("f() ", 100)), limits);
  EXPECT_EQ(parsed.first_code(), "N0117");
  EXPECT_EQ(parsed.sink.diagnostics.size(), 1U);
}

TEST(HostileText, errors_stop_at_their_limit) {
  const Parsed lexical(repeated("@ ", 1000));
  ASSERT_EQ(lexical.sink.diagnostics.size(), 51U);
  EXPECT_EQ(info(lexical.sink.diagnostics.back().code).code, "N0118");

  const Parsed syntactic(in_task(repeated("x = ) ", 1000)));
  ASSERT_EQ(syntactic.sink.diagnostics.size(), 51U);
  EXPECT_EQ(info(syntactic.sink.diagnostics.back().code).code, "N0118");

  const Parsed built(in_task(repeated("expect a < b < c ", 1000)));
  ASSERT_EQ(built.sink.diagnostics.size(), 51U);
  EXPECT_EQ(info(built.sink.diagnostics.back().code).code, "N0118");
}

TEST(HostileText, a_string_that_the_file_ends_in_is_reported) {
  const Parsed parsed("taskset T { task t { log \"abc");
  EXPECT_EQ(parsed.first_code(), "N0105");
  EXPECT_EQ(parsed.sink.diagnostics.size(), 1U) << "and the braces around it are not";
}

TEST(HostileText, an_empty_file_is_an_empty_tree) {
  for (const char* text : {"", "\n", "// nothing", "/* nothing */", "/// nothing"}) {
    const Parsed parsed(text);
    EXPECT_EQ(parsed.first_code(), "");
    EXPECT_TRUE(parsed.tree.tasksets.empty());
  }
}

/// Cut anywhere, a text may be wrong but must not be more than that.
TEST(HostileText, every_beginning_of_a_large_sample_is_answered) {
  for (const std::string name :
       {"shopper", "strings", "requests", "statements", "declarations", "soft_keywords", "waits"}) {
    std::ifstream in(test_support::source_folder() / "tests/golden/parse" / (name + std::string(".nest")));
    ASSERT_TRUE(in) << name;
    std::ostringstream text;
    text << in.rdbuf();
    const std::string all = text.str();
    const std::string sample = all.substr(0, all.find("// EXPECT"));
    const std::size_t step = name == "shopper" ? 1 : 3;
    for (std::size_t length = 0; length < sample.size(); length += step) {
      const Parsed parsed(sample.substr(0, length));
      EXPECT_LE(parsed.sink.diagnostics.size(), 10U) << name << " cut at " << length;
    }
    EXPECT_EQ(Parsed(sample).first_code(), "") << name;
  }
}

/// Without one of its bytes, or with one changed, a text is answered as well.
TEST(HostileText, every_damaged_sample_is_answered) {
  std::ifstream in(test_support::source_folder() / "tests/golden/parse/shopper.nest");
  std::ostringstream text;
  text << in.rdbuf();
  const std::string sample = text.str().substr(0, text.str().find("// EXPECT"));
  ASSERT_GT(sample.size(), 1000U);
  for (std::size_t at = 0; at < sample.size(); at += 3) {
    std::string shorter = sample;
    shorter.erase(at, 1);
    EXPECT_LE(Parsed(shorter).sink.diagnostics.size(), 20U) << "without byte " << at;
    for (const char c : {'{', '"', '\xE2', '\0'}) {
      std::string changed = sample;
      changed[at] = c;
      EXPECT_LE(Parsed(changed).sink.diagnostics.size(), 30U) << "byte " << at << " is " << c;
    }
  }
}

}  // namespace
}  // namespace nest
