#include "compiler/config/edit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "compiler/diagnostics/collecting_sink.h"
#include "tests/compiler/project/temporary_folder.h"
#include "tests/support/findings.h"

namespace nest::config {
namespace {

using ::testing::HasSubstr;

/// A nest.toml with this text, opened.
struct Opened {
  TemporaryFolder folder;
  SourceSet sources;
  CollectingSink sink;
  Emitter emitter{sink};
  std::optional<Edit> edit;

  explicit Opened(std::string_view text)
      : edit(Edit::open(folder.write("nest.toml", text), sources, emitter)) {}

  std::string findings() const { return nest::test_support::describe(sink.diagnostics, sources); }
};

/// The text after one edit.
std::string after(std::string_view text, const KeyPath& key, const EditValue& value) {
  Opened opened(text);
  if (!opened.edit) return "not opened: " + opened.findings();
  const auto done = opened.edit->set(key, value);
  return done ? opened.edit->text() : "error: " + done.error();
}

std::string without(std::string_view text, const KeyPath& key) {
  Opened opened(text);
  const auto done = opened.edit->remove(key);
  return done ? opened.edit->text() : "error: " + done.error();
}

constexpr std::int64_t kFive = 5;

TEST(Edit, replaces_a_value_and_nothing_else) {
  EXPECT_EQ(after("# top\nusers = 10   # many\nhost='x'\n", {"users"}, kFive),
            "# top\nusers = 5   # many\nhost='x'\n");
  EXPECT_EQ(after("'é' = 1\n[weights]\n\t\"shop/shopper.Ü\"=3# c", {"weights", "shop/shopper.Ü"}, kFive),
            "'é' = 1\n[weights]\n\t\"shop/shopper.Ü\"=5# c");
  EXPECT_EQ(after("m = \"\"\"\na # no comment\n\"\"\" # c\n", {"m"}, std::string("x\"y\n")),
            "m = \"x\\\"y\\n\" # c\n");
}

TEST(Edit, writes_each_kind_of_value) {
  EXPECT_EQ(after("", {"yes"}, true), "yes = true\n");
  EXPECT_EQ(after("", {"spawn_rate"}, 2.0), "spawn_rate = 2.0\n");
  EXPECT_EQ(after("", {"spawn_rate"}, 0.25), "spawn_rate = 0.25\n");
  EXPECT_EQ(after("", {"spawn_rate"}, 1e30), "spawn_rate = 1e+30\n");
  EXPECT_EQ(after("", {"tags"}, std::vector<std::string>{"a", "b"}), "tags = [\"a\", \"b\"]\n");
  EXPECT_EQ(after("", {"host"}, std::string("\x01 \\ ü")), "host = \"\\u0001 \\\\ ü\"\n");
  EXPECT_THAT(after("", {"spawn_rate"}, std::numeric_limits<double>::infinity()), HasSubstr("finite"));
}

TEST(Edit, adds_a_key_behind_those_of_its_table) {
  EXPECT_EQ(after("users = 1\n\n[weights]\nA = 1 # c\n\n[params]\nx = 1\n", {"weights", "B"}, kFive),
            "users = 1\n\n[weights]\nA = 1 # c\nB = 5\n\n[params]\nx = 1\n");
  EXPECT_EQ(after("[weights]\n  A = 1\n", {"weights", "a b"}, kFive), "[weights]\n  A = 1\n  \"a b\" = 5\n");
  EXPECT_EQ(after("[weights] # none yet\n[params]\n", {"weights", "B"}, kFive),
            "[weights] # none yet\nB = 5\n[params]\n");
}

TEST(Edit, adds_a_key_without_a_table_above_the_first_one) {
  EXPECT_EQ(after("users = 1\n[weights]\nA = 1\n", {"threads"}, kFive),
            "users = 1\nthreads = 5\n[weights]\nA = 1\n");
  EXPECT_EQ(after("# the file\n\n# the weights\n[weights]\nA = 1\n", {"threads"}, kFive),
            "# the file\n\nthreads = 5\n\n# the weights\n[weights]\nA = 1\n");
  EXPECT_EQ(after("# only a comment", {"threads"}, kFive), "# only a comment\nthreads = 5\n");
}

TEST(Edit, makes_tables_that_are_missing) {
  EXPECT_EQ(after("users = 1", {"weights", "A"}, kFive), "users = 1\n\n[weights]\nA = 5\n");
  EXPECT_EQ(after("", {"services", "db", "run"}, std::string("x")), "[services.db]\nrun = \"x\"\n");
  EXPECT_EQ(after("[services.db]\nrun = 'x'\n", {"services", "n"}, kFive),
            "[services.db]\nrun = 'x'\n\n[services]\nn = 5\n");
  EXPECT_EQ(after("[services]\nn = 5\n", {"services", "db", "run"}, true),
            "[services]\nn = 5\n\n[services.db]\nrun = true\n");
}

TEST(Edit, writes_beside_keys_with_dots_and_into_inline_tables) {
  EXPECT_EQ(after("weights.A = 1\nusers = 2\n", {"weights", "B"}, kFive),
            "weights.A = 1\nusers = 2\nweights.B = 5\n");
  EXPECT_EQ(after("weights = { A = 1 }\n", {"weights", "B"}, kFive), "weights = { A = 1, B = 5 }\n");
  EXPECT_EQ(after("weights = {}\n", {"weights", "B"}, kFive), "weights = { B = 5 }\n");
  EXPECT_EQ(after("s = { db.run = 'x' } # c\n", {"s", "db", "n"}, kFive),
            "s = { db.run = 'x', db.n = 5 } # c\n");
  EXPECT_EQ(after("s = { db = { run = 'x'} }\n", {"s", "db", "n"}, kFive),
            "s = { db = { run = 'x', n = 5} }\n");
}

TEST(Edit, keeps_line_ends_and_comments_inside_lists) {
  EXPECT_EQ(after("users = 1\r\n[weights]\r\n", {"weights", "A"}, kFive),
            "users = 1\r\n[weights]\r\nA = 5\r\n");
  EXPECT_EQ(
      after("tags = [ 'a', # first\n  # second\n 'b' ] # last\n", {"tags"}, std::vector<std::string>{"c"}),
      "# first\n# second\ntags = [\"c\"] # last\n");
}

TEST(Edit, leaves_alone_what_has_the_value_already) {
  EXPECT_EQ(after("users = 0x05 # hex\n", {"users"}, kFive), "users = 0x05 # hex\n");
  Opened opened("users = 5\n");
  ASSERT_TRUE(opened.edit->set({"users"}, kFive));
  EXPECT_FALSE(opened.edit->changed());
}

TEST(Edit, takes_a_key_out_and_keeps_its_comment) {
  EXPECT_EQ(without("a = 1\nrun_time = '5m' # long\nb = 2\n", {"run_time"}), "a = 1\n# long\nb = 2\n");
  EXPECT_EQ(without("w.a = 1\n", {"w", "a"}), "");
  EXPECT_EQ(without("[w]\na = [1,\n2]\n[v]\n", {"w", "a"}), "[w]\n[v]\n");
  EXPECT_EQ(without("a = 1\n", {"b"}), "a = 1\n");
  EXPECT_THAT(without("[w]\na = 1\n", {"w"}), HasSubstr("`w` has no line of its own"));
}

TEST(Edit, says_what_stands_in_the_way) {
  EXPECT_EQ(after("weights = 3\n", {"weights", "A"}, kFive),
            "error: `weights` is a whole number, not a table");
  EXPECT_EQ(after("[users]\nx = 1\n", {"users"}, kFive), "error: `users` is a table");
  EXPECT_EQ(after("[[users]]\nx = 1\n", {"users"}, kFive), "error: `users` is a list of tables");
}

TEST(Edit, opens_nothing_that_is_broken) {
  EXPECT_THAT(after("users = \n", {"users"}, kFive), HasSubstr("N0901 1:9"));
  EXPECT_THAT(after("a = 1\n" + std::string(200'000, 'a').replace(1, 0, ".") + "\n", {"users"}, kFive),
              HasSubstr("N0901"));
  std::string deep = "a";
  for (int i = 0; i < 200'000; ++i) deep += ".a";
  EXPECT_THAT(after(deep + " = 1\n", {"users"}, kFive), HasSubstr("N0902 1:32"));
  EXPECT_THAT(after("\xFF", {"users"}, kFive), HasSubstr("N0003"));
  EXPECT_THAT(after(std::string((1 << 20) + 1, ' '), {"users"}, kFive), HasSubstr("N0002"));
}

}  // namespace
}  // namespace nest::config
