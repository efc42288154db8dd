#include "compiler/diagnostics/suggestion.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nest {
namespace {

using Names = std::vector<std::string_view>;

TEST(EditDistance, counts_each_kind_of_slip_as_one) {
  EXPECT_EQ(edit_distance("account", "account", 3), 0U);
  EXPECT_EQ(edit_distance("acount", "account", 3), 1U);
  EXPECT_EQ(edit_distance("accountt", "account", 3), 1U);
  EXPECT_EQ(edit_distance("adcount", "account", 3), 1U);
  EXPECT_EQ(edit_distance("accuont", "account", 3), 1U);
  EXPECT_EQ(edit_distance("", "ab", 3), 2U);
}

TEST(EditDistance, stops_just_past_the_limit) {
  EXPECT_EQ(edit_distance("abcdefgh", "stuvwxyz", 2), 3U);
  EXPECT_EQ(edit_distance("a", "abcdefgh", 2), 3U);
}

TEST(EditDistance, sees_a_swap_that_ends_at_the_limit) {
  // The row before the swap's second letter is already past the limit; the swap comes back under it.
  EXPECT_EQ(edit_distance("ab", "ba", 1), 1U);
  EXPECT_EQ(edit_distance("xaby", "xbay", 1), 1U);
}

TEST(NearestName, finds_a_slip_and_prefers_the_nearest) {
  const Names names = {"token", "tokens", "account"};
  EXPECT_EQ(nearest_name("tokn", names), "token");
  EXPECT_EQ(nearest_name("tokenss", names), "tokens");
}

TEST(NearestName, of_equally_near_names_takes_the_first) {
  const Names names = {"list_a", "list_b"};
  EXPECT_EQ(nearest_name("list_c", names), "list_a");
}

TEST(NearestName, takes_a_difference_in_case_as_none) {
  const Names names = {"shop", "Shopper"};
  EXPECT_EQ(nearest_name("SHOPPER", names), "Shopper");
}

TEST(NearestName, is_silent_when_nothing_is_near) {
  const Names names = {"account", "token"};
  EXPECT_EQ(nearest_name("products", names), std::nullopt);
  EXPECT_EQ(nearest_name("x", names), std::nullopt);
  EXPECT_EQ(nearest_name("", names), std::nullopt);
}

TEST(NearestName, never_offers_what_was_written) {
  const Names names = {"token"};
  EXPECT_EQ(nearest_name("token", names), std::nullopt);
}

TEST(NearestName, does_not_compare_names_of_absurd_length) {
  const std::string huge(100'000, 'a');
  const Names names = {huge};
  EXPECT_EQ(nearest_name(std::string(99'999, 'a'), names), std::nullopt);
}

}  // namespace
}  // namespace nest
