// What a request costs once everything is warm: one send, one recv, its share of epoll_wait, and no
// allocation; with io_uring none of these calls, only its share of waiting for the ring.

#include <gtest/gtest.h>

#include "tests/runtime/http/h2_peer.h"
#include "tests/runtime/http/test_client.h"
#include "tests/runtime/http/test_server.h"
#include "tests/support/counted_calls.h"

#ifdef NEST_TEST_COUNTS_CALLS

namespace nest::http {
namespace {

using test::counted_calls;
using testing::Client;
using testing::Peer;
using testing::ScriptedServer;

/// Sends the next request as soon as one is done, without the harness of Client::send, which allocates.
struct Loop final : ExchangeListener {
  Loop(Client& user, const ExchangeRequest& what) : client(user), request(what) {}
  void exchange_done(const ExchangeResult& result) override {
    failures += result.status != 200 || result.error != TransportError::None ? 1 : 0;
    bytes += result.body.size();
    client.arena.reset();
    if (--left > 0) client.exchange->start(request, *this);
  }
  void run(int times) {
    left = times;
    client.exchange->start(request, *this);
    const Instant end = client.clock.now() + 20 * kSecond;
    while (left > 0 && client.clock.now() < end) client.loop.turn(client.clock.now() + kSecond);
  }
  Client& client;
  ExchangeRequest request;
  int left = 0;
  int failures = 0;
  std::size_t bytes = 0;
};

void expect_calls_of_epoll(int times, int recvs) {
  EXPECT_EQ(counted_calls.send, times);
  EXPECT_GE(counted_calls.recv, times);
  EXPECT_LE(counted_calls.recv, times * recvs);
  EXPECT_GT(counted_calls.epoll_wait, 0);
  EXPECT_LE(counted_calls.epoll_wait, times * recvs + 10);
  EXPECT_EQ(counted_calls.ring_wait, 0);
}

void expect_calls_of_ring(int times, int recvs) {
  EXPECT_EQ(counted_calls.send, 0);
  EXPECT_EQ(counted_calls.recv, 0);
  EXPECT_EQ(counted_calls.epoll_wait, 0);
  EXPECT_GT(counted_calls.ring_wait, 0);
  EXPECT_LE(counted_calls.ring_wait, times * recvs + 10);
}

void expect_cheap(const std::string& answer, ExchangeRequest request, int recvs = 1) {
  ScriptedServer server(testing::always(answer));
  Client client(server.url());
  request.arena = &client.arena;
  request.url = "/items?page=3";
  Loop loop(client, request);
  loop.run(50);
  counted_calls = {};
  constexpr int kTimes = 500;
  loop.run(kTimes);
  EXPECT_EQ(loop.left, 0);
  EXPECT_EQ(loop.failures, 0);
  EXPECT_EQ(counted_calls.epoll_ctl, 0);
  EXPECT_EQ(counted_calls.allocations, 0);
  if (test::test_engine() == Engine::Epoll) {
    expect_calls_of_epoll(kTimes, recvs);
  } else {
    expect_calls_of_ring(kTimes, recvs);
  }
}

constexpr const char* kPlain =
    "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{\"id\": "
    "12}";

TEST(WireCost, of_a_get_that_nobody_reads) { expect_cheap(kPlain, {}); }

TEST(WireCost, of_a_post_whose_answer_is_read) {
  ExchangeRequest request;
  request.method = NEST_POST;
  request.headers = "Authorization: Bearer a-token-of-some-length\r\n";
  request.body = "{\"a\": 1}";
  request.body_kind = NEST_BODY_JSON;
  request.flags = NEST_WANTS_BODY | NEST_WANTS_HEADERS;
  expect_cheap(kPlain, request);
}

TEST(WireCost, of_chunks_and_of_cookies_set_every_time) {
  ExchangeRequest request;
  request.flags = NEST_WANTS_BODY;
  expect_cheap(
      "HTTP/1.1 200 OK\r\nSet-Cookie: session=0123456789abcdef0123456789abcdef; Path=/; HttpOnly\r\n"
      "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
      request);
}

TEST(WireCost, of_a_head_that_comes_in_two_pieces) {
  ScriptedServer server([](Peer& peer) {
    while (!peer.request().empty()) {
      peer.send("HTTP/1.1 200 OK\r\nContent-");
      std::this_thread::sleep_for(std::chrono::microseconds(300));
      peer.send("Length: 2\r\n\r\nok");
    }
  });
  Client client(server.url());
  ExchangeRequest request = client.request("/");
  request.flags = NEST_WANTS_BODY;
  Loop loop(client, request);
  loop.run(20);
  counted_calls = {};
  loop.run(100);
  EXPECT_EQ(loop.failures, 0);
  EXPECT_EQ(counted_calls.allocations, 0);
  EXPECT_EQ(counted_calls.epoll_ctl, 0);
}

/// libnghttp2 allocates for each stream; what is ours does not add to the calls of the system.
TEST(WireCost, of_a_get_by_http_2_is_one_send_and_one_recv) {
  ScriptedServer server(testing::h2_echo());
  Settings settings = Client::with_host(server.url());
  settings.http = HttpVersion::Http2;
  Client client(settings);
  ExchangeRequest request = client.request("/items?page=3");
  request.flags = 0;
  Loop loop(client, request);
  loop.run(50);
  counted_calls = {};
  constexpr int kTimes = 500;
  loop.run(kTimes);
  EXPECT_EQ(loop.failures, 0);
  EXPECT_EQ(counted_calls.epoll_ctl, 0);
  EXPECT_EQ(counted_calls.send, kTimes);
  EXPECT_LE(counted_calls.recv, 2 * kTimes) << "the server of the test sends head and body apart";
}

TEST(WireCost, of_a_user_who_does_nothing_is_small) {
  ScriptedServer server(testing::always(kPlain));
  SteadyClock clock;
  EventLoop loop(clock);
  WireExchangeFactory factory(Client::with_host(server.url()), loop);
  counted_calls = {};
  const std::unique_ptr<Exchange> exchange = factory.make();
  EXPECT_LE(counted_calls.allocations, 1);
}

}  // namespace
}  // namespace nest::http

#endif
