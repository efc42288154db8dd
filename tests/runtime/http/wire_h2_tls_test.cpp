// Which version of HTTP is spoken over TLS: what is offered, and what the server chooses (RFC 7301, RFC
// 9113 3.2).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/runtime/http/h2_peer.h"
#include "tests/runtime/http/test_certificate.h"
#include "tests/runtime/http/test_client.h"
#include "tests/runtime/http/test_server.h"

namespace nest::http {
namespace {

using testing::always;
using testing::Answer;
using testing::choose_protocol;
using testing::Client;
using testing::h2_echo;
using testing::ScriptedServer;
using testing::TestCertificate;
using testing::Waiter;

constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

struct ContextFree {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

struct WireH2Tls : ::testing::Test {
  TestCertificate certificate{"DNS:localhost,IP:127.0.0.1"};
  std::unique_ptr<SSL_CTX, ContextFree> context{certificate.server_context()};
  const std::string h2 = "h2";
  const std::string http1 = "http/1.1";

  Settings trusting(const ScriptedServer& server) const {
    Settings settings = Client::with_host(server.url());
    settings.cacert = certificate.file();
    settings.http = HttpVersion::Http2;
    return settings;
  }
};

TEST_F(WireH2Tls, is_http_2_where_the_server_chooses_it) {
  choose_protocol(context.get(), h2);
  ScriptedServer server(h2_echo(), context.get());
  Client client(trusting(server));
  std::vector<Waiter> waiters(5);
  for (Waiter& waiter : waiters) client.exchange->start(client.request("/x"), waiter);
  for (Waiter& waiter : waiters) {
    client.wait(waiter);
    EXPECT_EQ(waiter.answer.body, "/x") << describe(waiter.answer.error) << waiter.answer.detail;
    EXPECT_EQ(waiter.answer.raw.http_version, 2);
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(WireH2Tls, is_http_1_where_the_server_chooses_that) {
  choose_protocol(context.get(), http1);
  ScriptedServer server(always(kOk), context.get());
  Client client(trusting(server));
  for (int i = 0; i < 3; ++i) {
    const Answer answer = client.get("/");
    EXPECT_EQ(answer.body, "ok") << describe(answer.error) << answer.detail;
    EXPECT_EQ(answer.raw.http_version, 1);
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(WireH2Tls, is_http_1_where_the_server_knows_nothing_of_the_choice_also_for_several_at_once) {
  ScriptedServer server(always(kOk), context.get());
  Client client(trusting(server));
  std::vector<Waiter> waiters(3);
  for (Waiter& waiter : waiters) client.exchange->start(client.request("/"), waiter);
  for (Waiter& waiter : waiters) {
    client.wait(waiter);
    EXPECT_EQ(waiter.answer.body, "ok") << describe(waiter.answer.error) << waiter.answer.detail;
    EXPECT_EQ(waiter.answer.raw.http_version, 1);
    EXPECT_EQ(waiter.calls, 1);
  }
  EXPECT_EQ(server.connections(), 3);
}

TEST_F(WireH2Tls, carries_large_bodies_both_ways) {
  choose_protocol(context.get(), h2);
  ScriptedServer server(
      [](testing::Peer& peer) {
        testing::H2Peer speaker(peer);
        while (const auto request = speaker.request()) speaker.answer(request->stream, 200, request->body);
      },
      context.get());
  Client client(trusting(server));
  const std::string body(5 * 1024 * 1024, 'x');
  ExchangeRequest request = client.request("/", NEST_POST);
  request.body = body;
  const Answer answer = client.send(request);
  EXPECT_EQ(answer.error, TransportError::None) << answer.detail;
  EXPECT_TRUE(answer.body == body);
}

TEST_F(WireH2Tls, resumes_a_session_of_the_user) {
  choose_protocol(context.get(), h2);
  std::atomic<int> resumed = 0;
  ScriptedServer server(
      [&](testing::Peer& peer) {
        resumed += SSL_session_reused(peer.ssl());
        testing::H2Peer speaker(peer);
        const auto request = speaker.request();
        if (!request) return;
        speaker.go_away(request->stream);
        speaker.answer(request->stream, 200, "ok");
        speaker.request();
      },
      context.get());
  Client client(trusting(server));
  EXPECT_EQ(client.get("/").body, "ok");
  EXPECT_EQ(client.get("/").body, "ok");
  EXPECT_EQ(server.connections(), 2);
  EXPECT_EQ(resumed, 1);
}

TEST_F(WireH2Tls, blames_a_handshake_that_does_not_end) {
  ScriptedServer server([](testing::Peer& peer) { peer.wait_for_close(); });
  Settings settings = trusting(server);
  settings.host = "https://" + server.authority();
  settings.connect_timeout = 100 * kMillisecond;
  Client client(settings);
  EXPECT_EQ(client.get("/").error, TransportError::TlsTimeout);
}

TEST_F(WireH2Tls, refuses_a_certificate_that_nobody_vouches_for) {
  choose_protocol(context.get(), h2);
  ScriptedServer server(h2_echo(), context.get());
  Settings settings = trusting(server);
  settings.cacert.clear();
  Client client(settings);
  const Answer answer = client.get("/");
  EXPECT_EQ(answer.error, TransportError::Certificate);
  EXPECT_NE(answer.detail, "");
}

}  // namespace
}  // namespace nest::http
