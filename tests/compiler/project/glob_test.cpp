#include "compiler/project/glob.h"

#include <gtest/gtest.h>

#include <string>

namespace nest {
namespace {

TEST(Glob, stands_for_the_whole_text) {
  EXPECT_TRUE(glob_matches("shop", "shop"));
  EXPECT_FALSE(glob_matches("shop", "shops"));
  EXPECT_FALSE(glob_matches("hop", "shop"));
  EXPECT_TRUE(glob_matches("", ""));
  EXPECT_FALSE(glob_matches("", "a"));
}

TEST(Glob, a_star_is_any_text_across_folders_and_none) {
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_TRUE(glob_matches("shop/*", "shop/a/b.Shopper"));
  EXPECT_TRUE(glob_matches("*.Shopper", "shop/a/b.Shopper"));
  EXPECT_TRUE(glob_matches("s*p/*r", "shop/shopper.Shopper"));
  EXPECT_TRUE(glob_matches("a*a*a", "aaa"));
  EXPECT_FALSE(glob_matches("a*a*a", "aa"));
  EXPECT_TRUE(glob_matches("*ab", "aab"));
  EXPECT_TRUE(glob_matches("a**", "a"));
  EXPECT_FALSE(glob_matches("*.Admin", "shop.Shopper"));
}

TEST(Glob, a_question_mark_is_one_character_however_many_bytes) {
  EXPECT_TRUE(glob_matches("a?c", "abc"));
  EXPECT_TRUE(glob_matches("a?c", "aéc"));
  EXPECT_TRUE(glob_matches("*?", "é"));
  EXPECT_FALSE(glob_matches("a?c", "ac"));
  EXPECT_FALSE(glob_matches("?", ""));
}

TEST(Glob, many_stars_take_no_exponential_time) {
  std::string glob;
  for (int i = 0; i < 2000; ++i) glob += "*a";
  EXPECT_FALSE(glob_matches(glob + "b", std::string(4000, 'a')));
}

}  // namespace
}  // namespace nest
