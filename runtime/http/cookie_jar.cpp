#include "runtime/http/cookie_jar.h"

#include <libpsl.h>

#include <algorithm>

#include "runtime/http/cookie_date.h"
#include "runtime/http/text.h"

namespace nest::http {

/// A Set-Cookie line taken apart; views into it, or into the target.
struct CookieJar::Parsed {
  std::string_view name;
  std::string_view value;
  std::string domain;
  std::string_view path;
  std::int64_t expires = kNever;
  bool host_only = true;
  bool secure = false;
};

namespace {

/// RFC 6265 5.1.3, for a domain in lower case.
bool domain_matches(std::string_view host, bool is_address, std::string_view domain) {
  if (host == domain) return true;
  return !is_address && host.size() > domain.size() && host.ends_with(domain) &&
         host[host.size() - domain.size() - 1] == '.';
}

/// RFC 6265 5.1.4.
bool path_matches(std::string_view path, std::string_view cookie_path) {
  if (!path.starts_with(cookie_path)) return false;
  return path.size() == cookie_path.size() || cookie_path.ends_with('/') || path[cookie_path.size()] == '/';
}

std::string_view default_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos || slash == 0 ? std::string_view("/") : path.substr(0, slash);
}

/// Whether everybody may register names below it ("com", "co.uk", "github.io"), so that no cookie may span
/// it.
bool is_public_suffix(const std::string& domain) {
  return psl_is_public_suffix2(psl_builtin(), domain.c_str(), PSL_TYPE_ANY) != 0;
}

/// RFC 6265 5.2.2: seconds from now, capped so that sums stay in range; nothing when it is no number.
bool parse_max_age(std::string_view text, std::int64_t& seconds) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || !std::ranges::all_of(text, is_digit)) return false;
  constexpr std::int64_t kMost = 10'000'000'000;
  seconds = 0;
  for (const char c : text) seconds = std::min(kMost, seconds * 10 + (c - '0'));
  if (negative) seconds = -1;
  return true;
}

}  // namespace

/// RFC 6265 5.2.
bool CookieJar::parse(std::string_view text, std::int64_t now, Parsed& out) {
  if (text.size() > kMaxCookieSize) return false;
  std::string_view rest = text;
  const std::string_view pair = take_item(rest, ';');
  const std::size_t equals = pair.find('=');
  if (equals == std::string_view::npos) return false;
  out.name = trim(pair.substr(0, equals));
  out.value = trim(pair.substr(equals + 1));
  if (out.name.empty()) return false;
  bool has_max_age = false;
  while (!rest.empty()) {
    std::string_view value = take_item(rest, ';');
    const std::string_view name = take_item(value, '=');
    value = trim(value);
    std::int64_t seconds = 0;
    if (same_text(name, "max-age")) {
      if (!parse_max_age(value, seconds)) continue;
      out.expires = seconds <= 0 ? std::numeric_limits<std::int64_t>::min() : now + seconds;
      has_max_age = true;
    } else if (same_text(name, "expires")) {
      const auto date = parse_cookie_date(value);
      if (date && !has_max_age) out.expires = *date;
    } else if (same_text(name, "domain")) {
      if (value.starts_with('.')) value.remove_prefix(1);
      out.domain.clear();
      for (const char c : value) out.domain += to_lower(c);
    } else if (same_text(name, "path")) {
      out.path = value.starts_with('/') ? value : std::string_view{};
    } else if (same_text(name, "secure")) {
      out.secure = true;
    }
  }
  return true;
}

/// RFC 6265 5.3, steps 4 to 7: may this host set this cookie, and for whom?
bool CookieJar::admit(Parsed& cookie, const CookieTarget& from) {
  const bool has_domain = !cookie.domain.empty();
  const bool has_root_path = cookie.path == "/";
  if (has_domain && cookie.domain != from.host) {
    if (!domain_matches(from.host, from.is_address, cookie.domain) || is_public_suffix(cookie.domain))
      return false;
    cookie.host_only = false;
  } else {
    cookie.host_only = !has_domain || from.is_address || is_public_suffix(cookie.domain);
    cookie.domain = from.host;
  }
  if (cookie.path.empty()) cookie.path = default_path(from.path);
  if (cookie.name.starts_with("__Secure-")) return cookie.secure && from.https;
  if (cookie.name.starts_with("__Host-")) return cookie.secure && from.https && !has_domain && has_root_path;
  return true;
}

void CookieJar::store(const Parsed& parsed) {
  const auto same = [&](const Cookie& cookie) {
    return cookie.name == parsed.name && cookie.path == parsed.path && cookie.domain == parsed.domain;
  };
  auto place = std::ranges::find_if(cookies_, same);
  if (place == cookies_.end()) {
    make_room();
    const auto shorter = [&](const Cookie& cookie) { return cookie.path.size() < parsed.path.size(); };
    place = cookies_.insert(std::ranges::find_if(cookies_, shorter), Cookie{});
    place->name = parsed.name;
    place->path = parsed.path;
    place->domain = parsed.domain;
    place->created = next_++;
  }
  place->value = parsed.value;
  place->expires = parsed.expires;
  place->host_only = parsed.host_only;
  place->secure = parsed.secure;
}

void CookieJar::make_room() {
  if (cookies_.size() < kMaxCookies) return;
  cookies_.erase(std::ranges::min_element(cookies_, {}, &Cookie::created));
}

void CookieJar::set(std::string_view set_cookie, const CookieTarget& from, std::int64_t now) {
  Parsed parsed;
  if (!parse(set_cookie, now, parsed) || !admit(parsed, from)) return;
  if (parsed.expires > now) {
    store(parsed);
    return;
  }
  std::erase_if(cookies_, [&](const Cookie& cookie) {
    return cookie.name == parsed.name && cookie.path == parsed.path && cookie.domain == parsed.domain;
  });
}

void CookieJar::append_header(std::string& out, const CookieTarget& target, std::int64_t now) const {
  const char* separator = "Cookie: ";
  bool any = false;
  for (const Cookie& cookie : cookies_) {
    if (cookie.expires <= now || (cookie.secure && !target.https)) continue;
    const bool for_host = cookie.host_only ? cookie.domain == target.host
                                           : domain_matches(target.host, target.is_address, cookie.domain);
    if (!for_host || !path_matches(target.path, cookie.path)) continue;
    out += separator;
    ((out += cookie.name) += '=') += cookie.value;
    separator = "; ";
    any = true;
  }
  if (any) out += "\r\n";
}

}  // namespace nest::http
