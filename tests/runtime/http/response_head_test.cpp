#include "runtime/http/response_head.h"

#include <gtest/gtest.h>

#include <cctype>
#include <cstring>
#include <string>
#include <vector>

namespace nest::http {
namespace {

struct Parsed {
  HeadResult result = HeadResult::Incomplete;
  ResponseHead head;
  std::size_t size = 0;
  std::string bytes;  // as the parser left them

  std::string_view location() const { return head.location.in(bytes.data()); }
  std::string_view lines() const { return head.lines.in(bytes.data()); }
};

Parsed parse(std::string text) {
  Parsed parsed;
  HeadParser parser;
  parsed.bytes = std::move(text);
  parsed.result = parser.parse(parsed.bytes.data(), parsed.bytes.size());
  parsed.head = parser.head();
  parsed.size = parser.size();
  return parsed;
}

/// The same, with the bytes coming one by one, and moving in memory every time.
Parsed parse_trickled(const std::string& text) {
  Parsed parsed;
  HeadParser parser;
  for (const char byte : text) {
    std::string moved = parsed.bytes + byte;
    parsed.bytes = std::move(moved);
    parsed.bytes.shrink_to_fit();
    parsed.result = parser.parse(parsed.bytes.data(), parsed.bytes.size());
    if (parsed.result != HeadResult::Incomplete) break;
  }
  parsed.head = parser.head();
  parsed.size = parser.size();
  return parsed;
}

constexpr const char* kNginx =
    "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Mon, 23 Nov 2026 19:00:00 GMT\r\n"
    "Content-Type: application/json\r\nContent-Length: 56\r\nConnection: keep-alive\r\n\r\n";

TEST(ResponseHead, reads_a_typical_answer) {
  const Parsed parsed = parse(std::string(kNginx) + "body");
  EXPECT_EQ(parsed.result, HeadResult::Complete);
  EXPECT_EQ(parsed.head.status, 200);
  EXPECT_EQ(parsed.head.minor_version, 1);
  EXPECT_EQ(parsed.head.content_length, 56);
  EXPECT_TRUE(parsed.head.keep_alive);
  EXPECT_FALSE(parsed.head.close);
  EXPECT_EQ(parsed.size, std::string_view(kNginx).size());
}

TEST(ResponseHead, comes_out_the_same_byte_by_byte) {
  const std::vector<std::string> heads{
      kNginx,
      "HTTP/1.0 302 Found\r\nLocation:\t/next \r\nSet-Cookie: a=b\r\ncontent-encoding: GZip\r\n\r\n",
      "HTTP/1.1 200 OK\nX: 1\nTransfer-Encoding: chunked\n\n",
      "HTTP/1.1 200 OK\r\nX-Long: one\r\n two\r\n\tthree\r\nContent-Length: 1\r\n\r\n",
      "HTTP/1.1 204\r\n\r\n",
  };
  for (const std::string& text : heads) {
    const Parsed whole = parse(text);
    const Parsed trickled = parse_trickled(text);
    EXPECT_EQ(whole.result, HeadResult::Complete) << text;
    EXPECT_EQ(trickled.result, HeadResult::Complete) << text;
    EXPECT_EQ(whole.size, text.size());
    EXPECT_EQ(trickled.size, text.size());
    EXPECT_EQ(whole.bytes, trickled.bytes);
    EXPECT_EQ(whole.lines(), trickled.lines());
    EXPECT_EQ(whole.location(), trickled.location());
    EXPECT_EQ(whole.head.content_length, trickled.head.content_length);
    EXPECT_EQ(whole.head.chunked, trickled.head.chunked);
  }
}

TEST(ResponseHead, finds_what_decides_how_to_go_on) {
  const Parsed parsed = parse(
      "HTTP/1.0 302 Found\r\nLocation:\t/next \r\nSet-Cookie: a=b\r\ncontent-encoding: GZip\r\n"
      "CONNECTION: foo , Close\r\n\r\n");
  ASSERT_EQ(parsed.result, HeadResult::Complete);
  EXPECT_EQ(parsed.head.minor_version, 0);
  EXPECT_EQ(parsed.location(), "/next");
  EXPECT_TRUE(parsed.head.sets_cookies);
  EXPECT_EQ(parsed.head.content_encoding.in(parsed.bytes.data()), "GZip");
  EXPECT_TRUE(parsed.head.close);
}

TEST(ResponseHead, does_without_a_reason) {
  EXPECT_EQ(parse("HTTP/1.1 200\r\n\r\n").head.status, 200);
  EXPECT_EQ(parse("HTTP/1.1 200 \r\n\r\n").head.status, 200);
  EXPECT_EQ(parse("HTTP/1.1 200 Na\xc3\xafve\r\n\r\n").result, HeadResult::Complete);
}

TEST(ResponseHead, unfolds_folded_lines) {
  const Parsed parsed = parse("HTTP/1.1 200 OK\r\nLocation: /a\r\n b\r\nX: y\r\n\r\n");
  ASSERT_EQ(parsed.result, HeadResult::Complete);
  EXPECT_EQ(parsed.location(), "/a   b");
}

TEST(ResponseHead, lets_the_same_length_be_said_twice) {
  EXPECT_EQ(parse("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n").head.content_length,
            5);
  EXPECT_EQ(parse("HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n").head.content_length, 5);
}

TEST(ResponseHead, refuses_what_is_not_http) {
  const std::vector<std::string> bad{
      "hello\r\n\r\n",
      "\r\nHTTP/1.1 200 OK\r\n\r\n",
      " HTTP/1.1 200 OK\r\n\r\n",
      "HTTP/2 200\r\n\r\n",
      "HTTP/1.1200 OK\r\n\r\n",
      "HTTP/1.x 200 OK\r\n\r\n",
      "HTTP/1.1 20 OK\r\n\r\n",
      "HTTP/1.1 2000 OK\r\n\r\n",
      "HTTP/1.1 099 OK\r\n\r\n",
      "HTTP/1.1  200 OK\r\n\r\n",
      "HTTP/1.1 2x0 OK\r\n\r\n",
      "http/1.1 200 OK\r\n\r\n",
      "HTTP/1.1 200 OK\r\nNo colon\r\n\r\n",
      "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
      "HTTP/1.1 200 OK\r\nA : blank before the colon\r\n\r\n",
      "HTTP/1.1 200 OK\r\nA\xc3\xa9: b\r\n\r\n",
      "HTTP/1.1 200 OK\r\n Folded: first\r\n\r\n",
      "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n",
      "HTTP/1.1 200 OK\r\nA: b\r\r\n\r\n",
      std::string("HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n", 28),
      "HTTP/1.1 200 OK\r\nA: b\x7f"
      "c\r\n\r\n",
      "HTTP/1.1 200 OK\r\nA: a value of more than sixteen bytes \x7f\r\n\r\n",
      "HTTP/1.1 200 OK\r\nA: b\x1b[31mc\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 5,\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: ,5\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 0x10\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1 0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\r\n",
  };
  for (const std::string& text : bad) {
    EXPECT_EQ(parse(text).result, HeadResult::Malformed) << text;
    EXPECT_EQ(parse_trickled(text).result, HeadResult::Malformed) << text;
  }
}

TEST(ResponseHead, knows_another_protocol_by_its_first_bytes) {
  for (const char* text : {"SSH-2.0", "h", "HTTP/2", "\x16\x03\x01", "HTTP/1.1 200 OK\r"}) {
    const bool http = std::string_view(text).starts_with("HTTP/1.");
    EXPECT_EQ(parse(text).result, http ? HeadResult::Incomplete : HeadResult::Malformed) << text;
  }
}

TEST(ResponseHead, takes_every_token_for_a_name_and_nothing_else) {
  for (int c = 1; c < 256; ++c) {
    const bool token = c < 128 && (std::isalnum(c) != 0 || std::strchr("!#$%&'*+-.^_`|~", c) != nullptr);
    // In the middle of names shorter and longer than the 16 bytes that are looked at together.
    for (const std::string& name :
         {std::string("ab"), std::string("abcdefghijk"), std::string("abcdefghijklmnopqrst")}) {
      std::string line = name + static_cast<char>(c) + "z: a value that is long enough";
      if (c == ':' || c == '\r' || c == '\n') continue;
      const HeadResult expected = token ? HeadResult::Complete : HeadResult::Malformed;
      EXPECT_EQ(parse("HTTP/1.1 200 OK\r\n" + line + "\r\n\r\n").result, expected) << c << " in " << name;
      EXPECT_EQ(parse("HTTP/1.1 200 OK\r\n" + name + static_cast<char>(c) + ":\r\n\r\n").result, expected)
          << c;
    }
  }
}

TEST(ResponseHead, is_bounded) {
  const std::string endless = "HTTP/1.1 200 OK\r\nA: " + std::string(70'000, 'x');
  EXPECT_EQ(parse(endless).result, HeadResult::TooLarge);
  EXPECT_EQ(parse(endless + "\r\n\r\n").result, HeadResult::TooLarge);
  std::string many = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 10'000; ++i) many += "A: bcdefgh\r\n";
  EXPECT_EQ(parse(many + "\r\n").result, HeadResult::TooLarge);
  const std::string room = "HTTP/1.1 200 OK\r\nA: " + std::string(65'000, 'x') + "\r\n\r\n";
  EXPECT_EQ(parse(room).result, HeadResult::Complete);
}

TEST(ResponseHead, waits_for_the_rest) {
  const std::string whole = kNginx;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(parse(whole.substr(0, size)).result, HeadResult::Incomplete) << size;
  }
}

TEST(ResponseHead, walks_the_lines) {
  const Parsed parsed = parse("HTTP/1.1 200 OK\r\nA: 1\r\nb:2\r\nC:  \r\n\r\n");
  std::string seen;
  for_each_header(parsed.lines(), [&](std::string_view name, std::string_view value) {
    ((seen += name) += '=') += value;
    seen += ';';
  });
  EXPECT_EQ(seen, "A=1;b=2;C=;");
}

}  // namespace
}  // namespace nest::http
