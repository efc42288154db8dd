#include "runtime/share/share_options.h"

#include <gtest/gtest.h>

namespace nest {
namespace {

TEST(ShareOptions, reads_addresses_and_ports) {
  EXPECT_EQ(parse_share("127.0.0.1", "")->address, "127.0.0.1");
  EXPECT_EQ(parse_share("127.0.0.1", "")->port, 7788);
  EXPECT_EQ(parse_share("127.0.0.2:9000", "")->port, 9000);
  EXPECT_EQ(parse_share("localhost:0", "")->port, 0);
  EXPECT_EQ(parse_share("localhost", "")->address, "127.0.0.1");
  EXPECT_EQ(parse_share(":81", "")->address, "127.0.0.1");
  EXPECT_EQ(parse_share("[::1]:81", "")->address, "::1");
  EXPECT_EQ(parse_share("[::1]:81", "")->port, 81);
  EXPECT_EQ(parse_share("::1", "")->address, "::1");
  EXPECT_EQ(parse_share("::1", "")->port, 7788);
}

TEST(ShareOptions, refuses_what_is_no_address_or_port) {
  for (const char* wrong : {"shop.test", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:-1",
                            "1.2.3", "[::1", "127.0.0.1:80:80", "[::1]x:80"}) {
    EXPECT_FALSE(parse_share(wrong, "secret").has_value()) << wrong;
  }
}

TEST(ShareOptions, wants_a_token_on_any_address_but_loopback) {
  for (const char* open : {"0.0.0.0", "10.1.2.3:80", "[::]:80", "[2001:db8::1]:80"}) {
    const auto refused = parse_share(open, "");
    ASSERT_FALSE(refused.has_value()) << open;
    EXPECT_NE(refused.error().find("NEST_SHARE_TOKEN"), std::string::npos) << refused.error();
    EXPECT_TRUE(parse_share(open, "secret").has_value()) << open;
  }
}

TEST(ShareOptions, refuses_a_token_that_no_header_can_carry) {
  EXPECT_FALSE(parse_share("127.0.0.1", "a b").has_value());
  EXPECT_FALSE(parse_share("127.0.0.1", "a\r\nb").has_value());
  EXPECT_FALSE(parse_share("127.0.0.1", "\xc3\xa9").has_value());
}

TEST(ShareOptions, compares_tokens_whole) {
  EXPECT_TRUE(is_token("secret", "secret"));
  for (const char* wrong : {"", "s", "secre", "secret1", "secretsecret", "Secret", "secreT"}) {
    EXPECT_FALSE(is_token(wrong, "secret")) << wrong;
  }
}

}  // namespace
}  // namespace nest
