#include "runtime/http/cookie_jar.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/http/cookie_date.h"

namespace nest::http {
namespace {

constexpr std::int64_t kNow = 1'700'000'000;

CookieTarget at(std::string_view host, std::string_view path = "/", bool https = false) {
  return {https, host, !host.empty() && host.back() >= '0' && host.back() <= '9', path};
}

std::string header(const CookieJar& jar, const CookieTarget& target, std::int64_t now = kNow) {
  std::string out;
  jar.append_header(out, target, now);
  return out;
}

struct Case {
  std::string_view set_cookie;
  CookieTarget from;
  CookieTarget to;
  std::string_view sent;  // the Cookie header's value; empty: none
};

TEST(CookieJar, sends_cookies_where_they_belong) {
  const std::vector<Case> cases{
      // names and values
      {"a=b", at("h.test"), at("h.test"), "a=b"},
      {" a = b ; Path=/", at("h.test"), at("h.test"), "a=b"},
      {"a=\"q\"", at("h.test"), at("h.test"), "a=\"q\""},
      {"a=b=c", at("h.test"), at("h.test"), "a=b=c"},
      {"a=", at("h.test"), at("h.test"), "a="},
      {"=b", at("h.test"), at("h.test"), ""},
      {"ab", at("h.test"), at("h.test"), ""},
      {"", at("h.test"), at("h.test"), ""},
      // hosts and domains
      {"a=b", at("h.test"), at("www.h.test"), ""},
      {"a=b; Domain=h.test", at("www.h.test"), at("h.test"), "a=b"},
      {"a=b; Domain=.H.Test", at("www.h.test"), at("x.y.h.test"), "a=b"},
      {"a=b; Domain=h.test", at("www.h.test"), at("xh.test"), ""},
      {"a=b; Domain=other.test", at("www.h.test"), at("other.test"), ""},
      {"a=b; Domain=www.h.test", at("h.test"), at("www.h.test"), ""},
      {"a=b; Domain=", at("h.test"), at("h.test"), "a=b"},
      {"a=b; Domain=h.test; Domain=www.h.test", at("www.h.test"), at("h.test"), ""},
      // public suffixes
      {"a=b; Domain=com", at("h.com"), at("x.com"), ""},
      {"a=b; Domain=co.uk", at("shop.co.uk"), at("other.co.uk"), ""},
      {"a=b; Domain=github.io", at("me.github.io"), at("you.github.io"), ""},
      {"a=b; Domain=localhost", at("localhost"), at("localhost"), "a=b"},
      {"a=b; Domain=localhost", at("localhost"), at("x.localhost"), ""},
      // addresses
      {"a=b", at("10.0.0.1"), at("10.0.0.1"), "a=b"},
      {"a=b; Domain=10.0.0.1", at("10.0.0.1"), at("10.0.0.1"), "a=b"},
      {"a=b; Domain=0.0.1", at("10.0.0.1"), at("10.0.0.1"), ""},
      // paths
      {"a=b", at("h.test", "/x/y"), at("h.test", "/x/z"), "a=b"},
      {"a=b", at("h.test", "/x/y"), at("h.test", "/x"), "a=b"},
      {"a=b", at("h.test", "/x/y"), at("h.test", "/"), ""},
      {"a=b; Path=/x", at("h.test"), at("h.test", "/x/y"), "a=b"},
      {"a=b; Path=/x", at("h.test"), at("h.test", "/xy"), ""},
      {"a=b; Path=/x/", at("h.test"), at("h.test", "/x"), ""},
      {"a=b; Path=x", at("h.test", "/p/q"), at("h.test", "/p/r"), "a=b"},
      {"a=b; Path=/x; Path=/y", at("h.test"), at("h.test", "/y"), "a=b"},
      // secure, http-only, same-site
      {"a=b; Secure", at("h.test", "/", true), at("h.test"), ""},
      {"a=b; secure", at("h.test", "/", true), at("h.test", "/", true), "a=b"},
      {"a=b; HttpOnly; SameSite=Strict; Unknown=1", at("h.test"), at("h.test"), "a=b"},
      // prefixes
      {"__Secure-a=b", at("h.test", "/", true), at("h.test", "/", true), ""},
      {"__Secure-a=b; Secure", at("h.test", "/", true), at("h.test", "/", true), "__Secure-a=b"},
      {"__Secure-a=b; Secure", at("h.test"), at("h.test", "/", true), ""},
      {"__Host-a=b; Secure; Path=/", at("h.test", "/", true), at("h.test", "/", true), "__Host-a=b"},
      {"__Host-a=b; Secure; Path=/; Domain=h.test", at("h.test", "/", true), at("h.test", "/", true), ""},
      {"__Host-a=b; Secure", at("h.test", "/x/y", true), at("h.test", "/x/y", true), ""},
      // ages
      {"a=b; Max-Age=10", at("h.test"), at("h.test"), "a=b"},
      {"a=b; Max-Age=0", at("h.test"), at("h.test"), ""},
      {"a=b; Max-Age=-1", at("h.test"), at("h.test"), ""},
      {"a=b; Max-Age=x", at("h.test"), at("h.test"), "a=b"},
      {"a=b; Max-Age=99999999999999999999999", at("h.test"), at("h.test"), "a=b"},
      {"a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT", at("h.test"), at("h.test"), ""},
      {"a=b; Expires=Thu, 01 Jan 2099 00:00:00 GMT", at("h.test"), at("h.test"), "a=b"},
      {"a=b; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT", at("h.test"), at("h.test"), "a=b"},
      {"a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=10", at("h.test"), at("h.test"), "a=b"},
      {"a=b; Expires=never", at("h.test"), at("h.test"), "a=b"},
  };
  for (const Case& c : cases) {
    CookieJar jar;
    jar.set(c.set_cookie, c.from, kNow);
    const std::string expected = c.sent.empty() ? "" : "Cookie: " + std::string(c.sent) + "\r\n";
    EXPECT_EQ(header(jar, c.to), expected)
        << c.set_cookie << " from " << c.from.host << c.from.path << " to " << c.to.host << c.to.path;
  }
}

TEST(CookieJar, sends_longer_paths_first_then_older_cookies) {
  CookieJar jar;
  jar.set("one=1; Path=/", at("h.test"), kNow);
  jar.set("two=2; Path=/", at("h.test"), kNow);
  jar.set("deep=3; Path=/x/y", at("h.test"), kNow);
  jar.set("one=changed; Path=/", at("h.test"), kNow);
  EXPECT_EQ(header(jar, at("h.test", "/x/y/z")), "Cookie: deep=3; one=changed; two=2\r\n");
}

TEST(CookieJar, forgets_what_is_set_to_expire) {
  CookieJar jar;
  jar.set("a=1", at("h.test"), kNow);
  jar.set("a=1; Path=/x", at("h.test"), kNow);
  jar.set("a=; Max-Age=0", at("h.test"), kNow);
  EXPECT_EQ(jar.size(), 1u);
  EXPECT_EQ(header(jar, at("h.test", "/x")), "Cookie: a=1\r\n");
}

TEST(CookieJar, stops_sending_when_the_time_has_come) {
  CookieJar jar;
  jar.set("a=1; Max-Age=10", at("h.test"), kNow);
  EXPECT_EQ(header(jar, at("h.test"), kNow + 9), "Cookie: a=1\r\n");
  EXPECT_EQ(header(jar, at("h.test"), kNow + 10), "");
}

TEST(CookieJar, holds_a_bounded_number_and_drops_the_oldest) {
  CookieJar jar;
  for (int i = 0; i < 1000; ++i) jar.set("c" + std::to_string(i) + "=1", at("h.test"), kNow);
  EXPECT_EQ(jar.size(), CookieJar::kMaxCookies);
  const std::string sent = header(jar, at("h.test"));
  EXPECT_EQ(sent.find("c0=1"), std::string::npos);
  EXPECT_NE(sent.find("c999=1"), std::string::npos);
  CookieJar other;
  other.set("a=" + std::string(CookieJar::kMaxCookieSize, 'x'), at("h.test"), kNow);
  EXPECT_EQ(other.size(), 0u);
}

TEST(CookieDate, is_read_in_all_the_forms_that_servers_write) {
  const std::vector<std::pair<std::string_view, std::optional<std::int64_t>>> cases{
      {"Sun, 06 Nov 1994 08:49:37 GMT", 784111777},
      {"Sunday, 06-Nov-94 08:49:37 GMT", 784111777},
      {"Sun Nov  6 08:49:37 1994", 784111777},
      {"06 Nov 1994 8:49:37", 784111777},
      {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
      {"Fri, 07 Aug 2037 08:04:19 GMT", 2133245059},
      {"1 1 1 1", std::nullopt},
      {"Sun, 31 Feb 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 24:49:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 08:60:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1600 08:49:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1994", std::nullopt},
      {"", std::nullopt},
      {"Sun, 06 Nov 69 00:00:00 GMT", 3150921600},
      {"Sun, 06 Nov 70 00:00:00 GMT", 26697600},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(parse_cookie_date(text), expected) << text;
}

}  // namespace
}  // namespace nest::http
