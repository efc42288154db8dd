#include "runtime/http/recent_heads.h"

#include <gtest/gtest.h>

#include <string>

namespace nest::http {
namespace {

const std::string kHead =
    "HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 19:00:00 GMT\r\nLocation: /here\r\nContent-Length: 5\r\n\r\n";

/// Keeps what a parser makes of the bytes, as the lane does.
HeadParser keep(RecentHeads& heads, std::string bytes) {
  HeadParser parser;
  EXPECT_EQ(parser.parse(bytes.data(), bytes.size()), HeadResult::Complete);
  heads.keep(bytes.data(), bytes.size(), parser);
  return parser;
}

const HeadParser* find(const RecentHeads& heads, const std::string& bytes) {
  return heads.find(bytes.data(), bytes.size());
}

TEST(RecentHeads, know_a_head_by_its_bytes) {
  RecentHeads heads;
  EXPECT_EQ(find(heads, kHead + "first"), nullptr);
  const HeadParser parser = keep(heads, kHead + "first");
  const HeadParser* const known = find(heads, kHead + "other");
  ASSERT_NE(known, nullptr);
  EXPECT_EQ(known->size(), parser.size());
  EXPECT_EQ(known->head().status, 200);
  EXPECT_EQ(known->head().content_length, 5);
  EXPECT_EQ(known->head().location.in(kHead.data()), "/here");
}

TEST(RecentHeads, do_not_know_a_head_that_differs_in_a_byte) {
  RecentHeads heads;
  keep(heads, kHead + "first");
  for (std::size_t i = 0; i < kHead.size(); ++i) {
    std::string other = kHead + "first";
    other[i] ^= 1;
    EXPECT_EQ(find(heads, other), nullptr) << i;
  }
}

TEST(RecentHeads, do_not_know_a_head_of_which_a_part_has_come) {
  RecentHeads heads;
  keep(heads, kHead);
  // Of the sizes that have the place of the whole one, too.
  for (std::size_t size = 0; size < kHead.size(); ++size) {
    const std::string part = kHead.substr(0, size);
    EXPECT_EQ(find(heads, part), nullptr) << size;
  }
}

TEST(RecentHeads, do_not_take_a_longer_head_for_the_one_it_begins_with) {
  RecentHeads heads;
  const std::string shorter = "HTTP/1.1 200 OK\r\nA: 1\r\n\r\n";
  keep(heads, shorter);
  EXPECT_EQ(find(heads, "HTTP/1.1 200 OK\r\nA: 1\r\nB: 0123456789\r\n\r\n"), nullptr);
}

TEST(RecentHeads, leave_out_long_heads) {
  RecentHeads heads;
  const std::string longer = "HTTP/1.1 200 OK\r\nA: " + std::string(RecentHeads::kLongest, 'x') + "\r\n\r\n";
  keep(heads, longer);
  EXPECT_EQ(find(heads, longer), nullptr);
}

TEST(RecentHeads, give_way_to_later_ones) {
  RecentHeads heads;
  keep(heads, kHead + "first");
  std::string later = kHead;
  later.replace(later.find("19:00:00"), 8, "19:00:01");
  keep(heads, later + "first");
  EXPECT_EQ(find(heads, kHead + "first"), nullptr);
  EXPECT_NE(find(heads, later + "first"), nullptr);
}

TEST(RecentHeads, hold_a_folded_head_as_it_was_unfolded) {
  RecentHeads heads;
  const std::string folded = "HTTP/1.1 200 OK\r\nLocation: /a\r\n b\r\nContent-Length: 0\r\n\r\n";
  std::string bytes = folded;
  HeadParser parser;
  ASSERT_EQ(parser.parse(bytes.data(), bytes.size()), HeadResult::Complete);
  heads.keep(bytes.data(), bytes.size(), parser);
  EXPECT_EQ(find(heads, folded), nullptr);  // the parser has to unfold it again
  const HeadParser* const known = find(heads, bytes);
  ASSERT_NE(known, nullptr);
  EXPECT_EQ(known->head().location.in(bytes.data()), "/a   b");
}

}  // namespace
}  // namespace nest::http
