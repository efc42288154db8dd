#include "runtime/metrics/text_counts.h"

#include <gtest/gtest.h>

#include <string>

namespace nest {
namespace {

TEST(TextCounts, counts_each_text) {
  TextCounts counts;
  counts.add("refused");
  counts.add("reset");
  counts.add("refused");
  EXPECT_EQ(counts.seen(), (TextCounts::Map{{"refused", 2}, {"reset", 1}}));
  EXPECT_EQ(counts.total(), 3U);
}

TEST(TextCounts, puts_a_flood_of_different_texts_under_other_and_loses_none) {
  TextCounts counts;
  for (int i = 0; i < 100'000; ++i) counts.add("failure " + std::to_string(i));
  EXPECT_EQ(counts.seen().size(), TextCounts::kDistinct + 1);
  EXPECT_EQ(counts.seen().at(std::string(TextCounts::kOther)), 100'000 - TextCounts::kDistinct);
  EXPECT_EQ(counts.total(), 100'000U);
}

TEST(TextCounts, still_counts_a_known_text_apart_when_it_is_full) {
  TextCounts counts;
  counts.add("known");
  for (int i = 0; i < 1000; ++i) counts.add("failure " + std::to_string(i));
  counts.add("known");
  EXPECT_EQ(counts.seen().at("known"), 2U);
}

TEST(TextCounts, stays_bounded_when_full_ones_are_merged) {
  TextCounts left;
  TextCounts right;
  for (int i = 0; i < 500; ++i) left.add("left " + std::to_string(i));
  for (int i = 0; i < 500; ++i) right.add("right " + std::to_string(i));
  left.merge(right);
  EXPECT_EQ(left.seen().size(), TextCounts::kDistinct + 1);
  EXPECT_EQ(left.total(), 1000U);
}

TEST(TextCounts, cuts_a_long_text_between_characters) {
  TextCounts counts;
  std::string text = "x";
  while (text.size() < 10'000) text += "€";
  counts.add(text);
  counts.add(text);
  ASSERT_EQ(counts.seen().size(), 1U);
  const std::string kept = counts.seen().begin()->first;
  EXPECT_LE(kept.size(), TextCounts::kLongestText);
  EXPECT_EQ((kept.size() - 1) % 3, 0U);
  EXPECT_TRUE(kept.ends_with("€…"));
  EXPECT_EQ(counts.total(), 2U);
}

TEST(TextCounts, forgets_counts_on_clear_and_shows_no_text_without_one) {
  TextCounts counts;
  counts.add("gone");
  counts.clear();
  counts.add("there");
  EXPECT_EQ(counts.seen(), (TextCounts::Map{{"there", 1}}));
  TextCounts merged;
  merged.merge(counts);
  EXPECT_EQ(merged.seen(), (TextCounts::Map{{"there", 1}}));
}

}  // namespace
}  // namespace nest
