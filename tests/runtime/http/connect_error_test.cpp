#include "runtime/http/connect_error.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <utility>

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

TEST(ConnectError, names_the_cause_by_what_the_system_said) {
  const std::pair<int, TransportError> cases[] = {
      {ECONNREFUSED, TransportError::Refused},    {EHOSTUNREACH, TransportError::Unreachable},
      {ENETUNREACH, TransportError::Unreachable}, {ETIMEDOUT, TransportError::ConnectTimeout},
      {EMFILE, TransportError::NoDescriptors},    {ENFILE, TransportError::NoDescriptors},
      {EADDRNOTAVAIL, TransportError::NoPorts},   {ENOBUFS, TransportError::NoPorts},
      {ECONNRESET, TransportError::Reset}};
  for (const auto& [error, expected] : cases) {
    EXPECT_EQ(classify_errno(error), expected) << error;
    ConnectFailure failure;
    failure.code = CURLE_COULDNT_CONNECT;
    failure.os_error = error;
    EXPECT_EQ(classify(failure), expected) << error;
  }
}

TEST(ConnectError, is_the_proxys_when_it_was_the_proxy_that_was_not_reached) {
  ConnectFailure failure;
  failure.code = CURLE_COULDNT_CONNECT;
  failure.os_error = ECONNREFUSED;
  failure.proxy = "http://user:word@proxy.test:3128/";
  failure.message = "Failed to connect to proxy.test port 3128 after 1 ms: Couldn't connect to server";
  EXPECT_EQ(classify(failure), TransportError::Proxy);
  failure.message = "Failed to connect to shop.test port 80 after 1 ms: Couldn't connect to server";
  EXPECT_EQ(classify(failure), TransportError::Refused) << "no_proxy let it go directly";
}

TEST(ConnectError, of_a_socket_that_cannot_be_had_comes_first) {
  ConnectFailure failure;
  failure.code = CURLE_COULDNT_CONNECT;
  failure.os_error = ECONNREFUSED;
  failure.socket_error = EMFILE;
  EXPECT_EQ(classify(failure), TransportError::NoDescriptors);
}

}  // namespace
}  // namespace nest::http
