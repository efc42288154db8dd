#include "runtime/http/url.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace nest::http {
namespace {

TEST(Url, takes_an_absolute_url_apart) {
  const auto url = parse_url("HTTPS://user:pa%20ss@Shop.Test:8443/a/b?c=d#part");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url->https);
  EXPECT_EQ(url->userinfo, "user:pa%20ss");
  EXPECT_EQ(url->host, "Shop.Test");
  EXPECT_EQ(url->port, 8443);
  EXPECT_EQ(url->target, "/a/b?c=d");
}

TEST(Url, knows_the_ports_of_its_schemes) {
  EXPECT_EQ(parse_url("http://a")->port, 80);
  EXPECT_EQ(parse_url("https://a")->port, 443);
  EXPECT_EQ(parse_url("http://a:/")->port, 80);
}

TEST(Url, may_have_a_query_without_a_path) {
  EXPECT_EQ(parse_url("http://a?x=1")->target, "?x=1");
  EXPECT_EQ(parse_url("http://a#f")->target, "");
}

TEST(Url, takes_an_ipv6_address_out_of_its_brackets) {
  const auto url = parse_url("http://[::1]:81/x");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "::1");
  EXPECT_TRUE(url->ipv6);
  EXPECT_EQ(url->port, 81);
}

TEST(Url, is_refused_when_it_is_none) {
  const std::vector<std::string_view> bad{"",
                                          "/path",
                                          "ftp://a/",
                                          "http:/a",
                                          "http:a",
                                          "http://",
                                          "http:///x",
                                          "http://a:0/",
                                          "http://a:65536/",
                                          "http://a:8o/",
                                          "http://a:-1/",
                                          "http://a b/",
                                          "http://a\r\nX: y/",
                                          "http://b\xc3\xbc.test/",
                                          "http://[::1/",
                                          "http://[::1]x/",
                                          "http://[abc]/",
                                          "http://[fe80::1%25eth0]/",
                                          "http://a%41/",
                                          "://a/"};
  for (const std::string_view text : bad) {
    const auto url = parse_url(text);
    EXPECT_FALSE(url) << text;
    if (!url) {
      EXPECT_FALSE(url.error().empty());
    }
  }
  EXPECT_FALSE(parse_url("http://" + std::string(254, 'a') + "/"));
}

TEST(Url, counts_the_last_at_sign_as_the_end_of_the_user) {
  const auto url = parse_url("http://good.test@evil.test/");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "evil.test");
}

TEST(Url, has_a_scheme_only_before_two_slashes) {
  EXPECT_TRUE(has_scheme("http://a"));
  EXPECT_TRUE(has_scheme("ftp://a"));
  EXPECT_FALSE(has_scheme("/http://a"));
  EXPECT_FALSE(has_scheme("?u=http://a"));
  EXPECT_FALSE(has_scheme("a:b"));
  EXPECT_FALSE(has_scheme(""));
}

std::string target(std::string_view text) {
  std::string out;
  append_target(out, text);
  return out;
}

TEST(RequestTarget, cannot_be_broken_out_of) {
  EXPECT_EQ(target("/a b\r\nHost: evil"), "/a%20b%0D%0AHost:%20evil");
  EXPECT_EQ(target(std::string_view("/\0x", 3)), "/%00x");
  EXPECT_EQ(target("/\xc3\xa9"), "/%C3%A9");
}

TEST(RequestTarget, begins_with_a_slash_and_has_no_fragment) {
  EXPECT_EQ(target(""), "/");
  EXPECT_EQ(target("x"), "/x");
  EXPECT_EQ(target("?q=1"), "/?q=1");
  EXPECT_EQ(target("/x?y=%20z#top"), "/x?y=%20z");
}

// RFC 3986 5.4, all of its examples but those whose base our schemes cannot have.
TEST(Reference, resolves_as_the_rfc_says) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q"},
      {"g#s", "http://a/b/c/g"},
      {"g?y#s", "http://a/b/c/g?y"},
      {";x", "http://a/b/c/;x"},
      {"g;x", "http://a/b/c/g;x"},
      {"g;x?y#s", "http://a/b/c/g;x?y"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"../../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {".g", "http://a/b/c/.g"},
      {"g..", "http://a/b/c/g.."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"./g/.", "http://a/b/c/g/"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/./x", "http://a/b/c/g?y/./x"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"https://other/x", "https://other/x"},
  };
  for (const auto& [reference, expected] : cases) {
    EXPECT_EQ(resolve_reference("http://a/b/c/d;p?q", reference), expected) << reference;
  }
}

TEST(Reference, goes_below_a_host_without_a_path) {
  EXPECT_EQ(resolve_reference("http://a", "x"), "http://a/x");
  EXPECT_EQ(resolve_reference("http://a?q", "x"), "http://a/x");
  EXPECT_EQ(resolve_reference("no url", "x"), "");
}

TEST(PercentDecode, leaves_what_is_no_escape) {
  EXPECT_EQ(percent_decode("a%20b%4"), "a b%4");
  EXPECT_EQ(percent_decode("%zz%41"), "%zzA");
  EXPECT_EQ(percent_decode("%"), "%");
  EXPECT_EQ(percent_decode("%41"), "A");
}

}  // namespace
}  // namespace nest::http
