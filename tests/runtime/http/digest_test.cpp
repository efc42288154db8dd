#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "runtime/http/digest_answer.h"
#include "runtime/http/digest_challenge.h"
#include "runtime/http/digest_sessions.h"

namespace nest::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string line(std::string_view challenge) {
  return "WWW-Authenticate: " + std::string(challenge) + "\r\n";
}

DigestChallenge challenge(std::string_view text) {
  auto found = find_digest_challenge(line(text));
  EXPECT_TRUE(found.has_value() && found->has_value()) << text;
  return found.has_value() && found->has_value() ? **found : DigestChallenge{};
}

std::string fault(std::string_view text) {
  const auto found = find_digest_challenge(line(text));
  return found.has_value() ? "none" : found.error();
}

// RFC 7616 3.9.1.
constexpr std::string_view kRest =
    "realm=\"http-auth@example.org\", qop=\"auth, auth-int\", "
    "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
    "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
constexpr DigestQuestion kQuestion{.name = "Mufasa",
                                   .password = "Circle of Life",
                                   .method = "GET",
                                   .target = "/dir/index.html",
                                   .client_nonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"};

TEST(Digest, answers_the_examples_of_rfc_7616) {
  std::string answer;
  append_digest_answer(answer, challenge("Digest " + std::string(kRest) + ", algorithm=MD5"), kQuestion);
  EXPECT_EQ(answer,
            "Authorization: Digest username=\"Mufasa\", realm=\"http-auth@example.org\", "
            "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", uri=\"/dir/index.html\", "
            "response=\"8ca523f5e9506fed4657c9700eebdbec\", algorithm=MD5, "
            "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\", qop=auth, nc=00000001, "
            "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\"\r\n");
  answer.clear();
  append_digest_answer(answer, challenge("Digest algorithm=SHA-256, " + std::string(kRest)), kQuestion);
  EXPECT_THAT(answer,
              HasSubstr("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\""));
}

// RFC 2617 3.5, and the same without a qop as RFC 2069 has it.
TEST(Digest, answers_as_older_servers_ask) {
  const DigestQuestion question{.name = "Mufasa",
                                .password = "Circle Of Life",
                                .method = "GET",
                                .target = "/dir/index.html",
                                .client_nonce = "0a4f113b"};
  std::string answer;
  append_digest_answer(answer,
                       challenge("Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", "
                                 "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\""),
                       question);
  EXPECT_THAT(answer, HasSubstr("response=\"6629fae49393a05397450978507c4ef1\""));
  EXPECT_THAT(answer, Not(HasSubstr("algorithm")));
  answer.clear();
  append_digest_answer(
      answer, challenge("Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\""),
      question);
  EXPECT_THAT(answer, HasSubstr("response=\"670fd8c2df070c60b045671b8b24ff02\""));
  EXPECT_THAT(answer, Not(HasSubstr("cnonce")));
}

TEST(Digest, hashes_the_nonces_into_the_secret_of_a_session) {
  std::string plain;
  std::string session;
  append_digest_answer(plain, challenge("Digest nonce=\"n\", realm=\"r\", qop=auth"), kQuestion);
  append_digest_answer(session, challenge("Digest nonce=\"n\", realm=\"r\", qop=auth, algorithm=md5-sess"),
                       kQuestion);
  EXPECT_THAT(session, HasSubstr("algorithm=md5-sess"));
  EXPECT_NE(plain.substr(plain.find("response"), 40), session.substr(session.find("response"), 40));
  // md5(md5(md5("Mufasa:r:Circle of Life"):n:cnonce):n:00000001:cnonce:auth:md5("GET:/dir/index.html"))
  EXPECT_THAT(session, HasSubstr("response=\"fa16219ed2b637a681588d62d42c31db\""));
}

TEST(Digest, quotes_names_and_lets_no_line_end_out) {
  DigestQuestion question = kQuestion;
  question.name = "a\"b\\c";
  std::string answer;
  append_digest_answer(answer, challenge("Digest nonce=\"n\", realm=\"the \\\"shop\\\"\""), question);
  EXPECT_THAT(answer, HasSubstr("username=\"a\\\"b\\\\c\", realm=\"the \\\"shop\\\"\""));
  question.name = "a\r\nX: 1";
  answer.clear();
  append_digest_answer(answer, challenge("Digest nonce=\"n\""), question);
  EXPECT_THAT(answer, HasSubstr("username*=UTF-8''%61%0D%0A%58%3A%20%31,"));
  EXPECT_EQ(answer.find('\n'), answer.size() - 1);
}

TEST(Digest, takes_the_first_challenge_that_it_can_answer) {
  const auto found = find_digest_challenge(
      "Server: x\r\nWWW-Authenticate: Basic realm=\"a, b\", Digest nonce=\"1\", "
      "algorithm=SHA-512-256\r\nwww-authenticate: Negotiate YII==,digest nonce = 2 , "
      "stale=TRUE,Digest nonce=3\r\n");
  ASSERT_TRUE(found.has_value() && found->has_value());
  EXPECT_EQ((*found)->nonce, "2");
  EXPECT_TRUE((*found)->stale);
  EXPECT_FALSE(find_digest_challenge(line("Basic realm=\"Digest nonce=1\""))->has_value());
  EXPECT_FALSE(find_digest_challenge("Content-Length: 0\r\n")->has_value());
}

TEST(Digest, says_why_a_challenge_cannot_be_answered) {
  EXPECT_EQ(fault("Digest nonce=\"1\", algorithm=SHA-512-256"),
            "it asks for the algorithm SHA-512-256; nest knows MD5 and SHA-256");
  EXPECT_EQ(fault("Digest nonce=\"1\", qop=\"auth-int\""), "it asks for qop auth-int; nest knows auth");
  EXPECT_EQ(fault("Digest realm=\"x\""), "it has no nonce");
  EXPECT_EQ(fault("Digest nonce=\"x"), "a quote in it is not closed");
  EXPECT_EQ(fault("Digest nonce=\"x\", ;;;"), "it is not written as RFC 7616 says");
  EXPECT_EQ(fault("Digest nonce=\"" + std::string(5000, 'x') + "\""), "its nonce has more than 2048 bytes");
  EXPECT_EQ(fault("Digest"), "it has no nonce");
}

TEST(Digest, survives_any_bytes) {
  const std::string bytes = "Digest nonce=\"1\\\", ==,,\"=\" \t=realm";
  for (std::size_t begin = 0; begin < bytes.size(); ++begin) {
    for (std::size_t size = 0; size <= bytes.size() - begin; ++size)
      static_cast<void>(find_digest_challenge(line(bytes.substr(begin, size))));
  }
  static_cast<void>(find_digest_challenge(line("Digest " + std::string(60'000, ','))));
  static_cast<void>(find_digest_challenge(line("Digest " + std::string(60'000, '='))));
}

TEST(DigestSessions, find_and_cut_out_the_line_that_the_compiler_writes) {
  constexpr std::string_view kLines =
      "X: Authorization: Digest-Credentials no\r\nAuthorization: Digest-Credentials "
      "ann%3A:p%20w\r\nAccept: */*\r\n";
  EXPECT_EQ(digest_credentials(kLines), "ann%3A:p%20w");
  EXPECT_EQ(without_digest_credentials(kLines), "X: Authorization: Digest-Credentials no\r\nAccept: */*\r\n");
  EXPECT_FALSE(digest_credentials("Authorization: Digest nonce=1\r\n").has_value());
}

}  // namespace
}  // namespace nest::http
