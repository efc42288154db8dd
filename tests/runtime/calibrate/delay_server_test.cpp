#include "runtime/calibrate/delay_server.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>

#include "runtime/calibrate/delays.h"
#include "runtime/time/stamped_receive.h"

namespace nest::calibrate {
namespace {

/// A blocking client; its own times are as a user sees them.
class Client {
 public:
  explicit Client(const DelayServer& server) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(server.port());
    connected_ = connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { close(fd_); }

  void write(const std::string& text) const {
    EXPECT_EQ(send(fd_, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  }
  // "" when the server has closed.
  [[nodiscard]] std::string answer() const {
    std::array<char, 1024> bytes{};
    const ssize_t got = recv(fd_, bytes.data(), bytes.size(), 0);
    return got <= 0 ? "" : std::string(bytes.data(), static_cast<std::size_t>(got));
  }
  // How long it took.
  [[nodiscard]] Nanoseconds ask(std::string_view path) const {
    const Nanoseconds began = wall_clock();
    write("GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(answer().starts_with("HTTP/1.1 200 OK\r\n"));
    return wall_clock() - began;
  }
  [[nodiscard]] bool connected() const { return connected_; }

 private:
  int fd_;
  bool connected_ = false;
};

/// On a thread, and in a process of its own.
class Server : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    auto started = GetParam() ? DelayServer::start_apart() : DelayServer::start();
    ASSERT_TRUE(started.has_value()) << started.error();
    server = std::move(*started);
  }
  std::unique_ptr<DelayServer> server;
};

INSTANTIATE_TEST_SUITE_P(Everywhere, Server, ::testing::Bool(),
                         [](const auto& each) { return each.param ? "apart" : "on_a_thread"; });

TEST_P(Server, answers_after_its_delays_and_keeps_how_long_each_took) {
  const Client client(*server);
  ASSERT_TRUE(client.connected());
  std::array<Nanoseconds, 30> seen{};
  for (std::uint64_t i = 0; i < seen.size(); ++i) {
    seen[i] = client.ask(DelayServer::kMeasuredPath);
    EXPECT_GE(seen[i], delay_of(i)) << i;
  }
  const Truth truth = server->take();
  ASSERT_EQ(truth.count(), seen.size());
  std::ranges::sort(seen);
  // What the server says each took lies between the delay and what the client has waited.
  EXPECT_GE(truth.percentile(0), kMillisecond);
  for (const double percent : {0.0, 50.0, 100.0}) {
    Truth client_side;
    for (const Nanoseconds time : seen) client_side.add(time);
    EXPECT_LE(truth.percentile(percent), client_side.percentile(percent)) << percent;
  }
  EXPECT_EQ(server->take().count(), 0U) << "it was taken";
}

TEST_P(Server, keeps_nothing_of_other_paths) {
  const Client client(*server);
  static_cast<void>(client.ask("/first"));
  static_cast<void>(client.ask("/measuredly"));
  EXPECT_EQ(server->take().count(), 0U);
}

TEST_P(Server, stands_still_when_it_was_planned_and_counts_that) {
  constexpr Nanoseconds kStall = 300 * kMillisecond;
  const Client client(*server);
  static_cast<void>(client.ask("/first"));
  const Nanoseconds planned = wall_clock();
  server->plan_stall(50 * kMillisecond, kStall);
  Nanoseconds longest = 0;
  while (wall_clock() < planned + 60 * kMillisecond)
    longest = std::max(longest, client.ask(DelayServer::kMeasuredPath));
  EXPECT_GE(longest, kStall - 20 * kMillisecond);
  const Nanoseconds kept = server->take().percentile(100);
  EXPECT_GE(kept, kStall - 20 * kMillisecond) << "the request was there all the time";
  EXPECT_LE(kept, longest);
}

TEST_P(Server, takes_a_request_in_parts_and_closes_on_one_without_an_end) {
  const Client slow(*server);
  slow.write("GET /first HTTP/1.1\r\n");
  slow.write("Host: x\r\n\r\n");
  EXPECT_NE(slow.answer(), "");
  const Client endless(*server);
  endless.write(std::string(8000, 'x'));
  endless.write(std::string(8000, 'x'));
  EXPECT_EQ(endless.answer(), "");
  const Client after(*server);
  EXPECT_GT(after.ask("/first"), 0);
}

TEST_P(Server, outlives_peers_that_go_before_their_answer) {
  {
    const Client client(*server);
    client.write("GET " + std::string(DelayServer::kMeasuredPath) + " HTTP/1.1\r\n\r\n");
  }
  const Client client(*server);
  EXPECT_GE(client.ask(DelayServer::kMeasuredPath), kMillisecond);
}

TEST_P(Server, goes_with_its_object) {
  const std::uint16_t port = server->port();
  EXPECT_NE(port, 0);
  EXPECT_TRUE(Client(*server).connected());
  server.reset();
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  EXPECT_NE(connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  close(fd);
}

}  // namespace
}  // namespace nest::calibrate
