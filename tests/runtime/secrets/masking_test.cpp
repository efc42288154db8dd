#include "runtime/secrets/masking.h"

#include <gtest/gtest.h>

namespace nest {
namespace {

TEST(Secrets, hides_credentials_in_headers) {
  EXPECT_EQ(
      mask_head(
          "GET /a?token=abc&x=1 HTTP/1.1\r\nAuthorization: Bearer abc\r\nCOOKIE: s=1\r\nX-Api-Key: k\r\n"
          "X-Auth-Token: t\r\nAccept: */*\r\n"),
      "GET /a?token=***&x=1 HTTP/1.1\r\nAuthorization: ***\r\nCOOKIE: ***\r\nX-Api-Key: ***\r\n"
      "X-Auth-Token: ***\r\nAccept: */*\r\n");
  EXPECT_EQ(mask_head("HTTP/1.1 200 OK\r\nSet-Cookie: s=1; Path=/\r\n"),
            "HTTP/1.1 200 OK\r\nSet-Cookie: ***\r\n");
}

TEST(Secrets, hides_fields_of_json_at_any_depth_and_of_any_kind) {
  EXPECT_EQ(mask_body(R"({"name": "ann", "password": "a\"b", "n": 1})"),
            R"({"name": "ann", "password": "***", "n": 1})");
  EXPECT_EQ(mask_body(R"([{"a":{"access_token":"x"}},{"pin_secret":1234}])"),
            R"([{"a":{"access_token":"***"}},{"pin_secret":"***"}])");
  EXPECT_EQ(mask_body(R"({"tokens": [{"Token" : "x"}]})"), R"({"tokens": [{"Token" : "***"}]})");
  EXPECT_EQ(mask_body(R"({"text": "my password: x"})"), R"({"text": "my password: x"})");
}

TEST(Secrets, survives_json_that_is_cut_off) {
  EXPECT_EQ(mask_body(R"({"password": "abc)"), R"({"password": "***")");
  EXPECT_EQ(mask_body(R"({"password":)"), R"({"password":)");
  EXPECT_EQ(mask_body(R"({"password)"), R"({"password)");
  EXPECT_EQ(mask_body(R"({"password\)"), R"({"password\)");
}

TEST(Secrets, hides_fields_of_forms_and_leaves_other_text) {
  EXPECT_EQ(mask_body("name=ann&password=x"), "name=ann&password=***");
  EXPECT_EQ(mask_body("<p>password=x</p>"), "<p>password=x</p>");
  EXPECT_EQ(mask_body(""), "");
}

TEST(Secrets, hides_the_password_and_the_parameters_of_a_url) {
  EXPECT_EQ(mask_url("http://ann:pw@host/a?api_key=1&b=2"), "http://ann:***@host/a?api_key=***&b=2");
  EXPECT_EQ(mask_url("http://host:80/a@b:c"), "http://host:80/a@b:c");
  EXPECT_EQ(mask_url("/plain"), "/plain");
}

TEST(MaskText, finds_credentials_in_any_text) {
  EXPECT_EQ(mask_text("sent Bearer abcdefgh.ijk, then"), "sent Bearer ***, then");
  EXPECT_EQ(mask_text("Basic structures"), "Basic ***");  // rather too much than too little
  EXPECT_EQ(mask_text("Basic ideas"), "Basic ideas");
  EXPECT_EQ(mask_text("to http://ann:pw@host/x and http://host/a@b"),
            "to http://ann:***@host/x and http://host/a@b");
  EXPECT_EQ(mask_text("x\nCookie: s=1\nAccept: y\n"), "x\nCookie: ***\nAccept: y\n");
  EXPECT_EQ(mask_text("--set password=abc,x"), "--set password=***,x");
}

TEST(MaskText, finds_members_in_an_excerpt_of_json_that_is_cut) {
  EXPECT_EQ(mask_text(R"(no `id` in {"user": {"api_key": "abc", "n": 1}, "token": "cut o)"),
            R"(no `id` in {"user": {"api_key": "***", "n": 1}, "token": "***")");
}

TEST(MaskText, leaves_conditions_and_other_text) {
  for (const char* text : {"token == 5", "a.token==5", "password != 1", "GET /products?page={}", "status 503",
                           "the token is missing", "time < 500ms", "GET /login?token={}&x={}", ""}) {
    EXPECT_EQ(mask_text(text), text);
  }
}

TEST(MaskText, finds_what_was_remembered_wherever_it_stands) {
  remember_secret("s3cr3t-of-this-test");
  remember_secret("abc");  // too short to be told from other text
  EXPECT_EQ(mask_text("a s3cr3t-of-this-test b abc"), "a *** b abc");
  EXPECT_EQ(mask_body("<x>s3cr3t-of-this-test</x>"), "<x>***</x>");
  EXPECT_EQ(mask_head("GET /s3cr3t-of-this-test HTTP/1.1\r\nX: s3cr3t-of-this-test\r\n"),
            "GET /*** HTTP/1.1\r\nX: ***\r\n");
  EXPECT_EQ(mask_url("/s3cr3t-of-this-test"), "/***");
  EXPECT_EQ(mask_source("let x = \"s3cr3t-of-this-test\""), "let x = \"***\"");
}

TEST(MaskSource, keeps_a_program_as_it_is) {
  const char* program =
      "token = auth.login(a, b)\nheader \"Authorization\": \"Bearer {token}\"\njson { password: p }";
  EXPECT_EQ(mask_source(program), program);
  EXPECT_EQ(mask_source("\"Bearer abcdefgh1\""), "\"Bearer ***\"");
  EXPECT_EQ(mask_source("let token = \"abc\"\nlet a = \"abc\""), "let token = \"***\"\nlet a = \"abc\"");
  EXPECT_EQ(mask_source("const api_key: string = \"a\\\"b\""), "const api_key: string = \"***\"");
  EXPECT_EQ(mask_source("json { name: \"ann\", \"password\": \"abc\", n: \"x\" }"),
            "json { name: \"ann\", \"password\": \"***\", n: \"x\" }");
  EXPECT_EQ(mask_source("let token = \"\""), "let token = \"\"");
}

TEST(MaskCommand, hides_the_values_of_options_by_their_names) {
  EXPECT_EQ(
      mask_command({"nest", "--share-token", "abc", "--token=abc", "--set", "stock=5", "--set", "api_key=x"}),
      (std::vector<std::string>{"nest", "--share-token", "***", "--token=***", "--set", "stock=5", "--set",
                                "api_key=***"}));
}

TEST(MaskValue, goes_by_the_name_then_by_the_text) {
  EXPECT_EQ(mask_value("shop.password", "abc"), "***");
  EXPECT_EQ(mask_value("host", "http://a:b@h"), "http://a:***@h");
  EXPECT_EQ(mask_value("stock", "20"), "20");
}

}  // namespace
}  // namespace nest
