#include "runtime/uring/ring.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/uring/refusal.h"

namespace nest::uring {
namespace {

class RingTest : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto reason = refusal()) GTEST_SKIP() << *reason;
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    ring.emplace();
    ASSERT_EQ(ring->begin(), 0);
  }
  ~RingTest() override {
    for (const int end : ends) {
      if (end >= 0) close(end);
    }
  }
  std::vector<Completion> wait(Nanoseconds timeout, unsigned count = 1, Nanoseconds batch = 0) {
    EXPECT_EQ(ring->submit(), 0);
    ring->wait(timeout, count, batch);
    std::array<Completion, 16> ready;
    return {ready.begin(), ready.begin() + static_cast<std::ptrdiff_t>(ring->take(ready))};
  }
  void write_to_near(std::string_view text) const {
    EXPECT_EQ(write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  std::string text_of(const Completion& completion) {
    if (!completion.has_buffer || completion.result < 0) return "no bytes";
    const Received received = ring->received(completion);
    std::string text(received.bytes, received.size);
    ring->give_back(completion.buffer);
    return text;
  }

  const SteadyClock clock;
  std::array<int, 2> ends{-1, -1};
  std::optional<Ring> ring;
};

TEST_F(RingTest, receives_again_and_again_until_the_peer_closes) {
  ring->receive(ring->adopt(ends[0]), 7);
  for (const std::string word : {"one", "two"}) {
    write_to_near(word);
    const auto got = wait(kSecond);
    ASSERT_EQ(got.size(), 1U);
    EXPECT_EQ(got[0].key, 7U);
    EXPECT_EQ(text_of(got[0]), word);
    EXPECT_TRUE(got[0].more);
  }
  close(std::exchange(ends[1], -1));
  const auto end = wait(kSecond);
  ASSERT_EQ(end.size(), 1U);
  EXPECT_GE(end[0].result, 0);
  EXPECT_EQ(text_of(end[0]), "");
  EXPECT_FALSE(end[0].more);
}

TEST_F(RingTest, says_nothing_of_what_was_sent_whole) {
  ring->send(ring->adopt(ends[0]), "whole", 5, 8);
  EXPECT_TRUE(wait(0).empty());
  std::array<char, 8> bytes{};
  EXPECT_EQ(read(ends[1], bytes.data(), bytes.size()), 5);
}

TEST_F(RingTest, says_how_much_was_sent_when_there_is_no_room) {
  const std::string much(8 * 1024 * 1024, 'x');
  const Target target = ring->adopt(ends[0]);
  ring->send(target, much.data(), much.size(), 8);
  auto left = wait(0);
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].key, 8U);
  EXPECT_GT(left[0].result, 0);
  EXPECT_LT(left[0].result, 8 * 1024 * 1024);
  ring->send(target, "y", 1, 9);
  left = wait(0);
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].result, -EAGAIN);
}

TEST_F(RingTest, ends_a_wait_with_the_first_when_the_batch_found_none) {
  ring->receive(ring->adopt(ends[0]), 7);
  const Instant began = clock.now();
  EXPECT_TRUE(wait(20 * kMillisecond, 32, 50 * kMicrosecond).empty());
  EXPECT_GE(clock.now() - began, 19 * kMillisecond);
  write_to_near("one");
  EXPECT_EQ(wait(10 * kSecond, 32, 50 * kMicrosecond).size(), 1U);
  EXPECT_LT(clock.now() - began, 9 * kSecond);
}

TEST_F(RingTest, ends_an_operation_that_is_cancelled) {
  ring->receive(ring->adopt(ends[0]), 7);
  EXPECT_TRUE(wait(0).empty());
  ring->cancel(7, 1);
  const auto ended = wait(kSecond);
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].key, 7U);
  EXPECT_EQ(ended[0].result, -ECANCELED);
}

TEST_F(RingTest, gives_the_place_of_a_released_socket_to_the_next) {
  const Target first = ring->adopt(ends[0]);
  ring->release(first);
  const Target second = ring->adopt(ends[1]);
  EXPECT_EQ(second.number, first.number);
  ring->send(second, "hello", 5, 1);
  EXPECT_TRUE(wait(0).empty());
  std::array<char, 8> bytes{};
  EXPECT_EQ(read(ends[0], bytes.data(), bytes.size()), 5);
}

}  // namespace
}  // namespace nest::uring
