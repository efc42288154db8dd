#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/runtime/http/test_client.h"
#include "tests/runtime/http/test_server.h"

namespace nest::http {
namespace {

using testing::Answer;
using testing::Client;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Peer;
using testing::ScriptedServer;
using ::testing::StartsWith;

/// Redirects /from to `location` with `status`, answers anything else with the request that it got.
ScriptedServer::Script redirecting(std::string status, std::string location) {
  return [status = std::move(status), location = std::move(location)](Peer& peer) {
    for (;;) {
      const std::string request = peer.request();
      if (request.empty()) return;
      const std::string path =
          request.substr(request.find(' ') + 1, request.find(" HTTP") - request.find(' ') - 1);
      if (path.starts_with("/from")) {
        peer.send("HTTP/1.1 " + status + " X\r\nLocation: " + location +
                  "\r\nSet-Cookie: step=one; Path=/\r\nContent-Length: 4\r\n\r\ngone");
      } else {
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(request.size()) + "\r\n\r\n" +
                  request);
      }
    }
  };
}

struct Case {
  const char* status;
  std::uint32_t method;
  const char* expected;  // how the second request begins
  bool keeps_body;
};

TEST(WireRedirect, changes_the_method_as_the_status_says) {
  const Case cases[] = {{"301", NEST_GET, "GET /to ", false},   {"301", NEST_POST, "GET /to ", false},
                        {"302", NEST_POST, "GET /to ", false},  {"302", NEST_PUT, "PUT /to ", true},
                        {"303", NEST_POST, "GET /to ", false},  {"303", NEST_DELETE, "GET /to ", false},
                        {"307", NEST_POST, "POST /to ", true},  {"308", NEST_POST, "POST /to ", true},
                        {"308", NEST_PATCH, "PATCH /to ", true}};
  for (const Case& c : cases) {
    ScriptedServer server(redirecting(c.status, "/to"));
    Client client(server.url());
    ExchangeRequest request = client.request("/from", c.method);
    request.headers = "X-Own: 1\r\nContent-Language: de\r\n";
    if (c.method != NEST_GET) {
      request.body = "the body";
      request.body_kind = NEST_BODY_TEXT;
    }
    const Answer answer = client.send(request);
    EXPECT_EQ(answer.status, 200) << describe(answer.error);
    EXPECT_EQ(answer.raw.redirects, 1u);
    EXPECT_EQ(answer.url, server.url() + "/to");
    EXPECT_THAT(answer.body, StartsWith(c.expected));
    EXPECT_THAT(answer.body, HasSubstr("X-Own: 1"));
    EXPECT_THAT(answer.body, HasSubstr("Cookie: step=one"));
    if (c.keeps_body) {
      EXPECT_THAT(answer.body, HasSubstr("\r\n\r\nthe body"));
    } else {
      EXPECT_THAT(answer.body, Not(HasSubstr("the body")));
      EXPECT_EQ(answer.body.find("Content-") != std::string::npos, c.method == NEST_GET);
    }
    EXPECT_EQ(server.connections(), 1);
  }
}

TEST(WireRedirect, resolves_the_location) {
  const std::pair<const char*, const char*> cases[] = {{"to", "GET /from/to "},
                                                       {"../to?x=1#frag", "GET /to?x=1 "},
                                                       {"?q", "GET /from/here?q "},
                                                       {"/a b", "GET /a%20b "}};
  for (const auto& [location, expected] : cases) {
    ScriptedServer server([&](Peer& peer) {
      peer.request();
      peer.send("HTTP/1.1 302 X\r\nLocation: " + std::string(location) + "\r\nContent-Length: 0\r\n\r\n");
      const std::string request = peer.request();
      peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(request.size()) + "\r\n\r\n" +
                request);
    });
    Client client(server.url());
    EXPECT_THAT(client.get("/from/here").body, StartsWith(expected)) << location;
  }
}

TEST(WireRedirect, does_not_take_credentials_to_another_origin) {
  ScriptedServer other(redirecting("302", "/nowhere"));
  ScriptedServer server(redirecting("307", other.url() + "/to"));
  Client client(server.url());
  ExchangeRequest request = client.request("/from", NEST_POST);
  request.headers = "Authorization: Bearer secret\r\nCookie: own=secret\r\nX-Own: 1\r\nHost: front\r\n";
  request.body = "b";
  const Answer answer = client.send(request);
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
  EXPECT_THAT(answer.body, HasSubstr("X-Own: 1"));
  EXPECT_THAT(answer.body, HasSubstr("Host: " + other.authority()));
}

