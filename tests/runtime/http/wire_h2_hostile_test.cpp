// Servers that break HTTP/2's rules, or try to wear a client out.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "tests/runtime/http/h2_peer.h"
#include "tests/runtime/http/test_client.h"
#include "tests/runtime/http/test_server.h"

namespace nest::http {
namespace {

using testing::Answer;
using testing::Client;
using testing::H2Peer;
using testing::Peer;
using testing::ScriptedServer;

constexpr int kData = 0, kHeaders = 1, kSettings = 4, kPing = 6, kContinuation = 9;
constexpr int kEndStream = 1, kEndHeaders = 4;
// HPACK: ":status: 200" of the static table; a literal that is not indexed, of one-byte lengths.
const std::string kOk = "\x88";
std::string literal(const std::string& name, const std::string& value) {
  return std::string(1, '\0') + static_cast<char>(name.size()) + name + static_cast<char>(value.size()) +
         value;
}

Settings by_h2(const std::string& host) {
  Settings settings = Client::with_host(host);
  settings.http = HttpVersion::Http2;
  settings.timeout = 20 * kSecond;
  return settings;
}

/// What a request gets of a server that sends these bytes after its settings, whatever it is asked, and then
/// waits for the client to go.
Answer answer_to(const std::string& bytes, bool settings_first = true) {
  ScriptedServer server([&](Peer& peer) {
    peer.some();
    if (settings_first) peer.send(H2Peer::frame(kSettings, 0, 0, ""));
    peer.send(bytes);
    peer.wait_for_close();
  });
  Client client(by_h2(server.url()));
  return client.get("/");
}

/// The same bytes over and over, until the client has gone. Gives the answer, and how much was sent.
struct Flood {
  Answer answer;
  std::size_t sent = 0;
};
Flood flood_of(const std::string& begin, const std::string& bytes) {
  std::atomic<std::size_t> sent = 0;
  Flood flood;
  {
    ScriptedServer server([&](Peer& peer) {
      peer.some();
      peer.send(H2Peer::frame(kSettings, 0, 0, "") + begin);
      const timeval patience{2, 0};  // its replies are never read
      setsockopt(peer.fd(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
      for (ssize_t put = 1; put > 0 && sent < 256u * 1024 * 1024;) {
        put = ::send(peer.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (put > 0) sent += static_cast<std::size_t>(put);
      }
    });
    Client client(by_h2(server.url()));
    flood.answer = client.get("/");
  }
  flood.sent = sent;
  return flood;
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(WireH2Hostile, a_server_that_speaks_http_1_is_called_that) {
  const Answer answer = answer_to("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", false);
  EXPECT_EQ(answer.error, TransportError::Malformed);
  EXPECT_EQ(answer.detail, "it answers by HTTP/1 where HTTP/2 was spoken");
}

TEST(WireH2Hostile, noise_is_no_answer) {
  const Answer answer = answer_to(std::string(100, 'x'), false);
  EXPECT_EQ(answer.error, TransportError::Malformed);
  EXPECT_NE(answer.detail, "");
  EXPECT_EQ(answer.status, 0);
}

TEST(WireH2Hostile, frames_that_are_too_long_end_the_connection) {
  const Answer answer = answer_to(H2Peer::frame(kData, 0, 1, std::string(20'000, 'x')));
  EXPECT_EQ(answer.error, TransportError::Malformed);
  EXPECT_EQ(answer.detail, "FRAME_SIZE_ERROR");
}

TEST(WireH2Hostile, headers_that_hpack_cannot_read_end_the_connection) {
  const Answer answer = answer_to(H2Peer::frame(kHeaders, kEndHeaders, 1, "\xff\xff\xff\xff\xff\xff"));
  EXPECT_EQ(answer.error, TransportError::Malformed);
  EXPECT_EQ(answer.detail, "COMPRESSION_ERROR");
}

TEST(WireH2Hostile, an_answer_without_status_or_with_a_header_of_the_connection_is_malformed) {
  for (const std::string& block : {literal("x", "1"), kOk + literal("connection", "close"),
                                   kOk + literal("transfer-encoding", "chunked"), kOk + kOk}) {
    const Answer answer = answer_to(H2Peer::frame(kHeaders, kEndHeaders | kEndStream, 1, block));
    EXPECT_EQ(answer.error, TransportError::Malformed) << answer.status;
    EXPECT_EQ(answer.detail, "PROTOCOL_ERROR");
  }
}

TEST(WireH2Hostile, a_line_break_in_a_value_makes_no_header) {
  const Answer answer = answer_to(
      H2Peer::frame(kHeaders, kEndHeaders | kEndStream, 1, kOk + literal("x", "1\r\nset-cookie: a=1")));
  EXPECT_EQ(answer.headers.find("set-cookie"), std::string::npos);
}

TEST(WireH2Hostile, a_body_that_is_not_as_long_as_it_says_is_malformed) {
  const std::string head = H2Peer::frame(kHeaders, kEndHeaders, 1, kOk + literal("content-length", "5"));
  for (const char* const body : {"four", "sixsix"}) {
    const Answer answer = answer_to(head + H2Peer::frame(kData, kEndStream, 1, body));
    EXPECT_EQ(answer.error, TransportError::Malformed);
    EXPECT_EQ(answer.detail, "PROTOCOL_ERROR");
  }
}

TEST(WireH2Hostile, a_connection_that_ends_in_the_middle_of_an_answer_is_said_to) {
  ScriptedServer server([&](Peer& peer) {
    peer.some();
    peer.send(H2Peer::frame(kSettings, 0, 0, "") + H2Peer::frame(kHeaders, kEndHeaders, 1, kOk) +
              H2Peer::frame(kData, 0, 1, "half"));
    peer.end_output();
    peer.wait_for_close();
  });
  Client client(by_h2(server.url()));
  EXPECT_EQ(client.get("/").error, TransportError::Closed);
  EXPECT_EQ(server.connections(), 1);
}

TEST(WireH2Hostile, a_goodbye_with_an_error_is_passed_on) {
  constexpr int kGoAway = 7;
  ScriptedServer server([&](Peer& peer) {
    peer.some();
    peer.send(H2Peer::frame(kSettings, 0, 0, "") +
              H2Peer::frame(kGoAway, 0, 0, std::string("\0\0\0\1\0\0\0\x0b", 8)));
    peer.end_output();
    peer.wait_for_close();
  });
  Client client(by_h2(server.url()));
  const Answer answer = client.get("/");
  EXPECT_EQ(answer.error, TransportError::Closed);
  EXPECT_EQ(answer.detail, "ENHANCE_YOUR_CALM");
}

TEST(WireH2Hostile, a_server_that_refuses_whatever_it_is_sent_is_asked_twice) {
  std::atomic<int> asked = 0;
  ScriptedServer server([&](Peer& peer) {
    H2Peer h2(peer);
    while (h2.request()) {
      ++asked;
      h2.go_away(0);
    }
  });
  Client client(by_h2(server.url()));
  const Answer answer = client.get("/");
  EXPECT_EQ(answer.error, TransportError::StreamReset);
  EXPECT_EQ(answer.detail, "REFUSED_STREAM");
  EXPECT_EQ(asked, 2);
}

TEST(WireH2Hostile, a_list_of_headers_is_bounded) {
  // One entry of the dynamic table, named again and again by a byte each: 100 bytes that mean 400 KB.
  const std::string entry =
      "\x40" + std::string(1, '\x01') + "x" + std::string("\x7f\xc1\x1e", 3) + std::string(4032, 'v');
  const std::string block = kOk + entry + std::string(100, '\xbe');
  const Answer answer = answer_to(H2Peer::frame(kHeaders, kEndHeaders | kEndStream, 1, block));
  EXPECT_EQ(answer.error, TransportError::HeadTooLarge);
}

TEST(WireH2Hostile, trailers_are_bounded_too) {
  const std::string entry =
      "\x40" + std::string(1, '\x01') + "x" + std::string("\x7f\xc1\x1e", 3) + std::string(4032, 'v');
  const Answer answer =
      answer_to(H2Peer::frame(kHeaders, kEndHeaders, 1, kOk) + H2Peer::frame(kData, 0, 1, "b") +
                H2Peer::frame(kHeaders, kEndHeaders | kEndStream, 1, entry + std::string(100, '\xbe')));
  EXPECT_EQ(answer.error, TransportError::HeadTooLarge);
}

TEST(WireH2Hostile, continuations_without_end_are_given_up) {
  const Flood flood = flood_of(H2Peer::frame(kHeaders, 0, 1, kOk),
                               repeated(H2Peer::frame(kContinuation, 0, 1, literal("x", "1")), 1000));
  EXPECT_EQ(flood.answer.error, TransportError::Malformed);
  EXPECT_LT(flood.sent, 16u * 1024 * 1024);
}

TEST(WireH2Hostile, empty_continuations_without_end_are_given_up) {
  const Flood flood =
      flood_of(H2Peer::frame(kHeaders, 0, 1, kOk), repeated(H2Peer::frame(kContinuation, 0, 1, ""), 1000));
  EXPECT_EQ(flood.answer.error, TransportError::Malformed);
  EXPECT_LT(flood.sent, 16u * 1024 * 1024);
}

TEST(WireH2Hostile, pings_without_end_are_given_up) {
  const Flood flood = flood_of("", repeated(H2Peer::frame(kPing, 0, 0, "12345678"), 1000));
  EXPECT_EQ(flood.answer.error, TransportError::Malformed);
  EXPECT_LT(flood.sent, 16u * 1024 * 1024);
}

TEST(WireH2Hostile, settings_without_end_are_given_up) {
  const Flood flood =
      flood_of("", repeated(H2Peer::frame(kSettings, 0, 0, std::string("\0\4\0\0\xff\xff", 6)), 1000));
  EXPECT_EQ(flood.answer.error, TransportError::Malformed);
  EXPECT_LT(flood.sent, 16u * 1024 * 1024);
}

TEST(WireH2Hostile, empty_pieces_of_a_body_without_end_are_given_up) {
  const Flood flood =
      flood_of(H2Peer::frame(kHeaders, kEndHeaders, 1, kOk), repeated(H2Peer::frame(kData, 0, 1, ""), 1000));
  EXPECT_EQ(flood.answer.error, TransportError::Malformed);
  EXPECT_EQ(flood.answer.detail, "too many HTTP/2 frames that bring nothing forward");
  EXPECT_LT(flood.sent, 16u * 1024 * 1024);
}

TEST(WireH2Hostile, interim_answers_without_end_are_given_up) {
  // ":status: 103" as a literal with the static table's name.
  const std::string interim = std::string("\x08\x03", 2) + "103";
  const Flood flood = flood_of("", repeated(H2Peer::frame(kHeaders, kEndHeaders, 1, interim), 1000));
  EXPECT_EQ(flood.answer.error, TransportError::Malformed);
  EXPECT_LT(flood.sent, 16u * 1024 * 1024);
}

TEST(WireH2Hostile, a_body_that_is_kept_is_bounded) {
  ScriptedServer server([](Peer& peer) {
    H2Peer h2(peer);
    while (const auto request = h2.request()) {
      h2.answer(request->stream, 200, request->path == "/big" ? std::string(2'000'000, 'x') : "ok");
    }
  });
  Settings settings = by_h2(server.url());
  settings.max_body = 100'000;
  Client client(settings);
  EXPECT_EQ(client.get("/big").error, TransportError::BodyTooLarge);
  EXPECT_EQ(client.get("/").body, "ok");
  EXPECT_EQ(server.connections(), 1);
}

}  // namespace
}  // namespace nest::http
