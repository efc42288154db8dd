#include "runtime/http/wire_exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "tests/runtime/http/compress.h"
#include "tests/runtime/http/test_client.h"
#include "tests/runtime/http/test_server.h"

namespace nest::http {
namespace {

using testing::always;
using testing::Answer;
using testing::Client;
using ::testing::HasSubstr;
using testing::Heard;
using ::testing::Not;
using testing::Peer;
using testing::ScriptedServer;
using ::testing::StartsWith;
using testing::Waiter;

constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

TEST(WireExchange, brings_status_headers_and_body) {
  ScriptedServer server(always("HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 5\r\n\r\nhello"));
  Client client(server.url());
  const Answer answer = client.get("/x");
  EXPECT_EQ(answer.error, TransportError::None) << answer.detail;
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "hello");
  EXPECT_EQ(answer.headers, "X-A: 1\r\nContent-Length: 5\r\n");
  EXPECT_EQ(answer.url, server.url() + "/x");
  EXPECT_EQ(answer.raw.body_size, 5u);
  EXPECT_GT(answer.raw.time, 0);
  EXPECT_GT(answer.raw.bytes_sent, 50u);
  EXPECT_EQ(answer.raw.bytes_received, 51u);
}

TEST(WireExchange, takes_no_longer_by_how_late_its_answer_is_read) {
  ScriptedServer server(always(kOk));
  Client client(server.url());
  EXPECT_EQ(client.get("/").body, "ok");
  client.idle(200 * kMillisecond);  // the kernel begins to stamp some time after it was asked to
  Waiter waiter;
  client.exchange->start(client.request("/"), waiter);
  // With io_uring the request goes out with the next turn.
  client.loop.turn(client.clock.now());
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  client.wait(waiter);
  EXPECT_EQ(waiter.answer.body, "ok");
  EXPECT_LT(waiter.answer.raw.time, 200 * kMillisecond);
  EXPECT_GT(waiter.answer.raw.time, 0);
}

TEST(WireExchange, keeps_the_connection_for_the_next_request) {
  ScriptedServer server(always(kOk));
  Client client(server.url());
  for (int i = 0; i < 5; ++i) EXPECT_EQ(client.get("/").body, "ok");
  EXPECT_EQ(server.connections(), 1);
}

TEST(WireExchange, reads_each_answer_for_itself_though_all_are_as_long) {
  const std::string other = "HTTP/1.1 404 NO\r\nContent-Length: 2\r\n\r\nno";
  ASSERT_EQ(other.size(), std::string_view(kOk).size());
  ScriptedServer server([&](Peer& peer) {
    for (int i = 1; !peer.request().empty(); ++i) peer.send(i % 3 == 0 ? other : kOk);
  });
  Client client(server.url());
  for (int i = 1; i <= 9; ++i) {
    const Answer answer = client.get("/");
    EXPECT_EQ(answer.status, i % 3 == 0 ? 404 : 200);
    EXPECT_EQ(answer.body, i % 3 == 0 ? "no" : "ok");
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST(WireExchange, gives_every_user_connections_of_its_own) {
  ScriptedServer server(always(kOk));
  Client one(server.url());
  Client two(server.url());
  EXPECT_EQ(one.get("/").body, "ok");
  EXPECT_EQ(two.get("/").body, "ok");
  EXPECT_EQ(server.connections(), 2);
}

TEST(WireExchange, sends_method_path_headers_and_body) {
  Heard seen;
  ScriptedServer server([&](Peer& peer) {
    seen.add(peer.request());
    peer.send(kOk);
  });
  Client client(server.url() + "/base/");
  ExchangeRequest request = client.request("/a?b=c d", NEST_POST);
  request.headers = "X-Token: t\r\n";
  request.body = "{\"a\":1}";
  request.body_kind = NEST_BODY_JSON;
  const Answer answer = client.send(request);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(seen.last(), "POST /base/a?b=c%20d HTTP/1.1\r\nHost: " + server.authority() +
                             "\r\nUser-Agent: nest/0.1.0\r\nAccept: */*\r\nContent-Type: application/json\r\n"
                             "Content-Length: 7\r\nX-Token: t\r\n\r\n{\"a\":1}");
  EXPECT_EQ(answer.url, server.url() + "/base/a?b=c%20d");
}

TEST(WireExchange, reads_answers_that_come_byte_by_byte) {
  const std::string chunked =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nT: "
      "1\r\n\r\n";
  const std::string length = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world";
  ScriptedServer server([&](Peer& peer) {
    while (!peer.request().empty()) {
      peer.trickle(chunked);
      if (peer.request().empty()) return;
      peer.trickle(length);
    }
  });
  Client client(server.url());
  for (int i = 0; i < 4; ++i) {
    const Answer answer = client.get("/");
    EXPECT_EQ(answer.error, TransportError::None);
    EXPECT_EQ(answer.body, "hello world");
    EXPECT_EQ(answer.raw.body_size, 11u);
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST(WireExchange, counts_bodies_that_nobody_reads_and_stores_nothing) {
  ScriptedServer server(
      always("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x')));
  Client client(server.url());
  ExchangeRequest request = client.request("/");
  request.flags = 0;
  const Answer answer = client.send(request);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.raw.body_size, 100'000u);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.headers, "");
  EXPECT_EQ(answer.url, "");
  EXPECT_EQ(client.arena.used(), 0u);
}

TEST(WireExchange, works_without_an_arena_when_nothing_is_kept) {
  ScriptedServer server(always(kOk));
  Client client(server.url());
  ExchangeRequest request = client.request("/");
  request.arena = nullptr;
  EXPECT_EQ(client.send(request).status, 200);
}

TEST(WireExchange, carries_large_bodies_both_ways) {
  std::string big;
  for (int i = 0; i < 300'000; ++i) big += std::to_string(i) + ",";
  ScriptedServer server([&](Peer& peer) {
    for (;;) {
      const std::string request = peer.request();
      if (request.empty()) return;
      const std::string body = request.substr(request.find("\r\n\r\n") + 4);
      peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
      peer.send(body);
    }
  });
  Client client(server.url());
  for (const std::size_t size : {std::size_t{10}, std::size_t{8192}, std::size_t{8193}, big.size()}) {
    ExchangeRequest request = client.request("/", NEST_PUT);
    request.body = std::string_view(big).substr(0, size);
    const Answer answer = client.send(request);
    EXPECT_EQ(answer.error, TransportError::None);
    EXPECT_EQ(answer.body, request.body) << size;
    EXPECT_GT(answer.raw.bytes_sent, size);
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST(WireExchange, grows_a_chunked_body_of_unknown_size) {
  std::string answer_text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  std::string body;
  for (int i = 0; i < 3000; ++i) {
    const std::string piece = "piece " + std::to_string(i) + std::string(100, '.');
    char size[16];
    snprintf(size, sizeof size, "%zx\r\n", piece.size());
    answer_text += size + piece + "\r\n";
    body += piece;
  }
  answer_text += "0\r\n\r\n";
  ScriptedServer server(always(answer_text));
  Client client(server.url());
  EXPECT_EQ(client.get("/").body, body);
}

TEST(WireExchange, expects_no_body_after_head_204_and_304) {
  ScriptedServer server([&](Peer& peer) {
    for (;;) {
      const std::string request = peer.request();
      if (request.empty()) return;
      if (request.starts_with("HEAD")) peer.send("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
      if (request.starts_with("GET /204")) peer.send("HTTP/1.1 204 No Content\r\n\r\n");
      if (request.starts_with("GET /304"))
        peer.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n");
    }
  });
  Client client(server.url());
  EXPECT_EQ(client.send(client.request("/", NEST_HEAD)).status, 200);
  EXPECT_EQ(client.get("/204").status, 204);
  EXPECT_EQ(client.get("/304").status, 304);
  EXPECT_EQ(server.connections(), 1);
}

TEST(WireExchange, skips_interim_answers) {
  ScriptedServer server([&](Peer& peer) {
    while (!peer.request().empty()) {
      peer.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
      peer.pause(5);
      peer.send("HTTP/1.1 102 Processing\r\n\r");
      peer.pause(5);
      peer.send("\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }
  });
  Client client(server.url());
  for (int i = 0; i < 3; ++i) {
    const Answer answer = client.get("/");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "ok");
    EXPECT_EQ(answer.headers, "Content-Length: 2\r\n");
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST(WireExchange, takes_a_switch_of_protocols_as_an_answer_and_no_more) {
  ScriptedServer server(always("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nbinary"));
  Client client(server.url());
  EXPECT_EQ(client.get("/").status, 101);
  EXPECT_EQ(client.get("/").status, 101);
  EXPECT_EQ(server.connections(), 2);
}

TEST(WireExchange, reads_to_the_end_of_the_connection_when_no_length_is_stated) {
  ScriptedServer server([&](Peer& peer) {
    peer.request();
    peer.send("HTTP/1.1 200 OK\r\n\r\nall ");
    peer.pause(5);
    peer.send("of it");
  });
  Client client(server.url());
  EXPECT_EQ(client.get("/").body, "all of it");
  EXPECT_EQ(client.get("/").body, "all of it");
  EXPECT_EQ(server.connections(), 2);
}

struct KeepCase {
  const char* head;
  bool kept;
};

TEST(WireExchange, honours_what_the_server_says_of_the_connection) {
  const KeepCase cases[] = {
      {"HTTP/1.1 200 OK\r\n", true},
      {"HTTP/1.1 200 OK\r\nConnection: Close\r\n", false},
      {"HTTP/1.1 200 OK\r\nConnection: x, close\r\n", false},
      {"HTTP/1.0 200 OK\r\n", false},
      {"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n", true},
      {"HTTP/1.0 200 OK\r\nConnection: keep-alive, close\r\n", false},
  };
  for (const KeepCase& c : cases) {
    ScriptedServer server(always(std::string(c.head) + "Content-Length: 2\r\n\r\nok"));
    Client client(server.url());
    EXPECT_EQ(client.get("/").body, "ok");
    EXPECT_EQ(client.get("/").body, "ok");
    EXPECT_EQ(server.connections(), c.kept ? 1 : 2) << c.head;
  }
}

TEST(WireExchange, gives_up_a_connection_with_bytes_behind_the_answer) {
  ScriptedServer server(always(std::string(kOk) + "HTTP/1.1 500 Smuggled\r\nContent-Length: 0\r\n\r\n"));
  Client client(server.url());
  EXPECT_EQ(client.get("/").status, 200);
  EXPECT_EQ(client.get("/").status, 200);
  EXPECT_EQ(server.connections(), 2);
}

TEST(WireExchange, gives_up_an_idle_connection_that_speaks_up_or_closes) {
  ScriptedServer server([&](Peer& peer) {
    peer.request();
    peer.send(kOk);
    peer.pause(10);
    if (peer.number == 0) peer.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
    if (peer.number == 1) peer.close();
    if (peer.number == 2) peer.reset();
    peer.wait_for_close();
  });
  Client client(server.url());
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(client.get("/").status, 200);
    client.idle(40 * kMillisecond);
  }
  EXPECT_EQ(server.connections(), 4);
}

TEST(WireExchange, normalises_lines_that_end_in_a_bare_line_feed) {
  ScriptedServer server(always("HTTP/1.1 200 OK\nX-A:  1\nContent-Length: 2\n\nok"));
  Client client(server.url());
  const Answer answer = client.get("/");
  EXPECT_EQ(answer.headers, "X-A: 1\r\nContent-Length: 2\r\n");
  EXPECT_EQ(answer.body, "ok");
}

TEST(WireExchange, decodes_a_body_that_is_read) {
  const std::string text(50'000, 'z');
  const std::string gzip = testing::gzip(text);
  Heard seen;
  ScriptedServer server([&](Peer& peer) {
    for (;;) {
      const std::string request = peer.request();
      if (request.empty()) return;
      seen.add(request);
      peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                std::to_string(gzip.size()) + "\r\n\r\n" + gzip);
    }
  });
  Client client(server.url());
  ExchangeRequest request = client.request("/");
  request.flags |= NEST_COMPRESSED;
  Answer answer = client.send(request);
  EXPECT_THAT(seen.last(), HasSubstr("Accept-Encoding: gzip, deflate, br, zstd\r\n"));
  EXPECT_EQ(answer.body, text);
  EXPECT_EQ(answer.raw.body_size, gzip.size());
  request.flags = NEST_COMPRESSED;
  answer = client.send(request);
  EXPECT_EQ(answer.raw.body_size, gzip.size());
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(client.send(client.request("/", NEST_HEAD)).error, TransportError::None);
}

TEST(WireExchange, reaches_ipv6_and_names) {
  ScriptedServer server(always(kOk));
  Client client("http://localhost:" + std::to_string(server.port()));
  const Answer answer = client.get("/");
  EXPECT_EQ(answer.status, 200) << answer.detail;
  EXPECT_EQ(answer.url, "http://localhost:" + std::to_string(server.port()) + "/");
}

TEST(WireExchange, goes_to_other_hosts_by_absolute_urls_and_keeps_a_connection_to_each) {
  ScriptedServer one(always(kOk));
  ScriptedServer two(always("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo"));
  Client client(one.url());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(client.get("/").body, "ok");
    EXPECT_EQ(client.get(two.url() + "/x").body, "two");
  }
  EXPECT_EQ(one.connections(), 1);
  EXPECT_EQ(two.connections(), 1);
}

TEST(WireExchange, keeps_a_bounded_number_of_idle_connections) {
  std::vector<std::unique_ptr<ScriptedServer>> servers;
  for (int i = 0; i < 40; ++i) servers.push_back(std::make_unique<ScriptedServer>(always(kOk)));
  Client client(servers[0]->url());
  for (int round = 0; round < 2; ++round) {
    for (const auto& server : servers) EXPECT_EQ(client.get(server->url()).body, "ok");
  }
  EXPECT_EQ(servers[0]->connections(), 2);
}

TEST(WireExchange, can_be_cancelled_at_any_time_and_used_again) {
  ScriptedServer server([&](Peer& peer) {
    while (!peer.request().empty()) {
      if (peer.number > 0) peer.send(kOk);
    }
  });
  Client client(server.url());
  Waiter waiter;
  client.exchange->start(client.request("/"), waiter);
  client.exchange->cancel();
  client.exchange->start(client.request("/"), waiter);
  client.idle(30 * kMillisecond);
  client.exchange->cancel();
  client.exchange->cancel();
  client.idle(10 * kMillisecond);
  EXPECT_EQ(waiter.calls, 0);
  Answer answer = client.get("/");
  EXPECT_EQ(answer.status, 200) << answer.detail;
  client.exchange->start(client.request("/"), waiter);
  client.exchange.reset();
  client.idle(10 * kMillisecond);
  EXPECT_EQ(waiter.calls, 0);
}

/// Starts the next request from inside exchange_done, as users do; and at the end destroys the exchange
/// there.
struct Chain final : ExchangeListener {
  explicit Chain(Client& user) : client(user) {}
  void exchange_done(const ExchangeResult& result) override {
    statuses.push_back(result.status);
    if (statuses.size() < 50) {
      client.exchange->start(client.request("/"), *this);
    } else {
      client.exchange.reset();
    }
  }
  Client& client;
  std::vector<int> statuses;
};

TEST(WireExchange, may_be_started_again_or_destroyed_by_its_listener) {
  ScriptedServer server(always(kOk));
  Client client(server.url());
  Chain chain(client);
  client.exchange->start(client.request("/"), chain);
  for (int i = 0; i < 1000 && client.exchange != nullptr; ++i)
    client.loop.turn(client.clock.now() + kMillisecond);
  EXPECT_EQ(chain.statuses, std::vector<int>(50, 200));
  EXPECT_EQ(client.exchange, nullptr);
}

struct Transcript final : ExchangeTrace {
  void sent(std::string_view url, std::string_view head, std::string_view body) override {
    ((((text += "> ") += url) += "\n") += head) += body;
  }
  void received(std::string_view head, std::string_view body, const ExchangeResult& result) override {
    ((((text += "< ") += std::to_string(result.status)) += "\n") += head) += body;
  }
  std::string text;
};

TEST(WireExchange, shows_every_message_to_a_trace) {
  ScriptedServer server([&](Peer& peer) {
    peer.request();
    peer.send("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 5\r\n\r\nmoved");
    peer.request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhere");
  });
  Transcript trace;
  Settings settings = Client::with_host(server.url());
  settings.trace = &trace;
  Client client(settings);
  ExchangeRequest request = client.request("/a");
  request.flags = 0;
  EXPECT_EQ(client.send(request).status, 200);
  const std::string lines =
      "Host: " + server.authority() + "\r\nUser-Agent: nest/0.1.0\r\nAccept: */*\r\n\r\n";
  EXPECT_EQ(trace.text, "> " + server.url() + "/a\nGET /a HTTP/1.1\r\n" + lines +
                            "< 302\nHTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 5\r\n\r\nmoved" +
                            "> " + server.url() + "/b\nGET /b HTTP/1.1\r\n" + lines +
                            "< 200\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhere");
}

TEST(WireExchange, counts_connecting_in_the_time_of_a_first_request_only) {
  ScriptedServer server([&](Peer& peer) {
    while (!peer.request().empty()) {
      peer.pause(30);
      peer.send(kOk);
    }
  });
  Client client(server.url());
  const Instant before = client.clock.now();
  const Answer first = client.get("/");
  const Instant after = client.clock.now();
  EXPECT_GE(first.raw.sent, before);
  EXPECT_LE(first.raw.sent + first.raw.time, after);
  EXPECT_GE(first.raw.time, 30 * kMillisecond);
  const Answer second = client.get("/");
  EXPECT_GE(second.raw.sent, after);
  EXPECT_GE(second.raw.time, 30 * kMillisecond);
}

TEST(WireExchange, carries_many_users_at_once) {
  ScriptedServer server(always(kOk));
  SteadyClock clock;
  EventLoop loop(clock, test::test_engine());
  Settings settings = Client::with_host("http://localhost:" + std::to_string(server.port()));
  WireExchangeFactory factory(settings, loop);
  struct User {
    std::unique_ptr<Exchange> exchange;
    Waiter waiter;
  };
  std::vector<std::unique_ptr<User>> users;
  for (int i = 0; i < 200; ++i) {
    users.push_back(std::make_unique<User>());
    users.back()->exchange = factory.make();
    ExchangeRequest request;
    request.url = "/";
    users.back()->exchange->start(request, users.back()->waiter);
  }
  const Instant end = clock.now() + 10 * kSecond;
  const auto all_done = [&] {
    return std::ranges::all_of(users, [](const auto& u) { return u->waiter.done; });
  };
  while (!all_done() && clock.now() < end) loop.turn(clock.now() + 10 * kMillisecond);
  for (const auto& user : users)
    EXPECT_EQ(user->waiter.answer.status, 200) << describe(user->waiter.answer.error);
  EXPECT_EQ(server.connections(), 200);
}

// Each request waits for the other: only with both in flight do they get their answers.
TEST(WireExchange, carries_several_requests_over_connections_that_are_kept) {
  std::atomic<int> waiting = 0;
  ScriptedServer server([&](Peer& peer) {
    for (std::string request; !(request = peer.request()).empty();) {
      const int both = (waiting++ / 2 + 1) * 2;
      while (waiting < both) std::this_thread::yield();
      peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + request.substr(5, 1));
    }
  });
  Client client(server.url());
  for (int round = 0; round < 3; ++round) {
    Waiter one;
    Waiter other;
    client.exchange->start(client.request("/a"), one);
    client.exchange->start(client.request("/b"), other);
    client.wait(one);
    client.wait(other);
    EXPECT_EQ(one.answer.body, "a");
    EXPECT_EQ(other.answer.body, "b");
  }
  EXPECT_EQ(server.connections(), 2);
}

TEST(WireExchange, drops_all_that_are_in_flight) {
  ScriptedServer server([](Peer& peer) {
    while (!peer.request().empty()) {
    }
  });
  Client client(server.url());
  Waiter one;
  Waiter other;
  client.exchange->start(client.request("/a"), one);
  client.exchange->start(client.request("/b"), other);
  client.idle(50 * kMillisecond);
  client.exchange->cancel();
  client.idle(50 * kMillisecond);
  EXPECT_FALSE(one.done);
  EXPECT_FALSE(other.done);
}

}  // namespace
}  // namespace nest::http
