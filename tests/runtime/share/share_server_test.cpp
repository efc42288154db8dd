#include "runtime/share/share_server.h"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "runtime/shared/local_store.h"
#include "tests/runtime/shared/fake_caller.h"

namespace nest::test {
namespace {

using namespace std::chrono_literals;

/// One connection, raw.
class Client {
 public:
  explicit Client(std::uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(fd_, reinterpret_cast<sockaddr*>(&where), sizeof where), 0);
    timeval limit{60, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { close(fd_); }

  void send(std::string_view text) {
    EXPECT_EQ(::send(fd_, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  }
  void post(std::string_view target, std::string_view body, std::string_view more = {}) {
    send(
        fmt::format("POST {} HTTP/1.1\r\nHost: localhost\r\n{}Content-Type: application/json\r\n"
                    "Content-Length: {}\r\n\r\n{}",
                    target, more, body.size(), body));
  }
  /// What comes until the end of a body of Content-Length, or of the connection.
  std::string receive() {
    std::string all;
    char bytes[4096];
    while (true) {
      const std::size_t head = all.find("\r\n\r\n");
      if (head != std::string::npos) {
        const std::size_t length = all.find("Content-Length: ");
        const std::size_t body = length < head ? std::stoul(all.substr(length + 16)) : 0;
        if (all.size() >= head + 4 + body) return all;
      }
      const ssize_t size = recv(fd_, bytes, sizeof bytes, 0);
      if (size <= 0) return all;
      all.append(bytes, static_cast<std::size_t>(size));
    }
  }

 private:
  int fd_;
};

std::string status_of(const std::string& answer) { return answer.substr(0, 12); }
bool ends_with(const std::string& text, std::string_view end) { return text.ends_with(end); }

struct ShareServerTest : testing::Test {
  void start(const std::string& token = "") {
    auto started = ShareServer::start({"127.0.0.1", 0, token}, {&queue, 1}, store);
    ASSERT_TRUE(started.has_value()) << started.error();
    server = std::move(*started);
  }
  void put(std::string_view text) {
    nest_value value{NEST_STRING, {}};
    value.as.s = {text.data(), text.size()};
    FakeCaller caller;
    ASSERT_TRUE(now(store.begin({0, NEST_SHARED_PUT, {&value, 1}}, caller)).has_value());
  }
  /// Until the server has taken note of what other clients did so far: its only thread answers in order.
  void settle() {
    Client client(server->port());
    client.send("GET /v1/shared HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(status_of(client.receive()), "HTTP/1.1 200");
  }
  std::int64_t size() {
    FakeCaller caller;
    return number_of(now(store.begin({0, NEST_SHARED_SIZE, {}}, caller)));
  }
  bool size_becomes(std::int64_t wanted) {
    for (int i = 0; i < 6000 && size() != wanted; ++i) std::this_thread::sleep_for(10ms);
    return size() == wanted;
  }

  const nest_shared queue = {NEST_SHARED_QUEUE, NEST_STRING, {"orders", 6}, {"a.orders", 8}, {}, 0, 0};
  LocalStore store{{&queue, 1}};
  std::unique_ptr<ShareServer> server;
};

TEST_F(ShareServerTest, serves_several_requests_on_one_connection) {
  start();
  Client client(server->port());
  client.post("/v1/shared/orders/put", R"({"value":"tea"})");
  EXPECT_TRUE(ends_with(client.receive(), "\r\n\r\n{\"put\":1}"));
  client.post("/v1/shared/orders/take", "");
  EXPECT_TRUE(ends_with(client.receive(), "{\"value\":\"tea\"}"));
  client.post("/v1/shared/orders/take", "");
  EXPECT_EQ(status_of(client.receive()), "HTTP/1.1 204");
  client.send("GET /v1/shared HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n");
  EXPECT_EQ(status_of(client.receive()), "HTTP/1.1 200");
}

TEST_F(ShareServerTest, answers_a_waiting_take_when_a_user_puts) {
  start();
  Client client(server->port());
  client.post("/v1/shared/orders/take", R"({"within":60})");
  settle();
  put("tea");
  EXPECT_TRUE(ends_with(client.receive(), "{\"value\":\"tea\"}"));
  EXPECT_EQ(size(), 0);
}

TEST_F(ShareServerTest, gives_nothing_to_a_client_that_went_away) {
  start();
  {
    Client client(server->port());
    client.post("/v1/shared/orders/take", R"({"within":60})");
    settle();
  }
  settle();
  put("tea");
  EXPECT_TRUE(size_becomes(1));
}

TEST_F(ShareServerTest, ends_with_clients_that_wait) {
  start();
  Client client(server->port());
  client.post("/v1/shared/orders/take", R"({"within":60})");
  settle();
  server.reset();
  put("tea");
  EXPECT_EQ(size(), 1);
}

TEST_F(ShareServerTest, wants_its_token) {
  start("secret");
  for (const char* wrong : {"", "Authorization: Bearer secre\r\n", "Authorization: Bearer secrets\r\n",
                            "Authorization: Basic secret\r\n", "Authorization: secret\r\n"}) {
    Client client(server->port());
    client.post("/v1/shared/orders/put", R"({"value":"tea"})", wrong);
    EXPECT_EQ(status_of(client.receive()), "HTTP/1.1 401") << wrong;
  }
  EXPECT_EQ(size(), 0);
  Client client(server->port());
  client.post("/v1/shared/orders/put", R"({"value":"tea"})", "Authorization: Bearer secret\r\n");
  EXPECT_EQ(status_of(client.receive()), "HTTP/1.1 200");
}

TEST_F(ShareServerTest, refuses_pages_in_a_browser) {
  start();
  Client foreign(server->port());
  foreign.post("/v1/shared/orders/put", R"({"value":"tea"})", "Origin: http://evil.test\r\n");
  EXPECT_EQ(status_of(foreign.receive()), "HTTP/1.1 403");
  Client rebound(server->port());
  rebound.send("GET /v1/shared HTTP/1.1\r\nHost: evil.test:80\r\n\r\n");
  EXPECT_EQ(status_of(rebound.receive()), "HTTP/1.1 403");
  Client form(server->port());
  form.send(
      "POST /v1/shared/orders/put HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
      "15\r\n\r\n{\"value\":\"tea\"}");
  EXPECT_EQ(status_of(form.receive()), "HTTP/1.1 415");
  EXPECT_EQ(size(), 0);
}

TEST_F(ShareServerTest, refuses_what_is_too_large_or_no_http) {
  start();
  Client body(server->port());
  body.send("POST /v1/shared/orders/put HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n");
  EXPECT_EQ(status_of(body.receive()), "HTTP/1.1 413");
  Client head(server->port());
  head.send("GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\n\r\n");
  EXPECT_EQ(status_of(head.receive()), "HTTP/1.1 431");
  for (const std::string_view wrong :
       {std::string_view("\x16\x03\x01\x02\x00\x01\x00", 7), std::string_view("nonsense\r\n\r\n"),
        std::string_view("GET / HTTP/9.9\r\n\r\n"),
        std::string_view("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"),
        std::string_view("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")}) {
    Client client(server->port());
    client.send(wrong);
    client.send("\r\n\r\n\r\n");
    EXPECT_EQ(status_of(client.receive()), "HTTP/1.1 400") << wrong;
  }
  Client after(server->port());
  after.send("GET /v1/shared HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(status_of(after.receive()), "HTTP/1.1 200");
}

TEST_F(ShareServerTest, takes_so_many_connections_and_no_more) {
  start();
  std::vector<std::unique_ptr<Client>> clients;
  for (std::size_t i = 0; i < ShareServer::kMostConnections; ++i) {
    clients.push_back(std::make_unique<Client>(server->port()));
    clients.back()->send("GET /v1/shared HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(status_of(clients.back()->receive()), "HTTP/1.1 200");
  }
  Client refused(server->port());
  EXPECT_EQ(status_of(refused.receive()), "HTTP/1.1 503");
  clients.pop_back();
  // Those that stayed are answered after the server has seen that one went.
  clients.back()->send("GET /v1/shared HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(status_of(clients.back()->receive()), "HTTP/1.1 200");
  settle();
}

TEST_F(ShareServerTest, says_when_its_port_is_taken) {
  start();
  const auto second = ShareServer::start({"127.0.0.1", server->port(), ""}, {&queue, 1}, store);
  ASSERT_FALSE(second.has_value());
  EXPECT_NE(second.error().find("cannot listen on 127.0.0.1"), std::string::npos) << second.error();
}

}  // namespace
}  // namespace nest::test
