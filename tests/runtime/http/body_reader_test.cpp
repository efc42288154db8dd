#include "runtime/http/body_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nest::http {
namespace {

struct Outcome {
  std::string body;
  std::string behind;
  bool done = false;
  bool failed = false;
  bool operator==(const Outcome&) const = default;
};

ResponseHead head_of(int status, std::int64_t length, bool chunked) {
  ResponseHead head;
  head.status = status;
  head.content_length = length;
  head.chunked = chunked;
  return head;
}

/// Feeds the text in pieces of `step` bytes.
Outcome read(const ResponseHead& head, std::string_view text, std::size_t step = 1 << 20,
             bool is_head = false) {
  BodyReader reader;
  reader.begin(head, is_head);
  Outcome outcome;
  while (!text.empty() && !reader.done() && !reader.failed()) {
    std::string_view piece = text.substr(0, step);
    text.remove_prefix(piece.size());
    while (!piece.empty() && !reader.done() && !reader.failed()) outcome.body += reader.take(piece);
    outcome.behind = piece;
  }
  outcome.behind += text;
  outcome.done = reader.done();
  outcome.failed = reader.failed();
  return outcome;
}

const ResponseHead kChunked = head_of(200, -1, true);

TEST(BodyReader, ends_after_the_stated_length) {
  const Outcome outcome = read(head_of(200, 5, false), "helloHTTP/1.1 200");
  EXPECT_EQ(outcome.body, "hello");
  EXPECT_EQ(outcome.behind, "HTTP/1.1 200");
  EXPECT_TRUE(outcome.done);
}

TEST(BodyReader, expects_no_body_where_http_has_none) {
  for (const int status : {100, 101, 204, 304})
    EXPECT_TRUE(read(head_of(status, 5, false), "").done) << status;
  EXPECT_TRUE(read(head_of(200, 5, false), "", 1, true).done);
  EXPECT_TRUE(read(head_of(200, 0, false), "").done);
  EXPECT_FALSE(read(head_of(200, 1, false), "").done);
}

TEST(BodyReader, reads_until_the_close_when_nothing_is_stated) {
  BodyReader reader;
  reader.begin(head_of(200, -1, false), false);
  EXPECT_TRUE(reader.ends_with_connection());
  std::string_view input = "abc";
  EXPECT_EQ(reader.take(input), "abc");
  EXPECT_FALSE(reader.done());
}

TEST(BodyReader, takes_chunks_off_however_they_are_cut) {
  const std::vector<std::string> texts{
      "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\nNEXT",
      "5;a=b;c=\"d\"\r\nhello\r\n0006 \r\n world\r\n000\r\nX-Trailer: 1\r\nY: 2\r\n\r\nNEXT",
      "B\r\nhello world\r\n0\r\n\r\nNEXT",
      "b \t;x\r\nhello world\r\n0;last\r\n\r\nNEXT",
  };
  for (const std::string& text : texts) {
    for (std::size_t step = 1; step <= text.size(); ++step) {
      const Outcome outcome = read(kChunked, text, step);
      EXPECT_EQ(outcome.body, "hello world") << text << " by " << step;
      EXPECT_EQ(outcome.behind, "NEXT") << text << " by " << step;
      EXPECT_TRUE(outcome.done);
    }
  }
}

TEST(BodyReader, refuses_bad_chunks) {
  const std::vector<std::string> bad{
      "\r\nhello",
      "x\r\n",
      ";a\r\n",
      " 5\r\nhello\r\n",
      "-5\r\nhello\r\n",
      "0x5\r\nhello\r\n",
      "5\nhello\r\n",
      "5\rhello",
      "5\r\nhelloX\r\n",
      "5\r\nhello\n0\r\n",
      "5 5\r\nhello\r\n",
      "5 x;y\r\nhello\r\n",
      "5;a\nb\r\nhello\r\n",
      "10000000000000000\r\n",
      "ffffffffffffffffffff\r\n",
      "0\r\nTrailer: a\nb\r\n\r\n",
      "0\r\n\rX",
      "5;" + std::string(70'000, 'a'),
      "0\r\n" + std::string(70'000, 'a'),
  };
  for (const std::string& text : bad) {
    EXPECT_TRUE(read(kChunked, text).failed) << text.substr(0, 40);
    EXPECT_TRUE(read(kChunked, text, 1).failed) << text.substr(0, 40);
  }
}

TEST(BodyReader, bounds_the_extensions_of_all_chunks_together) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "1;" + std::string(1000, 'e') + "\r\nx\r\n";
  EXPECT_TRUE(read(kChunked, text).failed);
}

TEST(BodyReader, is_not_done_before_the_last_chunk) {
  const std::string text = "5\r\nhello\r\n0\r\n\r\n";
  for (std::size_t size = 0; size < text.size(); ++size) {
    const Outcome outcome = read(kChunked, text.substr(0, size));
    EXPECT_FALSE(outcome.done) << size;
    EXPECT_FALSE(outcome.failed) << size;
  }
}

}  // namespace
}  // namespace nest::http
