#include "runtime/cli/host_scope.h"

#include <gtest/gtest.h>

namespace nest {
namespace {

TEST(HostScope, knows_what_is_certainly_our_own) {
  for (const char* host :
       {"localhost",  "LOCALHOST",      "localhost.",  "127.0.0.1",   "127.9.9.9",       "10.0.0.1",
        "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.1.1", "0.0.0.0",         "::1",
        "::",         "fc00::1",        "fdab::1",     "fe80::1",     "::ffff:10.0.0.1", "shop.local",
        "shop.test",  "a.b.localhost"})
    EXPECT_TRUE(is_own_host(host)) << host;
}

TEST(HostScope, takes_nothing_else_for_it) {
  for (const char* host :
       {"8.8.8.8", "172.15.0.1", "172.32.0.1", "192.169.0.1", "11.0.0.1", "126.0.0.1", "2001:db8::1",
        "::ffff:8.8.8.8", "fec0::1", "shop", "shop.example.com", "local", "test.example",
        "localhost.example.com", "127.0.0.1.example.com", "0x7f000001", ""})
    EXPECT_FALSE(is_own_host(host)) << host;
}

TEST(HostScope, remarks_on_a_url_by_its_host) {
  EXPECT_EQ(foreign_host_remark("https://shop.example.com:8443/api"),
            "shop.example.com is not known to be yours");
  EXPECT_EQ(foreign_host_remark("http://[::1]:80/"), "");
  EXPECT_EQ(foreign_host_remark(""), "");
}

TEST(HostScope, knows_this_machine_by_loopback_and_its_own_addresses) {
  for (const char* host :
       {"127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST.", "shop.localhost", "0.0.0.0"})
    EXPECT_TRUE(is_this_machine(host)) << host;
  for (const char* host : {"", "shop.test", "192.0.2.1", "2001:db8::1", "localhost.example.com"})
    EXPECT_FALSE(is_this_machine(host)) << host;
}

}  // namespace
}  // namespace nest
