#include "runtime/cli/message_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nest {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(MessageText, shows_what_was_sent_with_secrets_masked) {
  EXPECT_EQ(sent_text("http://h/login", "POST /login HTTP/1.1\r\nAuthorization: Basic eA==\r\n\r\n",
                      "{\"password\":\"pw\",\n\"n\":1}", 1000),
            "\n> to http://h/login\n> POST /login HTTP/1.1\n> Authorization: ***\n>\n> "
            "{\"password\":\"***\",\n> \"n\":1}\n");
}

TEST(MessageText, shows_how_long_the_answer_took_and_why_there_was_none) {
  http::ExchangeResult result;
  result.time = 4'120'000;
  EXPECT_EQ(received_text("HTTP/1.1 204 No Content\r\n\r\n", "", result, 10),
            "< after 4.12 ms\n< HTTP/1.1 204 No Content\n");
}

TEST(MessageText, cuts_a_body_only_after_its_secrets_were_masked) {
  const std::string text = sent_text("u", "POST / HTTP/1.1\r\n", R"({"token":"abcdefghijkl"})", 14);
  EXPECT_THAT(text, Not(HasSubstr("abc")));
  EXPECT_THAT(text, HasSubstr("> {\"token\":\"***\"\n> … and 1 B more\n"));
}

TEST(MessageText, lets_no_body_control_the_terminal) {
  EXPECT_THAT(sent_text("u", "GET / HTTP/1.1\r\nX: \x1b[2J\r\n", "", 100), Not(HasSubstr("\x1b")));
  EXPECT_THAT(sent_text("u", "GET / HTTP/1.1\r\n", std::string("\x89PNG\0\x1b", 6), 100),
              HasSubstr("(6 B, not text)"));
}

}  // namespace
}  // namespace nest
