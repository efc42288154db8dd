#include "runtime/services/line_search.h"

#include <gtest/gtest.h>

namespace nest {
namespace {

TEST(LineSearch, finds_a_text_wherever_the_stream_is_cut) {
  const std::string stream = "starting ababac up\nRunning on http\n";
  for (std::size_t first = 0; first <= stream.size(); ++first) {
    for (std::size_t second = first; second <= stream.size(); ++second) {
      LineSearch search("abac");
      search.feed(stream.substr(0, first));
      search.feed(stream.substr(first, second - first));
      EXPECT_TRUE(search.feed(stream.substr(second))) << first << ' ' << second;
    }
  }
}

TEST(LineSearch, finds_it_byte_by_byte) {
  LineSearch search("ready");
  for (const char c : std::string_view("not rea, but rea")) EXPECT_FALSE(search.feed({&c, 1}));
  EXPECT_FALSE(search.feed("d"));
  EXPECT_TRUE(search.feed("y"));
  EXPECT_TRUE(search.feed("and for ever after"));
}

TEST(LineSearch, finds_one_letter) {
  LineSearch search("x");
  EXPECT_FALSE(search.feed("abc"));
  EXPECT_TRUE(search.feed("abx"));
}

TEST(LineSearch, does_not_find_what_is_not_there) {
  LineSearch search("abcd");
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(search.feed("abcabcabc abd"));
}

}  // namespace
}  // namespace nest
