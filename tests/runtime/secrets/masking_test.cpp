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

}  // namespace
}  // namespace nest
