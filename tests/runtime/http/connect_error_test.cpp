#include "runtime/http/connect_error.h"

#include <gtest/gtest.h>

namespace nest::http {
namespace {

TEST(ConnectDetail, is_the_address_where_the_cause_says_the_rest) {
  EXPECT_EQ(connect_detail(TransportError::Refused,
                           "Failed to connect to h port 1 after 3 ms: Couldn't connect", "h:1"),
            "h:1");
  EXPECT_EQ(
      connect_detail(TransportError::ConnectTimeout, "Connection timed out after 10001 milliseconds", "h:1"),
      "h:1");
}

TEST(ConnectDetail, drops_the_count_of_milliseconds_and_keeps_the_rest) {
  EXPECT_EQ(connect_detail(TransportError::Dns, "Resolving timed out after 5001 milliseconds", "h:1"),
            "Resolving timed out");
  EXPECT_EQ(connect_detail(TransportError::Proxy, "Failed to connect to p port 9 after 12 ms: no", "h:1"),
            "Failed to connect to p port 9: no");
  EXPECT_EQ(connect_detail(TransportError::Dns, "Could not resolve host: look after me", "h:1"),
            "Could not resolve host: look after me");
  EXPECT_EQ(connect_detail(TransportError::Proxy, "gave up after 3 tries", "h:1"), "gave up after 3 tries");
  EXPECT_EQ(connect_detail(TransportError::Proxy, "gave up after 3", "h:1"), "gave up after 3");
}

}  // namespace
}  // namespace nest::http
