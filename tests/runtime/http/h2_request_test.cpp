#include "runtime/http/h2_request.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nest::http {
namespace {

Origin shop(bool https = true) {
  Origin origin;
  origin.https = https;
  origin.authority = "shop.test:8443";
  return origin;
}

/// "name=value|…"
std::string made_of(std::string head, const Origin& origin) {
  std::vector<H2Header> headers;
  make_h2_request(head, origin, headers);
  std::string text;
  for (const H2Header& header : headers) {
    (((text += header.name) += '=') += header.value) += '|';
  }
  return text;
}

TEST(H2Request, puts_the_request_line_into_pseudo_headers) {
  EXPECT_EQ(made_of("GET /a?b=c HTTP/1.1\r\nHost: shop.test:8443\r\nAccept: */*\r\n\r\n", shop()),
            ":method=GET|:scheme=https|:authority=shop.test:8443|:path=/a?b=c|accept=*/*|");
  EXPECT_EQ(made_of("POST / HTTP/1.1\r\n\r\n", shop(false)),
            ":method=POST|:scheme=http|:authority=shop.test:8443|:path=/|");
}

TEST(H2Request, takes_the_authority_from_a_host_of_the_requests_own) {
  EXPECT_EQ(made_of("GET / HTTP/1.1\r\nHost: other.test\r\n\r\n", shop()),
            ":method=GET|:scheme=https|:authority=other.test|:path=/|");
}

TEST(H2Request, writes_names_in_lower_case_and_leaves_values_as_they_are) {
  EXPECT_EQ(made_of("GET / HTTP/1.1\r\nX-Token:  Abc: D \r\nEmpty:\r\n\r\n", shop()),
            ":method=GET|:scheme=https|:authority=shop.test:8443|:path=/|x-token=Abc: D|empty=|");
}

TEST(H2Request, leaves_out_what_speaks_about_a_connection_of_http_1) {
  EXPECT_EQ(made_of("GET / HTTP/1.1\r\nConnection: close\r\nKeep-Alive: 1\r\nProxy-Connection: x\r\n"
                    "Transfer-Encoding: chunked\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\nTE: gzip\r\n"
                    ":path: /evil\r\nX: 1\r\n\r\n",
                    shop()),
            ":method=GET|:scheme=https|:authority=shop.test:8443|:path=/|x=1|");
  EXPECT_EQ(made_of("GET / HTTP/1.1\r\nTE: Trailers\r\n\r\n", shop()),
            ":method=GET|:scheme=https|:authority=shop.test:8443|:path=/|te=Trailers|");
}

TEST(H2Request, is_shown_in_the_form_that_people_read) {
  std::string head = "GET /a HTTP/1.1\r\nHost: x.test\r\nX-A: 1\r\n\r\n";
  std::vector<H2Header> headers;
  make_h2_request(head, shop(), headers);
  std::string text;
  append_h2_text(text, headers);
  EXPECT_EQ(text, "GET /a HTTP/2\r\nhost: x.test\r\nx-a: 1\r\n\r\n");
}

}  // namespace
}  // namespace nest::http
