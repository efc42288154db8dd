#include "runtime/http/request_head.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "runtime/abi/nest_program.h"
#include "runtime/http/decoder.h"
#include "runtime/http/text.h"

namespace nest::http {
namespace {

/// Our own headers that a request's lines can stand for, and those that are never passed on.
constexpr std::uint32_t kHost = 1u << 0;
constexpr std::uint32_t kUserAgent = 1u << 1;
constexpr std::uint32_t kAccept = 1u << 2;
constexpr std::uint32_t kAcceptEncoding = 1u << 3;
constexpr std::uint32_t kContentType = 1u << 4;
constexpr std::uint32_t kCookie = 1u << 5;
constexpr std::uint32_t kAuthorization = 1u << 6;
constexpr std::uint32_t kTransport = 1u << 7;

std::uint32_t own_header(std::string_view name) {
  switch (name.size()) {
    case 4:
      return same_text(name, "host") ? kHost : 0u;
    case 6:
      return same_text(name, "accept")   ? kAccept
             : same_text(name, "cookie") ? kCookie
             : same_text(name, "expect") ? kTransport
                                         : 0u;
    case 10:
      return same_text(name, "user-agent") ? kUserAgent : 0u;
    case 12:
      return same_text(name, "content-type") ? kContentType : 0u;
    case 13:
      return same_text(name, "authorization") ? kAuthorization : 0u;
    case 14:
      return same_text(name, "content-length") ? kTransport : 0u;
    case 15:
      return same_text(name, "accept-encoding") ? kAcceptEncoding : 0u;
    case 17:
      return same_text(name, "transfer-encoding") ? kTransport : 0u;
    default:
      return 0;
  }
}

/// Calls visit(line, name) for each line, its CR LF included.
template <class Visit>
void for_each_line(std::string_view lines, Visit&& visit) {
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    const std::string_view line = lines.substr(0, end == std::string_view::npos ? end : end + 1);
    lines.remove_prefix(line.size());
    visit(line, trim(line.substr(0, line.find(':'))));
  }
}

void append_defaults(std::string& out, const Origin& origin, const RequestHead& request, std::uint32_t own) {
  if ((own & (kHost | kUserAgent | kAccept)) == 0) {
    out += origin.default_lines;
  } else {
    // default_lines is these three lines, in this order.
    std::uint32_t which = kHost;
    for_each_line(origin.default_lines, [&](std::string_view line, std::string_view) {
      if ((own & which) == 0) out += line;
      which <<= 1;
    });
  }
  out += origin.route.authorization;
  if (request.compressed && (own & kAcceptEncoding) == 0) {
    ((out += "Accept-Encoding: ") += kAcceptedCodings) += "\r\n";
  }
  if (!request.userinfo.empty() && (own & kAuthorization) == 0) {
    out += "Authorization: Basic ";
    append_base64(out, percent_decode(request.userinfo));
    out += "\r\n";
  }
}

/// RFC 9110 8.6: a length is said even when it is 0, where the method gives a body a meaning.
bool expects_body(std::uint32_t method) {
  return method == NEST_POST || method == NEST_PUT || method == NEST_PATCH;
}

// That of a multipart body names its boundary: it is one of the request's own lines.
constexpr std::array<std::string_view, 5> kTypes{"", "Content-Type: application/json\r\n",
                                                 "Content-Type: application/x-www-form-urlencoded\r\n",
                                                 "Content-Type: text/plain; charset=utf-8\r\n", ""};

void append_body_lines(std::string& out, const RequestHead& request, std::uint32_t own) {
  const bool has_body = request.body_kind != NEST_BODY_NONE || request.body_size > 0;
  if (has_body && (own & kContentType) == 0) out += kTypes[request.body_kind % kTypes.size()];
  if (!has_body && !expects_body(request.method)) return;
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), request.body_size).ptr;
  out += "Content-Length: ";
  out.append(digits.data(), end);
  out += "\r\n";
}

// An empty view may point nowhere, which memcpy is not to be given; std::copy takes it, and is a memmove
// here.
char* put(char* out, std::string_view text) { return std::copy(text.begin(), text.end(), out); }

/// What nearly all requests are: the lines of ours that they need, then theirs. Into space reserved at once.
void append_plain_head(std::string& out, const Origin& origin, const RequestHead& request) {
  constexpr std::size_t kFixed = 160;  // method, version, the longest type, the longest length
  const std::size_t before = out.size();
  const std::size_t room = kFixed + request.prefix.size() + target_room(request.path) +
                           origin.default_lines.size() + request.headers.size();
  out.resize_and_overwrite(before + room, [&](char* text, std::size_t) {
    char* at = put(text + before, method_name(request.method));
    *at++ = ' ';
    if (!request.prefix.empty()) at = put(at, request.prefix);
    at = write_target(request.path, at);
    at = put(at, " HTTP/1.1\r\n");
    at = put(at, origin.default_lines);
    const bool has_body = request.body_kind != NEST_BODY_NONE || request.body_size > 0;
    if (has_body) at = put(at, kTypes[request.body_kind % kTypes.size()]);
    if (has_body || expects_body(request.method)) {
      at = put(at, "Content-Length: ");
      at = std::to_chars(at, at + 20, request.body_size).ptr;
      at = put(at, "\r\n");
    }
    at = put(at, request.headers);
    return static_cast<std::size_t>(at - text);
  });
}

}  // namespace

std::string_view method_name(std::uint32_t method) {
  static constexpr std::array<std::string_view, 7> kNames{"GET",    "POST", "PUT",    "PATCH",
                                                          "DELETE", "HEAD", "OPTIONS"};
  return method < kNames.size() ? kNames[method] : "GET";
}

bool append_request_head(std::string& out, const Origin& origin, const RequestHead& request) {
  std::uint32_t own = 0;
  if (!request.headers.empty()) {
    for_each_line(request.headers, [&](std::string_view, std::string_view name) { own |= own_header(name); });
  }
  if ((own & ~kAuthorization) == 0 && !request.compressed && request.userinfo.empty() &&
      origin.route.proxy.empty()) {
    append_plain_head(out, origin, request);
    return true;
  }
  (out += method_name(request.method)) += ' ';
  out += origin.route.target_prefix;
  if (!request.prefix.empty()) out += request.prefix;
  append_target(out, request.path);
  out += " HTTP/1.1\r\n";
  append_defaults(out, origin, request, own);
  append_body_lines(out, request, own);
  if ((own & kTransport) == 0) {
    out += request.headers;
  } else {
    for_each_line(request.headers, [&](std::string_view line, std::string_view name) {
      if (own_header(name) != kTransport) out += line;
    });
  }
  return (own & kCookie) == 0;
}

std::string filter_headers(std::string_view lines, bool drop_credentials, bool drop_body) {
  std::string kept;
  for_each_line(lines, [&](std::string_view line, std::string_view name) {
    const bool credential = same_text(name, "authorization") || same_text(name, "cookie") ||
                            same_text(name, "host") || same_text(name, "proxy-authorization");
    const bool body = name.size() > 8 && same_text(name.substr(0, 8), "content-");
    if (!(drop_credentials && credential) && !(drop_body && body)) kept += line;
  });
  return kept;
}

}  // namespace nest::http
