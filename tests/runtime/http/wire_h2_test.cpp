// HTTP/2 without TLS, against libnghttp2's server side: what requests and answers look like, and how streams
// end.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "tests/runtime/http/compress.h"
#include "tests/runtime/http/h2_peer.h"
#include "tests/runtime/http/test_client.h"
#include "tests/runtime/http/test_server.h"

namespace nest::http {
namespace {

using testing::Answer;
using testing::Client;
using testing::h2_echo;
using testing::H2Peer;
using testing::H2Request;
using ::testing::HasSubstr;
using testing::Heard;
using ::testing::Not;
using testing::Peer;
using testing::ScriptedServer;
using testing::Waiter;

Settings by_h2(const std::string& host) {
  Settings settings = Client::with_host(host);
  settings.http = HttpVersion::Http2;
  return settings;
}

TEST(WireH2, brings_status_headers_and_body_as_http_1_does) {
  ScriptedServer server([](Peer& peer) {
    H2Peer h2(peer);
    while (const auto request = h2.request()) {
      h2.answer(request->stream, 200, "hello", {{"x-a", "1"}, {"content-length", "5"}});
    }
  });
  Client client(by_h2(server.url()));
  const Answer answer = client.get("/x");
  EXPECT_EQ(answer.error, TransportError::None) << answer.detail;
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "hello");
  EXPECT_EQ(answer.headers, "x-a: 1\r\ncontent-length: 5\r\n");
  EXPECT_EQ(answer.url, server.url() + "/x");
  EXPECT_EQ(answer.raw.body_size, 5u);
  EXPECT_EQ(answer.raw.http_version, 2);
  EXPECT_GT(answer.raw.time, 0);
  EXPECT_GT(answer.raw.bytes_sent, 20u);
  EXPECT_GT(answer.raw.bytes_received, 20u);
}

TEST(WireH2, sends_what_a_request_of_http_1_says_in_the_form_of_http_2) {
  std::atomic<bool> done = false;
  H2Request seen;
  ScriptedServer server([&](Peer& peer) {
    H2Peer h2(peer);
    if (const auto request = h2.request()) {
      seen = *request;
      h2.answer(request->stream, 200, "ok");
    }
    h2.request();
    done = true;
  });
  {
    Client client(by_h2(server.url() + "/base/"));
    ExchangeRequest request = client.request("/a?b=c d", NEST_POST);
    request.headers = "X-Token: t\r\nConnection: close\r\nKeep-Alive: 5\r\nUpgrade: x\r\nTE: gzip\r\n";
    request.body = "{\"a\":1}";
    request.body_kind = NEST_BODY_JSON;
    EXPECT_EQ(client.send(request).status, 200);
  }
  while (!done) std::this_thread::yield();
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.scheme, "http");
  EXPECT_EQ(seen.authority, server.authority());
  EXPECT_EQ(seen.path, "/base/a?b=c%20d");
  EXPECT_EQ(
      seen.lines,
      "user-agent: nest/0.1.0\naccept: */*\ncontent-type: application/json\ncontent-length: 7\nx-token: t\n");
  EXPECT_EQ(seen.body, "{\"a\":1}");
}

TEST(WireH2, lets_a_host_header_be_the_authority_and_trailers_be_accepted) {
  Heard seen;
  ScriptedServer server([&](Peer& peer) {
    H2Peer h2(peer);
    while (const auto request = h2.request()) {
      seen.add(request->authority + "\n" + request->lines);
      h2.answer(request->stream, 200, "ok");
    }
  });
  Client client(by_h2(server.url()));
  ExchangeRequest request = client.request("/");
  request.headers = "Host: other.test\r\nTE: trailers\r\n";
  EXPECT_EQ(client.send(request).body, "ok");
  EXPECT_THAT(seen.last(), HasSubstr("other.test\n"));
  EXPECT_THAT(seen.last(), HasSubstr("te: trailers\n"));
  EXPECT_THAT(seen.last(), Not(HasSubstr("host:")));
}

TEST(WireH2, keeps_the_connection_for_the_next_request_and_gives_every_user_its_own) {
  ScriptedServer server(h2_echo());
  Client one(by_h2(server.url()));
  Client two(by_h2(server.url()));
  for (const std::string path : {"/a", "/b", "/c"}) {
    EXPECT_EQ(one.get(path).body, path);
    EXPECT_EQ(two.get(path).body, path);
  }
  EXPECT_EQ(server.connections(), 2);
}

