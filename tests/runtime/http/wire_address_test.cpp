// Where connections begin and go to: --source-address, --resolve, --dns.

#include <arpa/inet.h>
#include <gmock/gmock.h>

#include <array>

#include "runtime/http/address_book.h"
#include "tests/runtime/http/test_client.h"
#include "tests/runtime/http/test_server.h"

namespace nest::http {
namespace {

using testing::Client;
using testing::Heard;
using testing::Peer;
using testing::ScriptedServer;
using ::testing::UnorderedElementsAre;

/// Answers once and closes, so that the next request needs a new connection; notes from where each came.
struct NotingServer {
  Heard from;
  ScriptedServer server{[this](Peer& peer) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getpeername(peer.fd(), reinterpret_cast<sockaddr*>(&address), &size);
    std::array<char, INET_ADDRSTRLEN> text{};
    from.add(inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size()));
    if (!peer.request().empty())
      peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  }};
};

TEST(WireAddress, begins_at_each_source_address_in_turn) {
  NotingServer target;
  Settings settings = Client::with_host(target.server.url());
  settings.source_addresses = "127.0.0.2,127.0.0.3";
  Client client(settings);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(client.get("/").status, 200);
  EXPECT_THAT(target.from.all(), UnorderedElementsAre("127.0.0.2", "127.0.0.2", "127.0.0.3", "127.0.0.3"));
}

TEST(WireAddress, of_a_name_may_be_given) {
  NotingServer target;
  const std::string port = std::to_string(target.server.port());
  Settings settings = Client::with_host("http://Shop.Invalid:" + port);
  settings.resolve = {"shop.invalid:" + port + ":127.0.0.1"};
  Client client(settings);
  EXPECT_EQ(client.get("/").status, 200);
  EXPECT_EQ(client.get("http://other.invalid:" + port + "/").error, TransportError::Dns);
}

TEST(WireAddress, is_each_of_several_in_turn_when_asked_for) {
  NotingServer target;
  const std::string port = std::to_string(target.server.port());
  Settings settings = Client::with_host("http://shop.invalid:" + port);
  settings.connect_timeout = 2 * kSecond;
  // Nobody listens at the second one.
  settings.resolve = {"shop.invalid:" + port + ":127.0.0.1,127.0.0.9"};
  settings.dns = DnsPolicy::RoundRobin;
  Client client(settings);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(client.get("/").status, 200);
    EXPECT_EQ(client.get("/").error, TransportError::Refused);
  }
}

TEST(AddressBook, reads_what_curl_reads) {
  const auto entry = AddressBook::parse("Shop.test:443:10.0.0.5,[2001:db8::7],2001:db8::8");
  ASSERT_TRUE(entry) << entry.error();
  EXPECT_EQ(entry->host, "shop.test");
  EXPECT_EQ(entry->port, "443");
  EXPECT_THAT(entry->addresses, ::testing::ElementsAre("10.0.0.5", "[2001:db8::7]", "[2001:db8::8]"));
  EXPECT_EQ(AddressBook::parse("[::1]:80:127.0.0.1")->host, "::1");
  for (const char* const text :
       {"", "a", "a:1", "a:1:", "a:0:1.2.3.4", "a:x:1.2.3.4", ":1:1.2.3.4", "a:1:b", "[::1:1:1.2.3.4"}) {
    EXPECT_FALSE(AddressBook::parse(text)) << text;
  }
}

}  // namespace
}  // namespace nest::http
