// The loop with Engine::IoUring: sockets that it sends and receives for.

#include "runtime/loop/streams.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/loop/event_loop.h"
#include "runtime/uring/refusal.h"

namespace nest {
namespace {

/// One end is a stream of the loop, the other the test's.
class Talk final : public StreamHandler {
 public:
  explicit Talk(EventLoop& loop) : streams_(loop.streams()) {
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends_.data()), 0);
    EXPECT_EQ(streams_->open(ends_[0], *this), 0);
    is_open_ = true;
  }
  Talk(const Talk&) = delete;
  Talk& operator=(const Talk&) = delete;
  ~Talk() {
    close_near();
    close_far();
  }
  void close_near() {
    if (!std::exchange(is_open_, false)) return;
    streams_->close(ends_[0]);
    close(ends_[0]);
  }
  void close_far() {
    if (ends_[1] >= 0) close(std::exchange(ends_[1], -1));
  }
  [[nodiscard]] bool ask(std::string_view first, std::string_view second = {}) {
    return streams_->send(ends_[0], first, second);
  }
  void answer(std::string_view text) const {
    EXPECT_EQ(write(ends_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  [[nodiscard]] std::string asked() const {
    std::array<char, 4096> bytes{};
    const ssize_t size = read(ends_[1], bytes.data(), bytes.size());
    return {bytes.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
  }

  void ready(std::uint32_t) override {}
  void received(char* bytes, std::size_t size, Nanoseconds) override {
    heard.append(bytes, size);
    if (act) act();
  }
  void ended(int error) override { end = error; }
  void left_unsent(std::string_view text, int error) override {
    rest += text.size();
    rest_error = error;
  }

  std::string heard;
  std::optional<int> end;
  std::size_t rest = 0;
  int rest_error = -1;
  std::function<void()> act;

 private:
  Streams* streams_;
  std::array<int, 2> ends_{-1, -1};
  bool is_open_ = false;
};

class StreamsTest : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto reason = uring::refusal()) GTEST_SKIP() << *reason;
    loop = std::make_unique<EventLoop>(clock, Engine::IoUring);
  }
  /// Turns until it is so, for ten seconds at most.
  bool turn_until(const std::function<bool()>& done) {
    for (const Instant end = clock.now() + 10 * kSecond; clock.now() < end && !done();)
      loop->turn(clock.now() + 10 * kMillisecond);
    return done();
  }
  std::vector<std::unique_ptr<Talk>> talks(std::size_t count) {
    std::vector<std::unique_ptr<Talk>> made;
    for (std::size_t i = 0; i < count; ++i) made.push_back(std::make_unique<Talk>(*loop));
    return made;
  }

  SteadyClock clock;
  std::unique_ptr<EventLoop> loop;
};

TEST_F(StreamsTest, carries_a_question_in_two_parts_and_its_answer) {
  Talk talk(*loop);
  ASSERT_TRUE(talk.ask("ques", "tion"));
  loop->turn(clock.now());
  EXPECT_EQ(talk.asked(), "question");
  talk.answer("answer");
  EXPECT_TRUE(turn_until([&] { return talk.heard == "answer"; }));
}

TEST_F(StreamsTest, tells_that_the_peer_has_closed) {
  Talk talk(*loop);
  talk.answer("bye");
  talk.close_far();
  EXPECT_TRUE(turn_until([&] { return talk.end.has_value(); }));
  EXPECT_EQ(talk.end, 0);
  EXPECT_EQ(talk.heard, "bye");
}

TEST_F(StreamsTest, drops_what_comes_for_a_stream_that_another_handler_has_closed) {
  Talk first(*loop);
  Talk second(*loop);
  first.act = [&] { second.close_near(); };
  second.act = [&] { first.close_near(); };
  loop->turn(clock.now());
  first.answer("1");
  second.answer("2");
  EXPECT_TRUE(turn_until([&] { return !first.heard.empty() || !second.heard.empty(); }));
  loop->turn(clock.now() + kMillisecond);
  EXPECT_EQ(first.heard.size() + second.heard.size(), 1U);
}

TEST_F(StreamsTest, sends_to_no_other_socket_what_a_closed_one_had_queued) {
  auto first = std::make_unique<Talk>(*loop);
  ASSERT_TRUE(first->ask("secret"));
  first.reset();
  Talk second(*loop);  // most likely with the descriptor of the first
  loop->turn(clock.now());
  loop->turn(clock.now());
  EXPECT_EQ(second.asked(), "");
}

TEST_F(StreamsTest, refuses_what_is_too_long_and_gives_back_what_finds_no_room) {
  Talk talk(*loop);
  EXPECT_FALSE(talk.ask(std::string(Streams::kLongestSend, 'x'), "y"));
  const std::string part(Streams::kLongestSend, 'x');
  std::size_t sent = 0;
  while (talk.rest == 0 && sent < 64 * 1024 * 1024) {
    ASSERT_TRUE(talk.ask(part));
    sent += part.size();
    loop->turn(clock.now());
  }
  EXPECT_GT(talk.rest, 0U);
  EXPECT_EQ(talk.rest_error, 0);
}

TEST_F(StreamsTest, says_by_its_errno_that_nothing_can_be_sent) {
  Talk talk(*loop);
  talk.close_far();
  ASSERT_TRUE(talk.ask("anybody?"));
  loop->turn(clock.now());
  EXPECT_EQ(talk.rest_error, EPIPE);
  EXPECT_EQ(talk.rest, 8U);
}

TEST_F(StreamsTest, goes_on_receiving_when_more_comes_than_there_are_buffers) {
  Talk talk(*loop);
  std::size_t written = 0;
  const std::string much(64 * 1024, 'x');
  for (int round = 0; round < 100; ++round) {
    talk.answer(much);
    written += much.size();
    EXPECT_TRUE(turn_until([&] { return talk.heard.size() == written; }));
  }
}

TEST_F(StreamsTest, delivers_readiness_timers_and_posts_beside_streams) {
  const Talk talk(*loop);
  bool posted = false;
  loop->post([&] { posted = true; });
  EXPECT_TRUE(turn_until([&] { return posted; }));
}

TEST_F(StreamsTest, waits_for_no_batch_while_few_answers_are_awaited) {
  auto few = talks(Streams::kMany - 1);
  for (const auto& talk : few) ASSERT_TRUE(talk->ask("?"));
  loop->turn(clock.now());
  loop->turn(clock.now() + kMillisecond);
  EXPECT_EQ(loop->take_lag().batches, 0U);
}

TEST_F(StreamsTest, counts_the_waiting_for_a_batch_into_what_times_are_too_long_by) {
  auto many = talks(Streams::kMany + 8);
  for (const auto& talk : many) ASSERT_TRUE(talk->ask("?"));
  loop->turn(clock.now());
  static_cast<void>(loop->take_lag());
  for (int round = 0; round < 5; ++round) {
    many[0]->answer("!");  // one alone, so that the window is waited for to its end
    loop->turn(clock.now() + kSecond);
  }
  loop->turn(clock.now());
  const EventLoop::Lag lag = loop->take_lag();
  EXPECT_EQ(many[0]->heard, "!!!!!");
  EXPECT_GE(lag.batches, 5U);
  EXPECT_GE(lag.delays.percentile(50), Streams::kWindow);
}

}  // namespace
}  // namespace nest
