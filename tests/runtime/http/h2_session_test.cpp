#include "runtime/http/h2_session.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/runtime/http/h2_peer.h"

namespace nest::http {
namespace {

using testing::H2Peer;

constexpr int kDataFrame = 0, kHeadersFrame = 1, kResetFrame = 3, kSettingsFrame = 4;
constexpr std::size_t kAll = 1 << 20;
const std::vector<H2Header> kGet{
    {":method", "GET"}, {":scheme", "http"}, {":authority", "a.test"}, {":path", "/"}};

/// Writes down what it is told.
struct Told final : H2Stream {
  void stream_sent(std::size_t) override {}
  void stream_received(std::size_t bytes) override { received += bytes; }
  std::size_t stream_body(char*, std::size_t, bool& last) override {
    last = true;
    return 0;
  }
  void stream_head() override { log += "head "; }
  void stream_header(std::string_view name, std::string_view value) override {
    ((((log += name) += '=') += value) += ' ');
  }
  void stream_head_done() override { log += "done "; }
  void stream_data(std::string_view bytes) override { (log += bytes) += ' '; }
  void stream_answered() override { log += "answered"; }
  void stream_reset(H2Reset why, std::string_view detail) override {
    reset = why;
    log += detail;
  }
  std::string log;
  std::size_t received = 0;
  H2Reset reset = H2Reset::Malformed;
};

std::string output(H2Session& session) {
  std::string bytes;
  session.take_output(bytes, kAll);
  return bytes;
}

TEST(H2Session, begins_with_the_preface_and_its_settings) {
  H2Session session;
  const std::string bytes = output(session);
  EXPECT_TRUE(bytes.starts_with("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
  EXPECT_EQ(bytes[24 + 3], kSettingsFrame);
  EXPECT_EQ(output(session), "") << "all has been taken";
}

TEST(H2Session, tells_a_stream_of_its_answer_however_it_is_cut) {
  const std::string answer = H2Peer::frame(kSettingsFrame, 0, 0, "") +
                             H2Peer::frame(kHeadersFrame, 4, 1, "\x88") +
                             H2Peer::frame(kDataFrame, 1, 1, "hi");
  for (std::size_t piece : {std::size_t{1}, std::size_t{7}, answer.size()}) {
    H2Session session;
    Told told;
    EXPECT_EQ(session.submit(kGet, false, told), 1);
    EXPECT_NE(output(session), "");
    for (std::size_t at = 0; at < answer.size(); at += piece) {
      EXPECT_TRUE(session.receive(std::string_view(answer).substr(at, piece)));
    }
    std::erase(told.log, ' ');
    EXPECT_EQ(told.log, "head:status=200donehianswered");
    EXPECT_EQ(told.received, 9 + 1 + 9 + 2u);
    EXPECT_FALSE(session.is_over());
  }
}

TEST(H2Session, numbers_streams_by_odd_numbers) {
  H2Session session;
  Told told;
  EXPECT_EQ(session.submit(kGet, false, told), 1);
  EXPECT_EQ(session.submit(kGet, false, told), 3);
}

TEST(H2Session, tells_nothing_more_of_a_stream_that_was_given_up) {
  H2Session session;
  Told told;
  const std::int32_t id = session.submit(kGet, false, told);
  output(session);
  session.cancel(id);
  const std::string reset = output(session);
  EXPECT_EQ(reset, H2Peer::frame(kResetFrame, 0, 1, std::string("\0\0\0\x08", 4)));
  EXPECT_TRUE(
      session.receive(H2Peer::frame(kSettingsFrame, 0, 0, "") + H2Peer::frame(kHeadersFrame, 5, 1, "\x88")));
  EXPECT_EQ(told.log, "");
}

TEST(H2Session, never_sends_a_request_that_was_given_up_before_its_turn) {
  H2Session session;
  Told first;
  Told second;
  EXPECT_TRUE(session.receive(H2Peer::frame(kSettingsFrame, 0, 0, std::string("\0\3\0\0\0\1", 6))));
  EXPECT_EQ(session.submit(kGet, false, first), 1);
  output(session);
  const std::int32_t waiting = session.submit(kGet, false, second);
  EXPECT_EQ(output(session), "") << "the server allows one stream at a time";
  session.cancel(waiting);
  EXPECT_TRUE(session.receive(H2Peer::frame(kHeadersFrame, 5, 1, "\x88")));
  const std::string rest = output(session);
  EXPECT_EQ(rest.find(static_cast<char>(kHeadersFrame), 3), std::string::npos);
  EXPECT_EQ(second.log, "");
}

TEST(H2Session, is_leaving_once_the_server_has_said_goodbye) {
  constexpr int kGoAway = 7;
  H2Session session;
  Told told;
  EXPECT_EQ(session.submit(kGet, false, told), 1);
  output(session);
  EXPECT_TRUE(session.receive(H2Peer::frame(kSettingsFrame, 0, 0, "") +
                              H2Peer::frame(kGoAway, 0, 0, std::string(8, '\0'))));
  EXPECT_TRUE(session.is_leaving());
  EXPECT_FALSE(session.server_gave_up());
  EXPECT_EQ(told.reset, H2Reset::Refused);
}

}  // namespace
}  // namespace nest::http
