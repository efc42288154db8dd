#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "tests/runtime/http/compress.h"
#include "tests/runtime/http/test_client.h"
#include "tests/runtime/http/test_server.h"

namespace nest::http {
namespace {

using testing::always;
using testing::Answer;
using testing::Client;
using ::testing::HasSubstr;
using testing::Peer;
using testing::ScriptedServer;
using testing::Waiter;

constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

TEST(WireFailure, has_words_for_every_cause) {
  for (std::size_t i = 0; i < kTransportErrorCount; ++i) {
    EXPECT_FALSE(describe(static_cast<TransportError>(i)).empty());
    for (std::size_t k = 0; k < i; ++k) {
      EXPECT_NE(describe(static_cast<TransportError>(i)), describe(static_cast<TransportError>(k)));
    }
  }
}

TEST(WireFailure, is_bad_url_for_urls_that_are_none) {
  Client client("http://127.0.0.1:1");
  for (const char* url : {"ftp://h/", "http://", "http://a b/", "http://h:99999/"}) {
    const Answer answer = client.get(url);
    EXPECT_EQ(answer.error, TransportError::BadUrl) << url;
    EXPECT_FALSE(answer.detail.empty());
    EXPECT_EQ(answer.status, 0);
  }
  EXPECT_EQ(Client("").get("/x").error, TransportError::BadUrl);
  EXPECT_EQ(Client("no url").get("/x").error, TransportError::BadUrl);
}

TEST(WireFailure, is_dns_for_a_name_that_does_not_exist) {
  Client client("http://does-not-exist.invalid");
  const Answer answer = client.get("/");
  EXPECT_EQ(answer.error, TransportError::Dns);
  EXPECT_THAT(answer.detail, HasSubstr("does-not-exist.invalid"));
  EXPECT_EQ(client.get("/").error, TransportError::Dns);
}

TEST(WireFailure, of_a_lookup_is_shared_by_all_who_wait_for_it) {
  SteadyClock clock;
  EventLoop loop(clock, test::test_engine());
  WireExchangeFactory factory(Client::with_host("http://does-not-exist.invalid"), loop);
  std::vector<std::unique_ptr<Exchange>> users;
  std::vector<std::unique_ptr<Waiter>> waiters;
  for (int i = 0; i < 100; ++i) {
    users.push_back(factory.make());
    waiters.push_back(std::make_unique<Waiter>());
    ExchangeRequest request;
    request.url = "/";
    users.back()->start(request, *waiters.back());
  }
  users[0].reset();  // the one whose lookup the others wait for
  users[50].reset();
  const Instant end = clock.now() + 10 * kSecond;
  const auto left = [&] {
    return std::ranges::count_if(waiters, [](const auto& waiter) { return !waiter->done; });
  };
  while (left() > 2 && clock.now() < end) loop.turn(clock.now() + 10 * kMillisecond);
  EXPECT_EQ(left(), 2);
  EXPECT_EQ(waiters[99]->answer.error, TransportError::Dns);
}

TEST(WireFailure, is_refused_where_nobody_listens) {
  int port = 0;
  {
    ScriptedServer server(always(kOk));
    port = server.port();
  }
  Client client("http://127.0.0.1:" + std::to_string(port));
  const Answer answer = client.get("/");
  EXPECT_EQ(answer.error, TransportError::Refused) << answer.detail;
  EXPECT_EQ(answer.detail, "127.0.0.1:" + std::to_string(port)) << "failures group by this text";
  EXPECT_EQ(answer.status, 0);
  EXPECT_EQ(Client("http://localhost:" + std::to_string(port)).get("/").error, TransportError::Refused);
}

TEST(WireFailure, is_unreachable_where_no_route_goes) {
  Client client("http://224.0.0.1");  // a multicast group: the kernel refuses to connect to it
  const Answer answer = client.get("/");
  EXPECT_EQ(answer.error, TransportError::Unreachable) << answer.detail;
}

TEST(WireFailure, is_connect_timeout_when_nobody_accepts) {
  ScriptedServer server(nullptr, nullptr, 0);
  // Fill the backlog: from then on SYNs are dropped.
  std::vector<int> fillers;
  for (int i = 0; i < 4; ++i) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(server.port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address);
    fillers.push_back(fd);
  }
  Settings settings = Client::with_host(server.url());
  settings.connect_timeout = 80 * kMillisecond;
  Client client(settings);
  EXPECT_EQ(client.get("/").error, TransportError::ConnectTimeout);
  settings.connect_timeout = -1;
  settings.timeout = 80 * kMillisecond;
  Client other(settings);
  EXPECT_EQ(other.get("/").error, TransportError::ConnectTimeout);
  for (const int fd : fillers) close(fd);
}

TEST(WireFailure, of_one_host_to_accept_does_not_hold_up_another) {
  ScriptedServer silent(nullptr, nullptr, 0);
  ScriptedServer server(always(kOk));
  Client client(server.url());
  WireExchangeFactory factory(Client::with_host(silent.url()), client.loop);
  std::vector<std::unique_ptr<Exchange>> stuck;
  std::vector<std::unique_ptr<Waiter>> waiters;
  ExchangeRequest request;
  request.url = "/";
  for (int i = 0; i < 600; ++i) {
    stuck.push_back(factory.make());
    waiters.push_back(std::make_unique<Waiter>());
    stuck.back()->start(request, *waiters.back());
  }
  // Another user of the same worker, and so of the same connector, behind them in the queue.
  const std::unique_ptr<Exchange> other = factory.make();
  const std::string url = server.url() + "/";
  request.url = url;
  Waiter waiter;
  other->start(request, waiter);
  client.wait(waiter);
  EXPECT_EQ(waiter.answer.status, 200) << describe(waiter.answer.error);
  EXPECT_LT(waiter.answer.raw.time, 30 * kSecond) << "the others wait for a minute";
}

TEST(WireFailure, is_response_timeout_when_the_answer_does_not_come_or_end) {
  for (const char* beginning :
       {"", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"}) {
    ScriptedServer server([&](Peer& peer) {
      peer.request();
      peer.send(beginning);
      peer.wait_for_close();
    });
    Client client(server.url());
    ExchangeRequest request = client.request("/");
    request.timeout = 250 * kMillisecond;
    const Answer answer = client.send(request);
    EXPECT_EQ(answer.error, TransportError::ResponseTimeout) << beginning;
    EXPECT_GE(answer.raw.time, 250 * kMillisecond);
    EXPECT_LT(answer.raw.time, 30 * kSecond);
    EXPECT_EQ(answer.status, 0);
  }
}

TEST(WireFailure, by_a_timeout_covers_redirects_and_is_reset_for_the_next_request) {
  ScriptedServer server([&](Peer& peer) {
    while (!peer.request().empty()) {
      peer.pause(400);
      peer.send("HTTP/1.1 302 X\r\nLocation: /\r\nContent-Length: 0\r\n\r\n");
    }
  });
  Client client(server.url());
  ExchangeRequest request = client.request("/");
  request.timeout = 1500 * kMillisecond;
  for (int i = 0; i < 2; ++i) {
    const Answer answer = client.send(request);
    EXPECT_EQ(answer.error, TransportError::ResponseTimeout);
    EXPECT_GE(answer.raw.redirects, 1u);
  }
  request.max_redirects = 0;
  EXPECT_EQ(client.send(request).status, 302);
}

TEST(WireFailure, does_not_come_early_after_a_short_timeout_of_another) {
  ScriptedServer server([&](Peer& peer) {
    for (;;) {
      const std::string request = peer.request();
      if (request.empty()) return;
      if (request.starts_with("GET /slow")) peer.pause(2300);
      peer.send(kOk);
    }
  });
  Client client(server.url());
  ExchangeRequest quick = client.request("/");
  quick.timeout = 2 * kSecond;
  EXPECT_EQ(client.send(quick).status, 200);
  EXPECT_EQ(client.get("/slow").status, 200) << "the lazy timer fired for the request before";
}

TEST(WireFailure, is_closed_when_the_peer_goes_before_the_end) {
  for (const char* beginning : {"", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel",
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"}) {
    ScriptedServer server([&](Peer& peer) {
      peer.request();
      peer.send(beginning);
    });
    Client client(server.url());
    EXPECT_EQ(client.get("/").error, TransportError::Closed) << beginning;
    EXPECT_EQ(server.connections(), 1) << "a first connection is not tried again";
  }
}

TEST(WireFailure, is_reset_when_the_peer_resets) {
  for (const char* beginning :
       {"", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", "HTTP/1.1 200 OK\r\n\r\nabc"}) {
    ScriptedServer server([&](Peer& peer) {
      peer.request();
      peer.send(beginning);
      peer.pause(20);
      peer.reset();
    });
    Client client(server.url());
    EXPECT_EQ(client.get("/").error, TransportError::Reset) << beginning;
  }
}

TEST(WireFailure, of_a_kept_connection_before_any_byte_is_tried_again_once) {
  for (const bool hard : {false, true}) {
    ScriptedServer server([&](Peer& peer) {
      peer.request();
      peer.send(kOk);
      // The next request is taken in, and then the connection closed without a word.
      if (peer.request().empty()) return;
      if (hard) peer.reset();
    });
    Client client(server.url());
    for (int i = 0; i < 4; ++i) {
      const Answer answer = client.send(client.request("/", NEST_POST));
      EXPECT_EQ(answer.status, 200) << describe(answer.error);
    }
    EXPECT_EQ(server.connections(), 4);
  }
}

TEST(WireFailure, of_a_kept_connection_that_closed_as_we_wrote_is_tried_again) {
  ScriptedServer server([&](Peer& peer) {
    peer.request();
    peer.send(kOk);
  });
  Client client(server.url());
  EXPECT_EQ(client.get("/").status, 200);
  // No turn of the loop in between: it cannot have noticed that the connection is closed.
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  const Answer answer = client.get("/");
  EXPECT_EQ(answer.status, 200) << describe(answer.error);
  EXPECT_EQ(server.connections(), 2);
}

TEST(WireFailure, after_the_second_try_is_final) {
  ScriptedServer server([&](Peer& peer) {
    peer.request();
    if (peer.number == 0) peer.send(kOk);
    if (peer.number == 0) peer.request();
  });
  Client client(server.url());
  EXPECT_EQ(client.get("/").status, 200);
  EXPECT_EQ(client.get("/").error, TransportError::Closed);
  EXPECT_EQ(server.connections(), 2);
}

TEST(WireFailure, is_not_tried_again_after_a_byte_of_the_answer) {
  ScriptedServer server([&](Peer& peer) {
    peer.request();
    peer.send(kOk);
    peer.request();
    peer.send("H");
  });
  Client client(server.url());
  EXPECT_EQ(client.get("/").status, 200);
  EXPECT_EQ(client.get("/").error, TransportError::Closed);
  EXPECT_EQ(server.connections(), 1);
}

TEST(WireFailure, does_not_hide_an_answer_that_came_before_the_whole_request_was_sent) {
  ScriptedServer server([&](Peer& peer) {
    peer.read(1000);
    peer.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
    peer.pause(20);
    shutdown(peer.fd(), SHUT_WR);
    peer.wait_for_close();
  });
  Client client(server.url());
  const std::string big(20'000'000, 'b');
  ExchangeRequest request = client.request("/", NEST_POST);
  request.body = big;
  const Answer answer = client.send(request);
  EXPECT_EQ(answer.status, 413) << describe(answer.error);
  EXPECT_EQ(answer.body, "big");
}

TEST(WireFailure, is_malformed_for_what_is_not_http) {
  struct Case {
    const char* answer;
    const char* detail;
  };
  const Case cases[] = {
      {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "it does not begin as an HTTP/1 answer"},
      {"HTTP/1.1 99 Low\r\n\r\n", "it does not begin as an HTTP/1 answer"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "in its Content-Length"},
      {"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n", "in its Content-Length"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: rot13\r\n\r\n", "in its Transfer-Encoding"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
       "both Content-Length and Transfer-Encoding"},
      {"HTTP/1.1 200 OK\r\nX: a\x01z\r\n\r\n", "a control character in a header"},
      {"HTTP/1.1 200 OK\r\nX: a\rz\r\n\r\n", "a control character in a header"},
      {"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "a header line that is not `name: value`"},
      {"HTTP/1.1 200 OK\r\n: no name\r\n\r\n", "a header line that is not `name: value`"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "in the chunks of the body"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello0\r\n\r\n",
       "in the chunks of the body"},
      {"HTTP/1.1 100 Continue\r\n\r\nnonsense\r\n", "it does not begin as an HTTP/1 answer"},
  };
  for (const auto& [answer, detail] : cases) {
    ScriptedServer server(always(answer));
    Client client(server.url());
    const auto got = client.get("/");
    EXPECT_EQ(got.error, TransportError::Malformed) << answer;
    EXPECT_EQ(got.detail, detail) << answer;
  }
}

TEST(WireFailure, is_head_too_large_beyond_the_bound) {
  ScriptedServer server(always("HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x') + "\r\n\r\n"));
  Client client(server.url());
  EXPECT_EQ(client.get("/").error, TransportError::HeadTooLarge);
  ScriptedServer fits(
      always("HTTP/1.1 200 OK\r\nX: " + std::string(60'000, 'x') + "\r\nContent-Length: 0\r\n\r\n"));
  Client other(fits.url());
  EXPECT_EQ(other.get("/").headers.size(), 60'000u + 24);
}

TEST(WireFailure, is_body_too_large_only_when_the_body_is_kept) {
  Settings settings = Client::with_host("");
  settings.max_body = 1000;
  for (const std::string& framing :
       {std::string("Content-Length: 1001\r\n\r\n"), std::string("Connection: close\r\n\r\n")}) {
    ScriptedServer server([&](Peer& peer) {
      peer.request();
      peer.send("HTTP/1.1 200 OK\r\n" + framing + std::string(1001, 'x'));
    });
    settings.host = server.url();
    Client client(settings);
    EXPECT_EQ(client.get("/").error, TransportError::BodyTooLarge);
    ExchangeRequest request = client.request("/");
    request.flags = 0;
    const Answer answer = client.send(request);
    EXPECT_EQ(answer.error, TransportError::None);
    EXPECT_EQ(answer.raw.body_size, 1001u);
  }
  ScriptedServer exact(always("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x')));
  settings.host = exact.url();
  EXPECT_EQ(Client(settings).get("/").body.size(), 1000u);
}

TEST(WireFailure, is_decoding_for_a_corrupt_body) {
  ScriptedServer server(
      always("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"));
  Client client(server.url());
  EXPECT_EQ(client.get("/").error, TransportError::Decoding);
  EXPECT_EQ(client.get("/").error, TransportError::Decoding);
}

TEST(WireFailure, is_a_matter_of_this_machine_when_descriptors_run_out) {
  ScriptedServer server(always(kOk));
  Client client(server.url());
  Client warm(server.url());
  EXPECT_EQ(warm.get("/").status, 200);
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const int next = dup(0);
  close(next);
  rlimit tight = before;
  tight.rlim_cur = static_cast<rlim_t>(next);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &tight), 0);
  // Descriptors below the limit may be free in gaps: use them up.
  std::vector<int> gaps;
  for (int fd = dup(0); fd >= 0; fd = dup(0)) gaps.push_back(fd);
  const Answer answer = client.get("/");
  for (const int fd : gaps) close(fd);
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(answer.error, TransportError::NoDescriptors) << answer.detail;
  EXPECT_EQ(client.get("/").status, 200);
}

TEST(WireFailure, shows_in_a_trace) {
  struct Transcript final : ExchangeTrace {
    void sent(std::string_view, std::string_view, std::string_view) override { ++sent_count; }
    void received(std::string_view head, std::string_view, const ExchangeResult& result) override {
      EXPECT_EQ(head, "");
      error = result.error;
    }
    int sent_count = 0;
    TransportError error = TransportError::None;
  } trace;
  ScriptedServer server(always("nonsense\r\n"));
  Settings settings = Client::with_host(server.url());
  settings.trace = &trace;
  Client client(settings);
  EXPECT_EQ(client.get("/").error, TransportError::Malformed);
  EXPECT_EQ(trace.sent_count, 1);
  EXPECT_EQ(trace.error, TransportError::Malformed);
}

TEST(WireSettings, are_checked_before_the_run) {
  Settings settings;
  settings.host = "http://shop.test/";
  EXPECT_EQ(find_fault(settings), std::nullopt);
  settings.host = "shop.test";
  EXPECT_THAT(find_fault(settings).value_or(""), HasSubstr("no http:// or https:// before it"));
  settings.host = "localhost:8080";
  EXPECT_THAT(find_fault(settings).value_or(""), HasSubstr("write http://localhost:8080"));
  settings.host = "ftp://localhost";
  EXPECT_THAT(find_fault(settings).value_or(""), HasSubstr("a scheme other than http and https"));
  settings.host = "http://shop.test/";
  settings.cacert = "/does/not/exist.pem";
  EXPECT_THAT(find_fault(settings).value_or(""), HasSubstr("/does/not/exist.pem"));
  settings.cacert.clear();
  for (const auto& [proxy, words] : std::initializer_list<std::pair<const char*, const char*>>{
           {"https://proxy", "by TLS"},
           {"ftp://me:hunter2@proxy:21", "not with ftp://"},
           {"http://", "no host"},
           {"http://proxy:99999", "port"},
           {"socks5://[::1", "IPv6"}}) {
    settings.proxy = proxy;
    EXPECT_THAT(find_fault(settings).value_or(""), HasSubstr(words)) << proxy;
    EXPECT_EQ(find_fault(settings).value_or("").find("hunter2"), std::string::npos);
  }
  for (const char* proxy : {"none", "proxy", "proxy:3128", "http://me:pass@proxy:3128/", "HTTP://proxy",
                            "socks4://a", "socks4a://a:1", "socks5://a", "socks5h://[::1]:1080"}) {
    settings.proxy = proxy;
    EXPECT_EQ(find_fault(settings), std::nullopt) << proxy;
  }
}

}  // namespace
}  // namespace nest::http
