#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>

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

constexpr std::string_view kCredentials = "Authorization: Digest-Credentials ann:secret\r\nX-Own: 1\r\n";

std::string parameter(const std::string& request, const std::string& name) {
  const std::size_t at = request.find(name + "=");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + name.size() + 1;
  return request.substr(begin, request.find_first_of(",\r", begin) - begin);
}

/// Challenges by nonce after nonce: each holds for two requests. Answers with the request that it got.
struct Challenger {
  std::atomic<int> requests = 0;
  std::atomic<int> challenges = 0;
  bool never_content = false;
  std::string extra{};

  ScriptedServer::Script script() {
    return [this](Peer& peer) {
      int left = 0;
      for (;;) {
        const std::string request = peer.request();
        if (request.empty()) return;
        ++requests;
        const std::string nonce = "\"n" + std::to_string(challenges) + "\"";
        const bool known = parameter(request, "nonce") == nonce;
        if (!never_content && known && left-- > 0) {
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(request.size()) + "\r\n\r\n" +
                    request);
          continue;
        }
        left = 2;
        peer.send("HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"shop\", qop=\"auth\", nonce=\"n" +
                  std::to_string(++challenges) + "\"" + (known ? ", stale=true" : "") + extra +
                  "\r\nContent-Length: 2\r\n\r\nno");
      }
    };
  }
};

ExchangeRequest with_credentials(Client& client, std::string_view url, std::uint32_t method = NEST_GET) {
  ExchangeRequest request = client.request(url, method);
  request.headers = kCredentials;
  return request;
}

TEST(WireDigest, answers_a_challenge_by_a_second_request_of_the_same_exchange) {
  Challenger challenger;
  ScriptedServer server(challenger.script());
  Client client(server.url());
  ExchangeRequest request = with_credentials(client, "/a?b=c", NEST_POST);
  request.body = "the body";
  const Answer answer = client.send(request);
  EXPECT_EQ(answer.status, 200) << answer.detail;
  EXPECT_EQ(challenger.requests, 2);
  EXPECT_THAT(answer.body, HasSubstr("POST /a?b=c HTTP/1.1"));
  EXPECT_THAT(answer.body, HasSubstr("username=\"ann\", realm=\"shop\", nonce=\"n1\", uri=\"/a?b=c\""));
  EXPECT_THAT(answer.body, HasSubstr("nc=00000001"));
  EXPECT_THAT(answer.body, HasSubstr("X-Own: 1\r\n"));
  EXPECT_THAT(answer.body, HasSubstr("\r\n\r\nthe body"));
  EXPECT_THAT(answer.body, Not(HasSubstr("Credentials")));
  EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
}

TEST(WireDigest, answers_before_it_is_asked_again_until_the_nonce_is_stale) {
  Challenger challenger;
  ScriptedServer server(challenger.script());
  Client client(server.url());
  const int constant = 0;
  for (int i = 0; i < 3; ++i) {
    ExchangeRequest request = with_credentials(client, "/a");
    request.constant = &constant;
    const Answer answer = client.send(request);
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr(i == 1 ? "nc=00000002" : "nc=00000001")) << i;
  }
  EXPECT_EQ(challenger.requests, 5) << "2 for the first, 1 for the second, 2 for the third";
}

TEST(WireDigest, takes_a_second_refusal_as_the_answer) {
  Challenger challenger;
  challenger.never_content = true;
  ScriptedServer server(challenger.script());
  Client client(server.url());
  const Answer answer = client.send(with_credentials(client, "/a"));
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.body, "no");
  EXPECT_EQ(challenger.requests, 3) << "its second answer was said to be stale only";
}

TEST(WireDigest, ends_with_the_reason_where_it_cannot_answer) {
  Challenger challenger;
  challenger.extra = ", algorithm=WHIRLPOOL";
  ScriptedServer server(challenger.script());
  Client client(server.url());
  const Answer answer = client.send(with_credentials(client, "/a"));
  EXPECT_EQ(answer.status, 0);
  EXPECT_EQ(answer.error, TransportError::Malformed);
  EXPECT_EQ(
      answer.detail,
      "the challenge for Digest cannot be answered: it asks for the algorithm WHIRLPOOL; nest knows MD5 "
      "and SHA-256");
}

TEST(WireDigest, sends_no_credentials_where_nobody_asks) {
  ScriptedServer server([](Peer& peer) {
    const std::string request = peer.request();
    peer.send("HTTP/1.1 401 No\r\nContent-Length: " + std::to_string(request.size()) + "\r\n\r\n" + request);
  });
  Client client(server.url());
  const Answer answer = client.send(with_credentials(client, "/a"));
  EXPECT_EQ(answer.status, 401);
  EXPECT_THAT(answer.body, Not(HasSubstr("Authorization")));
}

}  // namespace
}  // namespace nest::http