TEST(WireH2, carries_all_that_is_in_flight_over_one_connection_at_once) {
  ScriptedServer server([](Peer& peer) {
    H2Peer h2(peer);
    std::vector<H2Request> all;
    while (all.size() < 20) {
      auto next = h2.request();
      if (!next) return;
      all.push_back(*next);
    }
    for (auto each = all.rbegin(); each != all.rend(); ++each) h2.answer(each->stream, 200, each->path);
    h2.serve();
  });
  Client client(by_h2(server.url()));
  std::vector<std::string> paths;
  for (int i = 0; i < 20; ++i) paths.push_back("/" + std::to_string(i));
  std::vector<Waiter> waiters(20);
  for (std::size_t i = 0; i < 20; ++i) client.exchange->start(client.request(paths[i]), waiters[i]);
  for (std::size_t i = 0; i < 20; ++i) {
    client.wait(waiters[i]);
    EXPECT_EQ(waiters[i].answer.body, paths[i]) << describe(waiters[i].answer.error);
  }
  EXPECT_EQ(client.get("/after").body, "/after");
  EXPECT_EQ(server.connections(), 1);
}

TEST(WireH2, lets_requests_wait_while_the_server_has_no_stream_free) {
  std::atomic<int> most = 0;
  ScriptedServer server([&](Peer& peer) {
    H2Peer h2(peer, {{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, 1}});
    while (const auto request = h2.request()) {
      peer.pause(20);
      h2.answer(request->stream, 200, request->path);
      ++most;
    }
  });
  Client client(by_h2(server.url()));
  EXPECT_EQ(client.get("/first").body, "/first");
  std::vector<Waiter> waiters(3);
  for (Waiter& waiter : waiters) client.exchange->start(client.request("/x"), waiter);
  for (Waiter& waiter : waiters) {
    client.wait(waiter);
    EXPECT_EQ(waiter.answer.body, "/x");
  }
  EXPECT_GE(waiters[2].answer.raw.time, 55 * kMillisecond) << "the wait for a stream counts";
  EXPECT_EQ(server.connections(), 1);
}

TEST(WireH2, blames_a_timeout_on_the_missing_stream) {
  ScriptedServer server(h2_echo({{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, 0}}));
  Client client(by_h2(server.url()));
  ExchangeRequest request = client.request("/");  // sent before the settings came: refused, sent again
  request.timeout = 100 * kMillisecond;
  const Answer answer = client.send(request);
  EXPECT_EQ(answer.error, TransportError::ResponseTimeout);
  EXPECT_EQ(answer.detail, "no stream of the connection was free");
}

TEST(WireH2, carries_large_bodies_both_ways) {
  ScriptedServer server([](Peer& peer) {
    H2Peer h2(peer);
    while (const auto request = h2.request()) h2.answer(request->stream, 200, request->body);
  });
  Client client(by_h2(server.url()));
  std::string body(20 * 1024 * 1024, 'x');
  for (std::size_t i = 0; i < body.size(); i += 1000) body[i] = static_cast<char>('a' + i / 1000 % 26);
  ExchangeRequest request = client.request("/", NEST_POST);
  request.body = body;
  request.body_kind = NEST_BODY_TEXT;
  const Answer answer = client.send(request);
  EXPECT_EQ(answer.error, TransportError::None) << answer.detail;
  EXPECT_TRUE(answer.body == body);
  EXPECT_GT(answer.raw.bytes_sent, body.size());
  EXPECT_GT(answer.raw.bytes_received, body.size());
}

TEST(WireH2, passes_over_interim_answers_and_trailers) {
  ScriptedServer server([](Peer& peer) {
    H2Peer h2(peer);
    while (const auto request = h2.request()) {
      h2.interim(request->stream, 103);
      h2.interim(request->stream, 100);
      h2.answer(request->stream, 200, "body", {{"x-a", "1"}}, {{"x-checksum", "2"}});
    }
  });
  Client client(by_h2(server.url()));
  for (int i = 0; i < 2; ++i) {
    const Answer answer = client.get("/");
    EXPECT_EQ(answer.status, 200) << describe(answer.error) << answer.detail;
    EXPECT_EQ(answer.body, "body");
    EXPECT_EQ(answer.headers, "x-a: 1\r\n");
  }
}

TEST(WireH2, takes_answers_without_a_body) {
  ScriptedServer server([](Peer& peer) {
    H2Peer h2(peer);
    while (const auto request = h2.request()) {
      if (request->method == "HEAD") {
        h2.answer(request->stream, 200, "", {{"content-length", "1000"}});
      } else {
        h2.answer(request->stream, request->path == "/204" ? 204 : 304, "");
      }
    }
  });
  Client client(by_h2(server.url()));
  const Answer head = client.send(client.request("/", NEST_HEAD));
  EXPECT_EQ(head.status, 200) << describe(head.error) << head.detail;
  EXPECT_EQ(head.raw.body_size, 0u);
  EXPECT_EQ(client.get("/204").status, 204);
  EXPECT_EQ(client.get("/304").status, 304);
}

