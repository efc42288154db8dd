#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/runtime/http/test_certificate.h"
#include "tests/runtime/http/test_client.h"
#include "tests/runtime/http/test_server.h"

namespace nest::http {
namespace {

using testing::always;
using testing::Answer;
using testing::Client;
using ::testing::HasSubstr;
using testing::Heard;
using testing::Peer;
using testing::ScriptedServer;
using testing::TestCertificate;
using testing::Waiter;

constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

struct ContextFree {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using Context = std::unique_ptr<SSL_CTX, ContextFree>;

struct WireTls : ::testing::Test {
  TestCertificate certificate{"DNS:localhost,IP:127.0.0.1"};
  Context context{certificate.server_context()};

  Settings trusting(const std::string& host) const {
    Settings settings = Client::with_host(host);
    settings.cacert = certificate.file();
    return settings;
  }
  static std::string by_name(const ScriptedServer& server) {
    return "https://localhost:" + std::to_string(server.port());
  }
};

TEST_F(WireTls, carries_exchanges_over_one_connection) {
  ScriptedServer server(always(kOk), context.get());
  Client client(trusting(by_name(server)));
  for (int i = 0; i < 5; ++i) {
    const Answer answer = client.get("/x");
    EXPECT_EQ(answer.body, "ok") << describe(answer.error) << " " << answer.detail;
    EXPECT_EQ(answer.url, by_name(server) + "/x");
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(WireTls, takes_no_longer_by_how_late_an_answer_is_read) {
  ScriptedServer server(always(kOk), context.get());
  Client client(trusting(by_name(server)));
  EXPECT_EQ(client.get("/").body, "ok");
  client.idle(200 * kMillisecond);  // the kernel begins to stamp some time after it was asked to
  Waiter waiter;
  client.exchange->start(client.request("/"), waiter);
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  client.wait(waiter);
  EXPECT_EQ(waiter.answer.body, "ok");
  EXPECT_LT(waiter.answer.raw.time, 200 * kMillisecond);
}

TEST_F(WireTls, accepts_an_address_that_the_certificate_names) {
  ScriptedServer server(always(kOk), context.get());
  Client client(trusting(server.url()));
  EXPECT_EQ(client.get("/").body, "ok");
}

TEST_F(WireTls, says_the_name_it_wants_and_speaks_http_1_only) {
  Heard names;
  Heard protocols;
  SSL_CTX_set_alpn_select_cb(
      context.get(),
      [](SSL*, const unsigned char** out, unsigned char* size, const unsigned char* in, unsigned in_size,
         void* seen) {
        static_cast<Heard*>(seen)->add({reinterpret_cast<const char*>(in), in_size});
        *out = in + 1;
        *size = in[0];
        return SSL_TLSEXT_ERR_OK;
      },
      &protocols);
  ScriptedServer server(
      [&](Peer& peer) {
        const char* const asked = SSL_get_servername(peer.ssl(), TLSEXT_NAMETYPE_host_name);
        names.add(asked != nullptr ? asked : "");
        while (!peer.request().empty()) peer.send(kOk);
      },
      context.get());
  Client client(trusting(by_name(server)));
  EXPECT_EQ(client.get("/").body, "ok");
  EXPECT_EQ(names.last(), "localhost");
  EXPECT_EQ(protocols.last(), "\x08http/1.1");
  Client by_address(trusting(server.url()));
  EXPECT_EQ(by_address.get("/").body, "ok");
  EXPECT_EQ(names.last(), "") << "an address is no server name";
}

TEST_F(WireTls, refuses_a_certificate_that_nobody_vouches_for) {
  ScriptedServer server(always(kOk), context.get());
  Client client(by_name(server));
  const Answer answer = client.get("/");
  EXPECT_EQ(answer.error, TransportError::Certificate);
  EXPECT_THAT(answer.detail, HasSubstr("self-signed"));
  EXPECT_EQ(answer.status, 0);
}

TEST_F(WireTls, refuses_a_certificate_for_another_host) {
  const TestCertificate other("DNS:other.test,IP:10.0.0.1");
  const Context other_context(other.server_context());
  ScriptedServer server(always(kOk), other_context.get());
  Settings settings = Client::with_host(by_name(server));
  settings.cacert = other.file();
  Client by_hostname(settings);
  Answer answer = by_hostname.get("/");
  EXPECT_EQ(answer.error, TransportError::Certificate);
  EXPECT_THAT(answer.detail, HasSubstr("hostname mismatch"));
  settings.host = server.url();
  Client by_address(settings);
  answer = by_address.get("/");
  EXPECT_EQ(answer.error, TransportError::Certificate);
  EXPECT_THAT(answer.detail, HasSubstr("IP address mismatch"));
}

TEST_F(WireTls, refuses_a_certificate_that_has_expired) {
  const TestCertificate old("DNS:localhost", -7200, 3600);
  const Context old_context(old.server_context());
  ScriptedServer server(always(kOk), old_context.get());
  Settings settings = Client::with_host(by_name(server));
  settings.cacert = old.file();
  Client client(settings);
  const Answer answer = client.get("/");
  EXPECT_EQ(answer.error, TransportError::Certificate);
  EXPECT_THAT(answer.detail, HasSubstr("expired"));
}

TEST_F(WireTls, accepts_anything_when_told_to_be_insecure) {
  const TestCertificate wrong("DNS:other.test", -7200, 3600);
  const Context wrong_context(wrong.server_context());
  ScriptedServer server(always(kOk), wrong_context.get());
  Settings settings = Client::with_host(server.url());
  settings.insecure = true;
  EXPECT_EQ(Client(settings).get("/").body, "ok");
}

TEST_F(WireTls, resumes_a_users_own_session_and_nobody_elses) {
  std::atomic<int> resumed = 0;
  ScriptedServer server(
      [&](Peer& peer) {
        if (!peer.broken()) resumed += SSL_session_reused(peer.ssl());
        while (!peer.request().empty())
          peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
      },
      context.get());
  for (const int version : {TLS1_3_VERSION, TLS1_2_VERSION}) {
    SSL_CTX_set_max_proto_version(context.get(), version);
    resumed = 0;
    Client client(trusting(by_name(server)));
    for (int i = 0; i < 4; ++i) EXPECT_EQ(client.get("/").body, "ok");
    EXPECT_EQ(resumed, 3);
    Client stranger(trusting(by_name(server)));
    EXPECT_EQ(stranger.get("/").body, "ok");
    EXPECT_EQ(resumed, 3);
  }
}

TEST_F(WireTls, carries_large_bodies_both_ways) {
  std::string big;
  for (int i = 0; i < 300'000; ++i) big += std::to_string(i) + ",";
  ScriptedServer server(
      [&](Peer& peer) {
        for (;;) {
          const std::string request = peer.request();
          if (request.empty()) return;
          const std::string body = request.substr(request.find("\r\n\r\n") + 4);
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
          peer.send(body);
        }
      },
      context.get());
  Client client(trusting(by_name(server)));
  for (const std::size_t size : {std::size_t{100}, std::size_t{20'000}, big.size()}) {
    ExchangeRequest request = client.request("/", NEST_POST);
    request.body = std::string_view(big).substr(0, size);
    const Answer answer = client.send(request);
    EXPECT_EQ(answer.body, request.body) << describe(answer.error);
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(WireTls, reads_answers_that_come_byte_by_byte) {
  ScriptedServer server(
      [&](Peer& peer) {
        while (!peer.request().empty())
          peer.trickle("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
      },
      context.get());
  Client client(trusting(by_name(server)));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.get("/").body, "ok");
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(WireTls, does_not_wait_for_bytes_that_openssl_already_holds) {
  // Many small records that arrive together: one read of the socket takes them all.
  ScriptedServer server(
      [&](Peer& peer) {
        while (!peer.request().empty()) {
          const int off = 0;
          setsockopt(peer.fd(), IPPROTO_TCP, TCP_NODELAY, &off, sizeof off);
          const int on = 1;
          setsockopt(peer.fd(), IPPROTO_TCP, TCP_CORK, &on, sizeof on);
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\n");
          for (const char c : std::string("abcdefghijklmnopqrstuvwxyz")) peer.send({&c, 1});
          setsockopt(peer.fd(), IPPROTO_TCP, TCP_CORK, &off, sizeof off);
        }
      },
      context.get());
  Client client(trusting(by_name(server)));
  for (int i = 0; i < 3; ++i) {
    ExchangeRequest request = client.request("/");
    request.timeout = 30 * kSecond;
    EXPECT_EQ(client.send(request).body, "abcdefghijklmnopqrstuvwxyz");
  }
}

TEST_F(WireTls, reads_to_the_end_of_the_connection_with_and_without_a_goodbye) {
  ScriptedServer server(
      [&](Peer& peer) {
        peer.request();
        peer.send("HTTP/1.1 200 OK\r\n\r\nall of it");
        if (peer.number == 1) SSL_set_quiet_shutdown(peer.ssl(), 1);
      },
      context.get());
  Client client(trusting(by_name(server)));
  EXPECT_EQ(client.get("/").body, "all of it");
  EXPECT_EQ(client.get("/").body, "all of it");
}

TEST_F(WireTls, notices_that_an_idle_connection_closes) {
  ScriptedServer server(
      [&](Peer& peer) {
        peer.request();
        peer.send(kOk);
      },
      context.get());
  Client client(trusting(by_name(server)));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(client.get("/").status, 200);
    client.idle(20 * kMillisecond);
  }
  EXPECT_EQ(server.connections(), 3);
}

TEST_F(WireTls, tries_again_when_a_kept_connection_was_closed) {
  ScriptedServer server(
      [&](Peer& peer) {
        peer.request();
        peer.send(kOk);
        peer.request();
        if (peer.number % 2 == 0) peer.reset();
      },
      context.get());
  Client client(trusting(by_name(server)));
  for (int i = 0; i < 4; ++i) {
    const Answer answer = client.get("/");
    EXPECT_EQ(answer.status, 200) << describe(answer.error) << answer.detail;
  }
  EXPECT_EQ(server.connections(), 4);
}

TEST_F(WireTls, fails_with_a_cause_when_the_peer_speaks_no_tls) {
  ScriptedServer server(always("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
  Client client("https://127.0.0.1:" + std::to_string(server.port()));
  ExchangeRequest request = client.request("/");
  request.timeout = 500 * kMillisecond;
  // That server waits for a line end that a TLS greeting need not have.
  EXPECT_EQ(client.send(request).error, TransportError::TlsTimeout);
  ScriptedServer blunt([](Peer& peer) {
    peer.send("220 smtp.test ready for your mail\r\n");
    peer.wait_for_close();
  });
  Client other("https://127.0.0.1:" + std::to_string(blunt.port()));
  const Answer answer = other.get("/");
  EXPECT_EQ(answer.error, TransportError::Tls);
  EXPECT_THAT(answer.detail, HasSubstr("wrong version number"));
}

TEST_F(WireTls, fails_with_a_cause_when_the_handshake_is_cut_off) {
  ScriptedServer server([](Peer& peer) {
    peer.read(50);
    if (peer.number == 1) peer.reset();
  });
  Client client("https://127.0.0.1:" + std::to_string(server.port()));
  const Answer closed = client.get("/");
  EXPECT_THAT(closed.error, ::testing::AnyOf(TransportError::Tls, TransportError::Reset));
  EXPECT_EQ(client.get("/").error, TransportError::Reset);
}

TEST_F(WireTls, refuses_versions_that_are_broken) {
  SSL_CTX_set_security_level(context.get(), 0);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context.get(), TLS1_1_VERSION);
  ScriptedServer server(always(kOk), context.get());
  Client client(trusting(by_name(server)));
  EXPECT_EQ(client.get("/").error, TransportError::Tls);
}

TEST_F(WireTls, keeps_secure_cookies_off_plain_http) {
  const auto echo = [](Peer& peer) {
    for (;;) {
      const std::string request = peer.request();
      if (request.empty()) return;
      peer.send("HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Secure\r\nContent-Length: " +
                std::to_string(request.size()) + "\r\n\r\n" + request);
    }
  };
  ScriptedServer safe(echo, context.get());
  ScriptedServer plain(echo);
  Client client(trusting(by_name(safe)));
  EXPECT_EQ(client.get("/").status, 200);
  EXPECT_THAT(client.get("/").body, HasSubstr("Cookie: a=b"));
  const Answer answer = client.get("http://localhost:" + std::to_string(plain.port()) + "/");
  EXPECT_THAT(answer.body, ::testing::Not(HasSubstr("Cookie: a=b")));
}

TEST_F(WireTls, says_so_when_the_authorities_do_not_load) {
  ScriptedServer server(always(kOk), context.get());
  Settings settings = Client::with_host(server.url());
  settings.cacert = "/does/not/exist.pem";
  const Answer answer = Client(settings).get("/");
  EXPECT_EQ(answer.error, TransportError::Certificate);
  EXPECT_THAT(answer.detail, HasSubstr("/does/not/exist.pem"));
}

}  // namespace
}  // namespace nest::http
