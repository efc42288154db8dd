#include "runtime/http/wire_exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/runtime/http/test_client.h"
#include "tests/runtime/http/test_server.h"

namespace nest::http {
namespace {

using testing::always;
using testing::Answer;
using testing::Client;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Peer;
using testing::ScriptedServer;
using ::testing::StartsWith;
using testing::Waiter;

TEST(WireExchange, brings_status_headers_and_body) {
  ScriptedServer server(always("HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 5\r\n\r\nhello"));
  Client client(server.url());
  const Answer answer = client.get("/x");
  EXPECT_EQ(answer.error, TransportError::None) << answer.detail;
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "hello");
  EXPECT_EQ(answer.headers, "X-A: 1\r\nContent-Length: 5\r\n");
  EXPECT_EQ(answer.url, server.url() + "/x");
  EXPECT_EQ(answer.raw.body_size, 5u);
  EXPECT_GT(answer.raw.time, 0);
}

TEST(WireExchange, keeps_the_connection_for_the_next_request) {
  ScriptedServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  Client client(server.url());
  for (int i = 0; i < 5; ++i) EXPECT_EQ(client.get("/").body, "ok");
  EXPECT_EQ(server.connections(), 1);
}

}  // namespace
}  // namespace nest::http