TEST(WireH2, keeps_cookies_and_follows_redirects) {
  ScriptedServer server([](Peer& peer) {
    H2Peer h2(peer);
    while (const auto request = h2.request()) {
      if (request->path == "/login") {
        h2.answer(request->stream, 302, "",
                  {{"location", "/home"}, {"set-cookie", "a=1"}, {"set-cookie", "b=2"}});
      } else {
        h2.answer(request->stream, 200, request->lines);
      }
    }
  });
  Client client(by_h2(server.url()));
  const Answer answer = client.get("/login");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.url, server.url() + "/home");
  EXPECT_EQ(answer.raw.redirects, 1u);
  EXPECT_THAT(answer.body, HasSubstr("cookie: a=1; b=2\n"));
  EXPECT_EQ(server.connections(), 1);
}

TEST(WireH2, decodes_compressed_bodies) {
  ScriptedServer server([](Peer& peer) {
    H2Peer h2(peer);
    while (const auto request = h2.request()) {
      h2.answer(request->stream, 200, testing::gzip("the text"), {{"content-encoding", "gzip"}});
    }
  });
  Client client(by_h2(server.url()));
  ExchangeRequest request = client.request("/");
  request.flags |= NEST_COMPRESSED;
  EXPECT_EQ(client.send(request).body, "the text");
}

TEST(WireH2, gives_a_stream_up_at_its_timeout_and_keeps_the_connection) {
  Heard resets;
  ScriptedServer server([&](Peer& peer) {
    H2Peer h2(peer);
    while (const auto request = h2.request()) {
      for (const std::uint32_t code : h2.resets) resets.add(std::to_string(code));
      if (request->path != "/slow") h2.answer(request->stream, 200, "ok");
    }
  });
  Client client(by_h2(server.url()));
  ExchangeRequest request = client.request("/slow");
  request.timeout = 50 * kMillisecond;
  const Answer slow = client.send(request);
  EXPECT_EQ(slow.error, TransportError::ResponseTimeout);
  EXPECT_EQ(slow.detail, "");
  EXPECT_EQ(client.get("/fast").body, "ok");
  EXPECT_EQ(resets.last(), std::to_string(NGHTTP2_CANCEL));
  EXPECT_EQ(server.connections(), 1);
}

TEST(WireH2, drops_what_is_in_flight_when_told_to) {
  ScriptedServer server([&](Peer& peer) {
    H2Peer h2(peer);
    while (const auto request = h2.request()) {
      if (request->path != "/never") h2.answer(request->stream, 200, "ok");
    }
  });
  Client client(by_h2(server.url()));
  std::vector<Waiter> waiters(3);
  for (Waiter& waiter : waiters) client.exchange->start(client.request("/never"), waiter);
  client.idle(30 * kMillisecond);
  client.exchange->cancel();
  for (Waiter& waiter : waiters) client.exchange->start(client.request("/never"), waiter);
  client.exchange->cancel();
  EXPECT_EQ(client.get("/").body, "ok");
  for (const Waiter& waiter : waiters) EXPECT_FALSE(waiter.done);
  EXPECT_EQ(server.connections(), 1);
}