TEST(WireRedirect, keeps_credentials_on_the_same_origin) {
  ScriptedServer server(redirecting("302", "/to"));
  Client client(server.url());
  ExchangeRequest request = client.request("/from");
  request.headers = "Authorization: Bearer secret\r\n";
  EXPECT_THAT(client.send(request).body, HasSubstr("Bearer secret"));
}

TEST(WireRedirect, stops_where_it_is_told_to) {
  ScriptedServer server(redirecting("302", "/from"));
  Client client(server.url());
  ExchangeRequest request = client.request("/from");
  request.max_redirects = 0;
  Answer answer = client.send(request);
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.error, TransportError::None);
  EXPECT_EQ(answer.body, "gone");
  request.max_redirects = 3;
  answer = client.send(request);
  EXPECT_EQ(answer.error, TransportError::TooManyRedirects);
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.raw.redirects, 3u);
  request.max_redirects = -1;
  answer = client.send(request);
  EXPECT_EQ(answer.error, TransportError::TooManyRedirects);
  EXPECT_EQ(answer.raw.redirects, 30u);
}

TEST(WireRedirect, is_an_answer_like_any_other_without_a_location) {
  ScriptedServer server([](Peer& peer) {
    peer.request();
    peer.send("HTTP/1.1 302 X\r\nContent-Length: 2\r\n\r\nhm");
  });
  Client client(server.url());
  const Answer answer = client.get("/");
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.body, "hm");
}

TEST(WireRedirect, to_something_unspeakable_fails) {
  for (const char* location : {"ftp://h/x", "http://", "http://a b/", "javascript:alert(1)"}) {
    ScriptedServer server(redirecting("302", location));
    Client client(server.url());
    const Answer answer = client.get("/from");
    EXPECT_EQ(answer.error, TransportError::BadUrl) << location;
    EXPECT_THAT(answer.detail, HasSubstr(location));
  }
}

TEST(WireRedirect, sends_cookies_back_and_only_where_they_belong) {
  ScriptedServer server([](Peer& peer) {
    for (;;) {
      const std::string request = peer.request();
      if (request.empty()) return;
      const bool login = request.starts_with("POST /login");
      const std::string extra =
          login ? "Set-Cookie: session=s1; HttpOnly\r\nset-cookie: deep=d; Path=/deep\r\n" : std::string();
      peer.send("HTTP/1.1 200 OK\r\n" + extra + "Content-Length: " + std::to_string(request.size()) +
                "\r\n\r\n" + request);
    }
  });
  Client client(server.url());
  EXPECT_THAT(client.get("/").body, Not(HasSubstr("Cookie")));
  EXPECT_EQ(client.send(client.request("/login", NEST_POST)).status, 200);
  EXPECT_THAT(client.get("/x").body, HasSubstr("Cookie: session=s1\r\n"));
  EXPECT_THAT(client.get("/deep/er?q=/").body, HasSubstr("Cookie: deep=d; session=s1\r\n"));
  ExchangeRequest own = client.request("/x");
  own.headers = "cookie: mine=1\r\n";
  EXPECT_THAT(client.send(own).body, Not(HasSubstr("session")));
  Client stranger(server.url());
  EXPECT_THAT(stranger.get("/x").body, Not(HasSubstr("Cookie")));
}

TEST(WireRedirect, knows_the_path_below_the_hosts_own_for_cookies) {
  ScriptedServer server([](Peer& peer) {
    for (;;) {
      const std::string request = peer.request();
      if (request.empty()) return;
      peer.send("HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/api/x\r\nContent-Length: " +
                std::to_string(request.size()) + "\r\n\r\n" + request);
    }
  });
  Client client(server.url() + "/api");
  EXPECT_THAT(client.get("/y").body, Not(HasSubstr("Cookie")));
  EXPECT_THAT(client.get("/x").body, HasSubstr("Cookie: a=b"));
  EXPECT_THAT(client.get("/z").body, Not(HasSubstr("Cookie")));
}

}  // namespace
}  // namespace nest::http
