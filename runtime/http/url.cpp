#include "runtime/http/url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "runtime/http/text.h"

namespace nest::http {
namespace {

constexpr bool is_host_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' || c == '.' || c == '_';
}

constexpr bool is_ipv6_char(char c) { return hex_value(c) >= 0 || c == ':' || c == '.'; }

std::expected<std::uint16_t, std::string_view> parse_port(std::string_view text, std::uint16_t fallback) {
  if (text.empty()) return fallback;
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (end != text.data() + text.size()) return std::unexpected("the port is not a number");
  if (error != std::errc{} || port == 0 || port > 65535) return std::unexpected("the port is out of range");
  return static_cast<std::uint16_t>(port);
}

/// Splits "host:port" or "[v6]:port" into the url; the port's text is returned.
std::expected<std::string_view, std::string_view> parse_host(std::string_view authority, Url& url) {
  if (authority.starts_with('[')) {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos) return std::unexpected("an IPv6 address without its ]");
    url.ipv6 = true;
    url.host = authority.substr(1, close - 1);
    if (url.host.find(':') == std::string_view::npos || !std::ranges::all_of(url.host, is_ipv6_char)) {
      return std::unexpected("not an IPv6 address");
    }
    authority.remove_prefix(close + 1);
    if (!authority.empty() && authority.front() != ':') return std::unexpected("text after the IPv6 address");
    return authority.empty() ? authority : authority.substr(1);
  }
  const std::size_t colon = authority.find(':');
  url.host = authority.substr(0, colon);
  if (url.host.empty()) return std::unexpected("no host");
  if (url.host.size() > 253) return std::unexpected("the host name is too long");
  if (!std::ranges::all_of(url.host, is_host_char))
    return std::unexpected("a character that no host name has");
  return colon == std::string_view::npos ? std::string_view{} : authority.substr(colon + 1);
}

/// A URL reference in the parts of RFC 3986 appendix B; the fragment is dropped.
struct Reference {
  std::string_view scheme;
  std::string_view authority;
  bool has_authority = false;
  std::string_view path;
  std::string_view query;  // with its '?'
};

std::size_t scheme_length(std::string_view text) {
  const auto is_letter = [](char c) { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; };
  if (text.empty() || !is_letter(text.front())) return 0;
  std::size_t end = 1;
  while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]) || text[end] == '+' ||
                               text[end] == '-' || text[end] == '.')) {
    ++end;
  }
  return end < text.size() && text[end] == ':' ? end : 0;
}

Reference split_reference(std::string_view text) {
  Reference parts;
  text = text.substr(0, text.find('#'));
  if (const std::size_t length = scheme_length(text); length > 0) {
    parts.scheme = text.substr(0, length);
    text.remove_prefix(length + 1);
  }
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    const std::size_t end = std::min(text.find_first_of("/?"), text.size());
    parts.has_authority = true;
    parts.authority = text.substr(0, end);
    text.remove_prefix(end);
  }
  const std::size_t query = std::min(text.find('?'), text.size());
  parts.path = text.substr(0, query);
  parts.query = text.substr(query);
  return parts;
}

/// RFC 3986 5.2.3.
std::string merge_paths(const Reference& base, std::string_view path) {
  if (base.has_authority && base.path.empty()) return "/" + std::string(path);
  const std::size_t slash = base.path.rfind('/');
  std::string merged(slash == std::string_view::npos ? std::string_view{} : base.path.substr(0, slash + 1));
  return merged += path;
}

/// Bytes that may not stand in a request line, or that common servers refuse there.
constexpr std::array<bool, 256> kNeedsEscape = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < 256; ++c) table[c] = c <= 0x20 || c >= 0x7f;
  for (const char c : std::string_view("\"<>\\^`{|}")) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

/// Neither to be escaped nor the end of the target.
constexpr std::array<bool, 256> kIsClean = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < 256; ++c) table[c] = !kNeedsEscape[c] && c != '#';
  return table;
}();

