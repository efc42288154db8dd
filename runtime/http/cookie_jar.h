#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace nest::http {

/// Whom a request goes to, as far as cookies care.
struct CookieTarget {
  bool https = false;
  std::string_view host;    ///< lower case
  bool is_address = false;  ///< the host is an IP address, and belongs to no domain
  std::string_view path;    ///< without the query; begins with '/'
};

/// One user's cookies: RFC 6265, with the public suffix list (5.3 step 5) and the name prefixes __Host- and
/// __Secure-. Times are seconds since 1970. A cookie that is set again reuses its memory.
class CookieJar {
 public:
  /// More than any browser keeps for a site; the oldest goes first.
  static constexpr std::size_t kMaxCookies = 300;
  static constexpr std::size_t kMaxCookieSize = 8192;

  /// Takes in the value of a Set-Cookie header of an answer from `from`; one that breaks the rules is
  /// ignored.
  void set(std::string_view set_cookie, const CookieTarget& from, std::int64_t now);

  /// Appends "Cookie: a=1; b=2\r\n" for a request to `target`; nothing when no cookie goes there.
  void append_header(std::string& out, const CookieTarget& target, std::int64_t now) const;

  [[nodiscard]] std::size_t size() const { return cookies_.size(); }

 private:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

  struct Cookie {
    std::string name;
    std::string value;
    std::string domain;  // lower case, without a dot before it
    std::string path;
    std::int64_t expires = kNever;  // kNever: with the user
    std::uint64_t created = 0;      // a running number
    bool host_only = true;
    bool secure = false;
  };
  struct Parsed;

  static bool parse(std::string_view text, std::int64_t now, Parsed& out);
  static bool admit(Parsed& cookie, const CookieTarget& from);
  void store(const Parsed& cookie);
  void make_room();

  std::vector<Cookie> cookies_;  // in the order they are sent: longer paths first, then older ones
  std::uint64_t next_ = 0;
};

}  // namespace nest::http
