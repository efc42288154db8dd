#include "runtime/services/readiness_probe.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <atomic>
#include <string>
#include <thread>

namespace nest {
namespace {

// Answers each connection with the next of its texts, the last one for ever; "-" closes without an answer.
class Answering {
 public:
  explicit Answering(std::vector<std::string> answers) : answers_(std::move(answers)) {
    listener_ = Descriptor(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    listen(listener_.get(), 16);
    socklen_t size = sizeof address;
    getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Answering() {
    shutdown(listener_.get(), SHUT_RDWR);
    thread_.join();
  }
  Answering(const Answering&) = delete;
  Answering& operator=(const Answering&) = delete;

  std::uint16_t port = 0;
  std::atomic<int> asked = 0;
  std::string request;  // the first; to be read when the probe is over

 private:
  void serve() {
    for (;;) {
      const Descriptor connection(accept(listener_.get(), nullptr, nullptr));
      if (!connection.is_open()) return;
      std::string text(4096, '\0');
      const ssize_t size = recv(connection.get(), text.data(), text.size(), 0);
      if (size <= 0) continue;
      const auto index = static_cast<std::size_t>(asked++);
      if (index == 0) request = text.substr(0, static_cast<std::size_t>(size));
      const std::string& answer = answers_[std::min(index, answers_.size() - 1)];
      if (answer == "-") continue;
      for (const char c : answer) send(connection.get(), &c, 1, MSG_NOSIGNAL);
    }
  }

  std::vector<std::string> answers_;
  Descriptor listener_;
  std::thread thread_;
};

// Turns the loop until the probe is ready, or the time is over.
bool becomes_ready(EventLoop& loop, const bool& ready, Nanoseconds time) {
  const Instant end = loop.now() + time;
  while (!ready && loop.now() < end) loop.turn(end);
  return ready;
}

struct Probing {
  Probing(std::uint16_t port, std::string path)
      : probe(loop, port, std::move(path), [this] { ready = true; }) {}
  SteadyClock clock;
  EventLoop loop{clock};
  bool ready = false;
  ReadinessProbe probe;
};

constexpr std::string_view kFine = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

TEST(ReadinessProbe, asks_for_the_path_until_the_status_is_good) {
  Answering server({"-", "HTTP/1.1 503 Not Yet\r\n\r\n", "HTTP/1.0 404 None\r\n\r\n", std::string(kFine)});
  Probing probing(server.port, "/health?full=1");
  EXPECT_TRUE(becomes_ready(probing.loop, probing.ready, 5 * kSecond)) << probing.probe.latest();
  EXPECT_EQ(server.asked, 4);
  EXPECT_TRUE(server.request.starts_with("GET /health?full=1 HTTP/1.1\r\nHost: 127.0.0.1:"))
      << server.request;
}

TEST(ReadinessProbe, takes_a_redirection_for_an_answer) {
  Answering server({"HTTP/1.1 302 Found\r\nLocation: /login\r\n\r\n"});
  Probing probing(server.port, "/");
  EXPECT_TRUE(becomes_ready(probing.loop, probing.ready, 5 * kSecond)) << probing.probe.latest();
}

TEST(ReadinessProbe, says_what_came_of_it) {
  const auto latest = [](const std::string& answer) {
    Answering server({answer});
    Probing probing(server.port, "/");
    EXPECT_FALSE(becomes_ready(probing.loop, probing.ready, 100 * kMillisecond));
    return probing.probe.latest();
  };
  EXPECT_EQ(latest("HTTP/1.1 503 Busy\r\n\r\n"), "status 503");
  EXPECT_EQ(latest("220 mail.test ESMTP\r\n"), "the answer is not HTTP");
  EXPECT_EQ(latest(std::string(600, 'x')), "the answer is not HTTP");
  EXPECT_EQ(latest("HTTP/1.1 20\r\n"), "the answer is not HTTP");
  EXPECT_EQ(latest("-"), "the connection was closed without an answer");
}

TEST(ReadinessProbe, is_content_with_a_connection_when_there_is_no_path) {
  Answering server({"-"});
  Probing probing(server.port, "");
  EXPECT_TRUE(becomes_ready(probing.loop, probing.ready, 5 * kSecond));
}

TEST(ReadinessProbe, waits_for_somebody_to_listen) {
  std::uint16_t port = 0;
  {
    port = Answering({"-"}).port;
  }
  Probing probing(port, "");
  EXPECT_FALSE(becomes_ready(probing.loop, probing.ready, 200 * kMillisecond));
  EXPECT_EQ(probing.probe.latest(), "connection refused");
}

TEST(ReadinessProbe, may_be_destroyed_when_it_is_ready) {
  Answering server({std::string(kFine)});
  SteadyClock clock;
  EventLoop loop(clock);
  bool ready = false;
  std::unique_ptr<ReadinessProbe> probe;
  probe = std::make_unique<ReadinessProbe>(loop, server.port, "/", [&] {
    probe.reset();
    ready = true;
  });
  EXPECT_TRUE(becomes_ready(loop, ready, 5 * kSecond));
}

}  // namespace
}  // namespace nest
