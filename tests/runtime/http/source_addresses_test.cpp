#include "runtime/http/source_addresses.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <unistd.h>

namespace nest::http {
namespace {

/// Where a socket begins after bind_next().
std::string bound(SourceAddresses& sources) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  EXPECT_EQ(sources.bind_next(fd, AF_INET), 0);
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  close(fd);
  return inet_ntoa(address.sin_addr);
}

TEST(SourceAddresses, are_single_ones_ranges_and_networks) {
  EXPECT_EQ(SourceAddresses::parse("10.0.0.5")->size(), 1u);
  EXPECT_EQ(SourceAddresses::parse("10.0.0.5, 10.0.0.8-10.0.0.20,2001:db8::7")->size(), 15u);
  EXPECT_EQ(SourceAddresses::parse("10.0.0.0/28")->size(), 14u);
  EXPECT_EQ(SourceAddresses::parse("10.0.0.7/32")->size(), 1u);
  EXPECT_EQ(SourceAddresses::parse("")->size(), 0u);
}

TEST(SourceAddresses, that_are_none_are_refused) {
  for (const char* const text :
       {"x", "10.0.0", "10.0.0.9-10.0.0.8", "10.0.0.1/33", "10.0.0.1/x", "10.0.0.1-", "::1-::5"}) {
    const auto parsed = SourceAddresses::parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_THAT(parsed.error(), ::testing::HasSubstr(text));
  }
  EXPECT_THAT(SourceAddresses::parse("10.0.0.0/8").error(), ::testing::HasSubstr("more than"));
}

TEST(SourceAddresses, are_taken_in_turn) {
  SourceAddresses sources = *SourceAddresses::parse("127.0.0.2-127.0.0.4,::1");
  EXPECT_EQ(sources.find_fault(), "");
  EXPECT_EQ(bound(sources), "127.0.0.2");
  EXPECT_EQ(bound(sources), "127.0.0.3");
  EXPECT_EQ(bound(sources), "127.0.0.4");
  EXPECT_EQ(bound(sources), "127.0.0.2");
}

TEST(SourceAddresses, of_another_machine_are_a_fault) {
  EXPECT_THAT(SourceAddresses::parse("127.0.0.2,198.51.100.1")->find_fault(),
              ::testing::HasSubstr("198.51.100.1"));
}

}  // namespace
}  // namespace nest::http
