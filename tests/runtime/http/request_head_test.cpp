#include "runtime/http/request_head.h"

#include <gtest/gtest.h>

#include "runtime/abi/nest_program.h"

namespace nest::http {
namespace {

struct RequestHeadTest : ::testing::Test {
  OriginTable origins{"nest/test"};
  bool may_add_cookies = false;

  std::string render(const RequestHead& request, std::string_view url = "http://shop.test:8080") {
    std::string out;
    may_add_cookies = append_request_head(out, *origins.intern(*parse_url(url)), request);
    return out;
  }
};

TEST_F(RequestHeadTest, is_short_for_a_get) {
  EXPECT_EQ(render({.path = "/x?y=1"}),
            "GET /x?y=1 HTTP/1.1\r\nHost: shop.test:8080\r\nUser-Agent: nest/test\r\nAccept: */*\r\n");
  EXPECT_TRUE(may_add_cookies);
}

TEST_F(RequestHeadTest, names_the_port_only_when_it_is_another) {
  EXPECT_NE(render({.path = "/"}, "http://A.test:80").find("Host: a.test\r\n"), std::string::npos);
  EXPECT_NE(render({.path = "/"}, "https://a.test:80").find("Host: a.test:80\r\n"), std::string::npos);
  EXPECT_NE(render({.path = "/"}, "https://[::1]").find("Host: [::1]\r\n"), std::string::npos);
}

TEST_F(RequestHeadTest, states_type_and_length_of_a_body) {
  const std::string json =
      render({.method = NEST_POST, .path = "/", .body_kind = NEST_BODY_JSON, .body_size = 12});
  EXPECT_NE(json.find("\r\nContent-Type: application/json\r\nContent-Length: 12\r\n"), std::string::npos)
      << json;
  const std::string form =
      render({.method = NEST_PUT, .path = "/", .body_kind = NEST_BODY_FORM, .body_size = 3});
  EXPECT_NE(form.find("Content-Type: application/x-www-form-urlencoded\r\n"), std::string::npos);
  const std::string text =
      render({.method = NEST_GET, .path = "/", .body_kind = NEST_BODY_TEXT, .body_size = 3});
  EXPECT_NE(text.find("Content-Type: text/plain; charset=utf-8\r\nContent-Length: 3\r\n"), std::string::npos);
}

TEST_F(RequestHeadTest, leaves_the_type_of_a_multipart_body_to_its_own_line) {
  const std::string head = render({.method = NEST_POST,
                                   .path = "/",
                                   .headers = "Content-Type: multipart/form-data; boundary=b\r\n",
                                   .body_kind = NEST_BODY_MULTIPART,
                                   .body_size = 9});
  EXPECT_NE(head.find("Content-Length: 9\r\nContent-Type: multipart/form-data; boundary=b\r\n"),
            std::string::npos)
      << head;
  EXPECT_EQ(head.find("Content-Type"), head.rfind("Content-Type"));
}

TEST_F(RequestHeadTest, states_no_length_where_a_body_means_nothing) {
  for (const std::uint32_t method : {NEST_GET, NEST_HEAD, NEST_DELETE, NEST_OPTIONS}) {
    EXPECT_EQ(render({.method = method, .path = "/"}).find("Content-"), std::string::npos);
  }
  for (const std::uint32_t method : {NEST_POST, NEST_PUT, NEST_PATCH}) {
    const std::string head = render({.method = method, .path = "/"});
    EXPECT_NE(head.find("Content-Length: 0\r\n"), std::string::npos);
    EXPECT_EQ(head.find("Content-Type"), std::string::npos);
  }
}

TEST_F(RequestHeadTest, lets_the_requests_own_headers_win) {
  const std::string head = render({.method = NEST_POST,
                                   .path = "/",
                                   .headers = "host: other\r\nACCEPT: text/html\r\ncookie: a=b\r\n"
                                              "content-type: x/y\r\nX-Own: 1\r\n",
                                   .body_kind = NEST_BODY_JSON,
                                   .body_size = 2});
  EXPECT_EQ(
      head,
      "POST / HTTP/1.1\r\nUser-Agent: nest/test\r\nContent-Length: 2\r\nhost: other\r\nACCEPT: text/html\r\n"
      "cookie: a=b\r\ncontent-type: x/y\r\nX-Own: 1\r\n");
  EXPECT_FALSE(may_add_cookies);
}

TEST_F(RequestHeadTest, sends_no_framing_but_its_own) {
  const std::string head = render({.method = NEST_POST,
                                   .path = "/",
                                   .headers = "Content-Length: 99\r\nTransfer-Encoding: chunked\r\n"
                                              "Expect: 100-continue\r\nX: 1\r\n",
                                   .body_size = 2});
  EXPECT_EQ(head.find("99"), std::string::npos);
  EXPECT_EQ(head.find("Transfer-Encoding"), std::string::npos);
  EXPECT_EQ(head.find("Expect"), std::string::npos);
  EXPECT_NE(head.find("X: 1\r\n"), std::string::npos);
}

TEST_F(RequestHeadTest, asks_for_compression_only_when_told) {
  EXPECT_EQ(render({.path = "/"}).find("Accept-Encoding"), std::string::npos);
  EXPECT_NE(render({.path = "/", .compressed = true}).find("Accept-Encoding: gzip, deflate, br, zstd\r\n"),
            std::string::npos);
  EXPECT_EQ(render({.path = "/", .headers = "Accept-Encoding: br\r\n", .compressed = true}).find("gzip"),
            std::string::npos);
}

TEST_F(RequestHeadTest, turns_a_user_in_the_url_into_basic_authorization) {
  // RFC 7617 section 2.
  EXPECT_NE(render({.path = "/", .userinfo = "Aladdin:open%20sesame"})
                .find("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"),
            std::string::npos);
  EXPECT_NE(render({.path = "/", .userinfo = "a:b"}).find("Basic YTpi\r\n"), std::string::npos);
  EXPECT_NE(render({.path = "/", .userinfo = "ab:c"}).find("Basic YWI6Yw==\r\n"), std::string::npos);
  EXPECT_NE(render({.path = "/", .userinfo = "ab:cd"}).find("Basic YWI6Y2Q=\r\n"), std::string::npos);
  EXPECT_EQ(render({.path = "/", .headers = "Authorization: Bearer t\r\n", .userinfo = "a:b"}).find("Basic"),
            std::string::npos);
}

TEST_F(RequestHeadTest, puts_the_hosts_path_first) {
  EXPECT_EQ(render({.prefix = "/api", .path = "/x"}).substr(0, 12), "GET /api/x H");
  EXPECT_EQ(render({.prefix = "/api", .path = "x"}).substr(0, 12), "GET /api/x H");
}

TEST(FilterHeaders, drops_credentials_and_what_belongs_to_a_body) {
  constexpr std::string_view kLines =
      "X: 1\r\nauthorization: t\r\nContent-Type: a/b\r\nCookie: c=d\r\nHost: h\r\nContent-Language: de\r\nY: "
      "2\r\n";
  EXPECT_EQ(filter_headers(kLines, true, true), "X: 1\r\nY: 2\r\n");
  EXPECT_EQ(filter_headers(kLines, true, false),
            "X: 1\r\nContent-Type: a/b\r\nContent-Language: de\r\nY: 2\r\n");
  EXPECT_EQ(filter_headers(kLines, false, true),
            "X: 1\r\nauthorization: t\r\nCookie: c=d\r\nHost: h\r\nY: 2\r\n");
}

}  // namespace
}  // namespace nest::http
