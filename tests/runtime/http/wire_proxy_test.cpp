#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "runtime/http/proxy.h"
#include "tests/runtime/http/h2_peer.h"
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
using ::testing::StartsWith;
using testing::TestCertificate;

constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

int connect_to(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return fd;
  close(fd);
  return -1;
}

/// Carries bytes both ways between the peer and a port of this machine until one side closes.
void relay(Peer& peer, int port) {
  const int target = connect_to(port);
  if (target < 0) return;
  std::thread back([&] {
    char buffer[16384];
    for (ssize_t got = 0; (got = recv(target, buffer, sizeof buffer, 0)) > 0;) {
      peer.send({buffer, static_cast<std::size_t>(got)});
    }
    shutdown(peer.fd(), SHUT_RDWR);
  });
  for (std::string bytes; !(bytes = peer.read(1)).empty();) {
    if (send(target, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) break;
  }
  shutdown(target, SHUT_RDWR);
  back.join();
  close(target);
}

/// An HTTP proxy that knows CONNECT; what it was asked is kept.
struct ConnectProxy {
  explicit ConnectProxy(std::string refusal = {}) : status(std::move(refusal)) {}

  const std::string status;  // of a refusal
  Heard asked;
  ScriptedServer server{[this](Peer& peer) {
    const std::string request = peer.request();
    if (request.empty()) return;
    asked.add(request);
    if (!status.empty()) {
      peer.send("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    const std::size_t colon = request.find(':');
    peer.send("HTTP/1.1 200 Connection established\r\n\r\n");
    relay(peer, std::atoi(request.c_str() + colon + 1));
  }};
};

/// RFC 1928 without authentication; `reply` other than 0 refuses.
struct SocksProxy {
  std::atomic<char> reply = 0;
  std::atomic<char> type = 0;
  Heard names;
  ScriptedServer server{[this](Peer& peer) {
    const std::string greeting = peer.read(2);
    if (greeting.size() != 2) return;
    peer.read(static_cast<std::size_t>(greeting[1]));
    peer.send(std::string_view("\5\0", 2));
    const std::string request = peer.read(4);
    if (request.size() < 4) return;
    type = request[3];
    if (type == 1) {
      peer.read(4);
    } else if (type == 3) {
      names.add(peer.read(static_cast<unsigned char>(peer.read(1)[0])));
    }
    const std::string port = peer.read(2);
    const char answer[] = {5, reply, 0, 1, 0, 0, 0, 0, 0, 0};
    peer.send({answer, sizeof answer});
    if (reply == 0)
      relay(peer, static_cast<unsigned char>(port[0]) * 256 + static_cast<unsigned char>(port[1]));
  }};
};

Settings through(const std::string& proxy, const std::string& host) {
  Settings settings = Client::with_host(host);
  settings.proxy = proxy;
  return settings;
}

/// An HTTP proxy that answers plain requests itself; what it was asked is kept.
struct ForwardingProxy {
  explicit ForwardingProxy(std::string to_all = kOk) : answer(std::move(to_all)) {}

  const std::string answer;
  Heard asked;
  ScriptedServer server{[this](Peer& peer) {
    for (std::string request; !(request = peer.request()).empty();) {
      asked.add(request);
      peer.send(answer);
    }
  }};
};

TEST(WireProxy, sends_plain_http_in_absolute_form) {
  ForwardingProxy proxy;
  Client client(through(proxy.server.url(), "http://shop.invalid:8080/api"));
  for (int i = 0; i < 3; ++i) {
    const Answer answer = client.get("/products?page=2");
    EXPECT_EQ(answer.body, "ok") << describe(answer.error) << answer.detail;
  }
  const std::vector<std::string> asked = proxy.asked.all();
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_THAT(asked[0], StartsWith("GET http://shop.invalid:8080/api/products?page=2 HTTP/1.1\r\n"
                                   "Host: shop.invalid:8080\r\n"));
  EXPECT_EQ(proxy.server.connections(), 1) << "the connection to the proxy is kept";
}

TEST(WireProxy, gives_a_refusal_of_a_forwarded_request_as_its_answer) {
  ForwardingProxy proxy("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
  const Answer answer = Client(through(proxy.server.authority(), "http://shop.invalid")).get("/");
  EXPECT_EQ(answer.error, TransportError::None) << answer.detail;
  EXPECT_EQ(answer.status, 502);
}

TEST(WireProxy, authenticates_forwarded_requests_with_the_user_in_its_url) {
  ForwardingProxy proxy;
  Client client(through("http://me:secret@" + proxy.server.authority(), "http://shop.invalid"));
  EXPECT_EQ(client.get("/").body, "ok");
  EXPECT_THAT(proxy.asked.last(), HasSubstr("\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n"));
}

TEST(WireProxy, tunnels_tls_through_an_http_proxy) {
  const TestCertificate certificate("DNS:localhost");
  SSL_CTX* const context = certificate.server_context();
  {
    ScriptedServer server(always(kOk), context);
    ConnectProxy proxy;
    Settings settings = through(proxy.server.url(), "https://localhost:" + std::to_string(server.port()));
    settings.cacert = certificate.file();
    Client client(settings);
    const Answer answer = client.get("/");
    EXPECT_EQ(answer.body, "ok") << describe(answer.error) << answer.detail;
    EXPECT_THAT(proxy.asked.last(), StartsWith("CONNECT localhost:" + std::to_string(server.port())));
  }
  SSL_CTX_free(context);
}

TEST(WireProxy, tunnels_http_2_through_http_and_socks_proxies) {
  const TestCertificate certificate("DNS:localhost");
  SSL_CTX* const context = certificate.server_context();
  const std::string h2 = "h2";
  testing::choose_protocol(context, h2);
  {
    ScriptedServer server(testing::h2_echo(), context);
    ConnectProxy proxy;
    SocksProxy socks;
    for (const std::string& by : {proxy.server.url(), "socks5h://" + socks.server.authority()}) {
      Settings settings = through(by, "https://localhost:" + std::to_string(server.port()));
      settings.cacert = certificate.file();
      settings.http = HttpVersion::Http2;
      Client client(settings);
      const Answer answer = client.get("/x");
      EXPECT_EQ(answer.body, "/x") << describe(answer.error) << answer.detail;
      EXPECT_EQ(answer.raw.http_version, 2);
    }
  }
  SSL_CTX_free(context);
}

TEST(WireProxy, speaks_http_1_to_a_proxy_that_forwards) {
  ForwardingProxy proxy;
  Settings settings = through(proxy.server.url(), "http://shop.invalid");
  settings.http = HttpVersion::Http2;
  const Answer answer = Client(settings).get("/x");
  EXPECT_EQ(answer.body, "ok") << describe(answer.error) << answer.detail;
  EXPECT_EQ(answer.raw.http_version, 1);
  EXPECT_THAT(proxy.asked.last(), StartsWith("GET http://shop.invalid/x HTTP/1.1\r\n"));
}

TEST(WireProxy, authenticates_the_tunnel_with_the_user_in_its_url) {
  ConnectProxy proxy("403 Forbidden");
  Client client(through("http://me:secret@" + proxy.server.authority(), "https://shop.invalid"));
  EXPECT_EQ(client.get("/").error, TransportError::Proxy);
  EXPECT_THAT(proxy.asked.last(), HasSubstr("Proxy-Authorization: Basic bWU6c2VjcmV0\r\n"));
}

TEST(WireProxy, names_the_proxy_as_the_cause_when_it_refuses_a_tunnel) {
  for (const char* status : {"403 Forbidden", "407 Proxy Authentication Required", "502 Bad Gateway"}) {
    ConnectProxy proxy(status);
    const Answer answer = Client(through(proxy.server.url(), "https://shop.invalid")).get("/");
    EXPECT_EQ(answer.error, TransportError::Proxy) << status;
    EXPECT_THAT(answer.detail, HasSubstr(std::string(status).substr(0, 3)));
  }
}

TEST(WireProxy, names_the_proxy_as_the_cause_when_it_is_not_there) {
  ScriptedServer server(always(kOk));
  std::string gone;
  {
    ScriptedServer closed(always(kOk));
    gone = closed.url();
  }
  EXPECT_EQ(Client(through(gone, server.url())).get("/").error, TransportError::Proxy);
  EXPECT_EQ(Client(through("http://does-not-exist.invalid:3128", server.url())).get("/").error,
            TransportError::Proxy);
}

TEST(WireProxy, goes_through_socks) {
  ScriptedServer server(always(kOk));
  SocksProxy proxy;
  const std::string authority = proxy.server.authority();
  EXPECT_EQ(Client(through("socks5://" + authority, server.url())).get("/").body, "ok");
  EXPECT_EQ(proxy.type, 1);
  const std::string by_name = "http://localhost:" + std::to_string(server.port());
  EXPECT_EQ(Client(through("socks5h://" + authority, by_name)).get("/").body, "ok");
  EXPECT_EQ(proxy.type, 3) << "the proxy is to look the name up";
  EXPECT_EQ(proxy.names.last(), "localhost");
  proxy.reply = 5;
  const Answer answer = Client(through("socks5://" + authority, server.url())).get("/");
  EXPECT_EQ(answer.error, TransportError::Proxy) << answer.detail;
}

/// Sets an environment variable for the length of a scope.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) { setenv(name, value.c_str(), 1); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment() { unsetenv(name_); }

 private:
  const char* name_;
};

TEST(WireProxy, is_taken_from_the_environment) {
  ScriptedServer server(always(kOk));
  ForwardingProxy proxy;
  const Environment variable("http_proxy", proxy.server.url());
  EXPECT_EQ(Client(through("", server.url())).get("/").body, "ok");
  EXPECT_EQ(proxy.server.connections(), 1);
  EXPECT_EQ(Client(through("none", server.url())).get("/").body, "ok");
  EXPECT_EQ(proxy.server.connections(), 1);
  const Environment exempt("no_proxy", "other.test,127.0.0.1");
  EXPECT_EQ(Client(through("", server.url())).get("/").body, "ok");
  EXPECT_EQ(proxy.server.connections(), 1);
}

TEST(WireProxy, is_chosen_by_scheme) {
  const Environment plain("http_proxy", "http://a");
  const Environment ignored("HTTP_PROXY", "http://from.a.cgi.client");
  const Environment all("ALL_PROXY", "socks5://b");
  ProxyChoice choice = choose_proxy(Settings());
  EXPECT_EQ(choice.http, "http://a");
  EXPECT_EQ(choice.https, "socks5://b");
  const Environment tls("HTTPS_PROXY", "http://c");
  choice = choose_proxy(Settings());
  EXPECT_EQ(choice.https, "http://c");
  Settings settings;
  settings.proxy = "http://own";
  choice = choose_proxy(settings);
  EXPECT_EQ(choice.http, "http://own");
  EXPECT_EQ(choice.https, "http://own");
}

TEST(WireProxy, exempts_hosts_as_curl_does) {
  EXPECT_TRUE(is_exempt("*", "shop.test"));
  EXPECT_TRUE(is_exempt("a.test, .shop.test", "shop.test"));
  EXPECT_TRUE(is_exempt("SHOP.test", "api.shop.test"));
  EXPECT_FALSE(is_exempt("shop.test", "workshop.test"));
  EXPECT_FALSE(is_exempt("", "shop.test"));
  EXPECT_TRUE(is_exempt("10.0.0.0/8", "10.1.2.3"));
  EXPECT_FALSE(is_exempt("10.0.0.0/8", "11.1.2.3"));
  EXPECT_TRUE(is_exempt("192.168.4.0/22 127.0.0.1", "192.168.7.255"));
  EXPECT_FALSE(is_exempt("192.168.4.0/22", "192.168.8.0"));
  EXPECT_TRUE(is_exempt("[fd00::]/8,[::1]", "::1"));
  EXPECT_TRUE(is_exempt("fd00::/8", "fd12::1"));
  EXPECT_FALSE(is_exempt("10.0.0.0/99", "10.0.0.1")) << "no network";
  EXPECT_FALSE(is_exempt("0.0.1", "10.0.0.1")) << "the end of an address is no domain";
}

}  // namespace
}  // namespace nest::http
