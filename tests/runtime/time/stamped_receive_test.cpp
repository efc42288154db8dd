#include "runtime/time/stamped_receive.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <string_view>
#include <thread>

namespace nest {
namespace {

/// Two ends of a connection over loopback.
struct StampedReceive : ::testing::Test {
  void SetUp() override {
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    ASSERT_EQ(bind(listener, any, size), 0);
    ASSERT_EQ(listen(listener, 1), 0);
    ASSERT_EQ(getsockname(listener, any, &size), 0);
    near = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ASSERT_EQ(connect(near, any, size), 0);
    far = accept(listener, nullptr, nullptr);
    close(listener);
    ASSERT_GE(far, 0);
  }
  void TearDown() override {
    close(near);
    close(far);
  }
  void say(std::string_view text) const {
    ASSERT_EQ(send(far, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  }
  [[nodiscard]] StampedBytes hear() { return receive_stamped(near, bytes.data(), bytes.size()); }

  int near = -1;
  int far = -1;
  std::array<char, 64> bytes{};
};

TEST_F(StampedReceive, says_when_the_kernel_had_the_bytes_not_when_they_were_read) {
  ASSERT_TRUE(ask_for_stamps(near));
  // The kernel begins to stamp some time after the first socket of all has asked.
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  const Nanoseconds before = wall_clock();
  say("hello");
  const Nanoseconds after = wall_clock();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const StampedBytes received = hear();
  EXPECT_EQ(received.size, 5);
  EXPECT_EQ(std::string_view(bytes.data(), 5), "hello");
  EXPECT_GE(received.at, before);
  EXPECT_LE(received.at, after);
}

TEST_F(StampedReceive, brings_the_bytes_where_no_stamps_were_asked_for) {
  say("hello");
  const StampedBytes received = hear();
  EXPECT_EQ(received.size, 5);
  EXPECT_EQ(received.at, 0);
}

TEST_F(StampedReceive, tells_an_end_from_a_failure) {
  ASSERT_TRUE(ask_for_stamps(near));
  shutdown(far, SHUT_WR);
  EXPECT_EQ(hear().size, 0);
  const int not_open = 1'000'000;
  EXPECT_EQ(receive_stamped(not_open, bytes.data(), bytes.size()).size, -1);
  EXPECT_EQ(errno, EBADF);
}

TEST_F(StampedReceive, makes_nothing_of_control_data_that_is_no_stamp) {
  const std::array<char, 64> zeros{};
  EXPECT_EQ(stamp_in(zeros.data(), zeros.size()), 0);
  EXPECT_EQ(stamp_in(zeros.data(), 3), 0);
  EXPECT_EQ(stamp_in(nullptr, 0), 0);
}

}  // namespace
}  // namespace nest