TEST(WireH2, says_goodbye_when_the_user_ends) {
  std::atomic<int> goodbyes = 0;
  ScriptedServer server([&](Peer& peer) {
    H2Peer h2(peer);
    h2.serve();
    goodbyes += h2.goodbye ? 1 : 0;
  });
  {
    Client client(by_h2(server.url()));
    EXPECT_EQ(client.get("/a").body, "/a");
  }
  for (int i = 0; i < 200 && goodbyes == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(goodbyes, 1);
}

TEST(WireH2, answers_pings_also_between_requests) {
  std::atomic<int> pongs = 0;
  ScriptedServer server([&](Peer& peer) {
    H2Peer h2(peer);
    const auto first = h2.request();
    h2.answer(first->stream, 200, "1");
    h2.ping();
    while (h2.pongs == 0 && h2.read()) {
    }
    pongs = h2.pongs;
    h2.serve();
  });
  Client client(by_h2(server.url()));
  EXPECT_EQ(client.get("/").body, "1");
  client.idle(50 * kMillisecond);
  EXPECT_EQ(pongs, 1);
  EXPECT_EQ(client.get("/2").body, "/2");
}

TEST(WireH2, opens_a_new_connection_when_the_server_has_closed_an_idle_one) {
  ScriptedServer server([](Peer& peer) {
    H2Peer h2(peer);
    const auto request = h2.request();
    if (request) h2.answer(request->stream, 200, request->path);
    peer.pause(5);
  });
  Client client(by_h2(server.url()));
  EXPECT_EQ(client.get("/a").body, "/a");
  client.idle(50 * kMillisecond);
  EXPECT_EQ(client.get("/b").body, "/b");
  EXPECT_EQ(server.connections(), 2);
}

TEST(WireH2, sends_again_what_a_used_connection_closed_on) {
  ScriptedServer server([](Peer& peer) {
    H2Peer h2(peer);
    if (peer.number > 0) return h2.serve();
    const auto request = h2.request();
    h2.answer(request->stream, 200, "1");
    h2.request();  // and closes
  });
  Client client(by_h2(server.url()));
  EXPECT_EQ(client.get("/").body, "1");
  EXPECT_EQ(client.get("/again").body, "/again");
  EXPECT_EQ(server.connections(), 2);
}

TEST(WireH2, fails_what_a_new_connection_closed_on) {
  ScriptedServer server([](Peer& peer) {
    H2Peer h2(peer);
    h2.request();
    peer.end_output();
    peer.wait_for_close();
  });
  Client client(by_h2(server.url()));
  EXPECT_EQ(client.get("/").error, TransportError::Closed);
}

TEST(WireH2, sends_what_was_refused_once_more) {
  std::atomic<int> refused = 0;
  ScriptedServer server([&](Peer& peer) {
    H2Peer h2(peer);
    while (const auto request = h2.request()) {
      if (request->path == "/never" || refused == 0) {
        ++refused;
        h2.reset(request->stream, NGHTTP2_REFUSED_STREAM);
      } else {
        h2.answer(request->stream, 200, request->path);
      }
    }
  });
  Client client(by_h2(server.url()));
  EXPECT_EQ(client.get("/a").body, "/a");
  EXPECT_EQ(refused, 1);
  const Answer never = client.get("/never");
  EXPECT_EQ(never.error, TransportError::StreamReset);
  EXPECT_EQ(never.detail, "REFUSED_STREAM");
  EXPECT_EQ(refused, 3);
  EXPECT_EQ(server.connections(), 1);
}

TEST(WireH2, says_why_a_server_gave_a_stream_up) {
  ScriptedServer server([](Peer& peer) {
    H2Peer h2(peer);
    while (const auto request = h2.request()) {
      if (request->path == "/") {
        h2.reset(request->stream, NGHTTP2_INTERNAL_ERROR);
      } else {
        h2.answer(request->stream, 200, request->path);
      }
    }
  });
  Client client(by_h2(server.url()));
  const Answer answer = client.get("/");
  EXPECT_EQ(answer.error, TransportError::StreamReset);
  EXPECT_EQ(answer.detail, "INTERNAL_ERROR");
  EXPECT_EQ(answer.status, 0);
  EXPECT_EQ(client.get("/next").body, "/next");
  EXPECT_EQ(server.connections(), 1);
}

TEST(WireH2, takes_an_answer_that_does_not_wait_for_the_whole_request) {
  ScriptedServer server([](Peer& peer) {
    H2Peer h2(peer, {{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 10}});
    h2.read();
    h2.read();
    h2.answer(1, 413, "too much");
    h2.serve();
  });
  Client client(by_h2(server.url()));
  const std::string body(1024 * 1024, 'x');
  ExchangeRequest request = client.request("/", NEST_POST);
  request.body = body;
  const Answer answer = client.send(request);
  EXPECT_EQ(answer.status, 413) << describe(answer.error) << answer.detail;
  EXPECT_EQ(answer.body, "too much");
  EXPECT_EQ(client.get("/next").body, "/next");
  EXPECT_EQ(server.connections(), 1);
}

TEST(WireH2, finishes_streams_that_a_leaving_server_has_taken_and_sends_the_others_elsewhere) {
  ScriptedServer server([](Peer& peer) {
    H2Peer h2(peer);
    if (peer.number > 0) return h2.serve();
    std::vector<H2Request> all;
    while (all.size() < 3) {
      auto next = h2.request();
      if (!next) return;
      all.push_back(*next);
    }
    h2.go_away(all[0].stream);
    peer.pause(30);
    h2.answer(all[0].stream, 200, "old");
    peer.wait_for_close();
  });
  Client client(by_h2(server.url()));
  std::vector<Waiter> waiters(3);
  for (Waiter& waiter : waiters) client.exchange->start(client.request("/new"), waiter);
  for (Waiter& waiter : waiters) client.wait(waiter);
  EXPECT_EQ(waiters[0].answer.body, "old");
  EXPECT_EQ(waiters[1].answer.body, "/new");
  EXPECT_EQ(waiters[2].answer.body, "/new");
  EXPECT_EQ(client.get("/more").body, "/more");
  EXPECT_EQ(server.connections(), 2);
}

TEST(WireH2, leaves_a_connection_whose_server_said_goodbye_while_it_was_idle) {
  ScriptedServer server([](Peer& peer) {
    H2Peer h2(peer);
    const auto request = h2.request();
    h2.answer(request->stream, 200, request->path);
    h2.go_away(request->stream);
    peer.wait_for_close();
  });
  Client client(by_h2(server.url()));
  EXPECT_EQ(client.get("/a").body, "/a");
  client.idle(30 * kMillisecond);
  EXPECT_EQ(client.get("/b").body, "/b");
  EXPECT_EQ(server.connections(), 2);
}

TEST(WireH2, speaks_http_1_where_a_request_asks_for_it) {
  ScriptedServer server(testing::always("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  Client client(by_h2(server.url()));
  ExchangeRequest request = client.request("/");
  request.flags |= NEST_HTTP_1;
  const Answer answer = client.send(request);
  EXPECT_EQ(answer.body, "ok");
  EXPECT_EQ(answer.raw.http_version, 1);
}

TEST(WireH2, is_spoken_where_only_the_request_asks_for_it) {
  ScriptedServer server(h2_echo());
  Client client(server.url());
  ExchangeRequest request = client.request("/x");
  request.flags |= NEST_HTTP_2;
  const Answer answer = client.send(request);
  EXPECT_EQ(answer.body, "/x");
  EXPECT_EQ(answer.raw.http_version, 2);
}

TEST(WireH2, goes_back_to_http_1_where_the_server_requires_it) {
  ScriptedServer server([](Peer& peer) {
    if (peer.number > 0) {
      while (!peer.request().empty()) peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      return;
    }
    H2Peer h2(peer);
    while (const auto request = h2.request()) h2.reset(request->stream, NGHTTP2_HTTP_1_1_REQUIRED);
  });
  Client client(by_h2(server.url()));
  for (int i = 0; i < 2; ++i) {
    const Answer answer = client.get("/");
    EXPECT_EQ(answer.body, "ok") << describe(answer.error) << answer.detail;
    EXPECT_EQ(answer.raw.http_version, 1);
  }
  EXPECT_EQ(server.connections(), 2);
}

TEST(WireH2, fails_every_request_that_waited_for_a_connection_that_is_refused) {
  ScriptedServer server(h2_echo());
  Client client(by_h2(server.url()));
  server.refuse();
  std::vector<Waiter> waiters(3);
  for (Waiter& waiter : waiters) client.exchange->start(client.request("/"), waiter);
  for (Waiter& waiter : waiters) {
    client.wait(waiter);
    EXPECT_EQ(waiter.answer.error, TransportError::Refused);
    EXPECT_EQ(waiter.calls, 1);
  }
}

/// Ends the user from inside the call that tells of an answer.
struct LastAnswer final : ExchangeListener {
  explicit LastAnswer(Client& user) : client(user) {}
  void exchange_done(const ExchangeResult& result) override {
    status = result.status;
    client.exchange.reset();
  }
  Client& client;
  int status = 0;
};

TEST(WireH2, survives_a_user_who_ends_while_others_of_its_streams_have_ended_too) {
  ScriptedServer server([](Peer& peer) {
    H2Peer h2(peer);
    std::vector<H2Request> all;
    while (all.size() < 3) {
      auto next = h2.request();
      if (!next) return;
      all.push_back(*next);
    }
    std::string together;
    for (const H2Request& each : all) {
      // HEADERS with END_STREAM and END_HEADERS: ":status: 204", from the static table.
      together += H2Peer::frame(1, 5, static_cast<std::uint32_t>(each.stream), "\x89");
    }
    peer.send(together);
    peer.wait_for_close();
  });
  Client client(by_h2(server.url()));
  LastAnswer last(client);
  for (int i = 0; i < 3; ++i) client.exchange->start(client.request("/"), last);
  client.idle(100 * kMillisecond);
  EXPECT_EQ(last.status, 204);
}

}  // namespace
}  // namespace nest::http