/// Up to a '#'.
char* write_escaped(std::string_view text, char* out) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '#') return out;
    if (!kNeedsEscape[byte]) {
      *out++ = c;
      continue;
    }
    *out++ = '%';
    *out++ = kHex[byte >> 4];
    *out++ = kHex[byte & 15];
  }
  return out;
}

}  // namespace

bool has_scheme(std::string_view text) {
  const std::size_t length = scheme_length(text);
  return length > 0 && text.substr(length + 1).starts_with("//");
}

std::expected<Url, std::string_view> parse_url(std::string_view text) {
  const Reference parts = split_reference(text);
  Url url;
  if (same_text(parts.scheme, "https")) {
    url.https = true;
  } else if (!same_text(parts.scheme, "http")) {
    return std::unexpected(parts.scheme.empty() ? "no http:// or https:// before it"
                                                : "a scheme other than http and https");
  }
  if (!parts.has_authority) return std::unexpected("no // after the scheme");
  std::string_view authority = parts.authority;
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    url.userinfo = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  const auto port_text = parse_host(authority, url);
  if (!port_text) return std::unexpected(port_text.error());
  const auto port = parse_port(*port_text, url.https ? 443 : 80);
  if (!port) return std::unexpected(port.error());
  url.port = *port;
  // Path and query are neighbours in the text.
  url.target = {parts.path.data(), parts.path.size() + parts.query.size()};
  return url;
}

char* write_target(std::string_view path_and_query, char* out) {
  if (!path_and_query.starts_with('/')) *out++ = '/';
  bool clean = true;
  for (const char c : path_and_query) clean &= kIsClean[static_cast<unsigned char>(c)];
  if (!clean) return write_escaped(path_and_query, out);
  std::memcpy(out, path_and_query.data(), path_and_query.size());
  return out + path_and_query.size();
}

void append_target(std::string& out, std::string_view path_and_query) {
  const std::size_t before = out.size();
  out.resize_and_overwrite(before + target_room(path_and_query), [&](char* text, std::size_t) {
    return static_cast<std::size_t>(write_target(path_and_query, text + before) - text);
  });
}

std::string remove_dot_segments(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    if (path.starts_with("../")) {
      path.remove_prefix(3);
    } else if (path.starts_with("./")) {
      path.remove_prefix(2);
    } else if (path.starts_with("/./")) {
      path.remove_prefix(2);
    } else if (path == "/.") {
      path = "/";
    } else if (path.starts_with("/../") || path == "/..") {
      path = path.size() == 3 ? std::string_view("/") : path.substr(3);
      out.resize(std::min(out.rfind('/'), out.size()));
    } else if (path == "." || path == "..") {
      path = {};
    } else {
      const std::size_t end = std::min(path.find('/', 1), path.size());
      out += path.substr(0, end);
      path.remove_prefix(end);
    }
  }
  return out;
}

std::string resolve_reference(std::string_view base_text, std::string_view reference_text) {
  const Reference base = split_reference(base_text);
  const Reference reference = split_reference(reference_text);
  if (base.scheme.empty() || !base.has_authority) return {};
  std::string_view authority = base.authority;
  std::string path;
  std::string_view query = reference.query;
  if (!reference.scheme.empty() || reference.has_authority) {
    authority = reference.authority;
    path = remove_dot_segments(reference.path);
  } else if (reference.path.empty()) {
    path = base.path;
    if (query.empty()) query = base.query;
  } else if (reference.path.starts_with('/')) {
    path = remove_dot_segments(reference.path);
  } else {
    path = remove_dot_segments(merge_paths(base, reference.path));
  }
  std::string out(reference.scheme.empty() ? base.scheme : reference.scheme);
  out += ':';
  if (reference.scheme.empty() || reference.has_authority) (out += "//") += authority;
  return (out += path) += query;
}

std::string percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (text[i] != '%' || low < 0) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

}  // namespace nest::http
