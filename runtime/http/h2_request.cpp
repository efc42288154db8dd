#include "runtime/http/h2_request.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "runtime/http/text.h"

namespace nest::http {
namespace {

/// Where the pseudo-headers stand: before all others (RFC 9113 8.3).
constexpr std::size_t kMethod = 0;
constexpr std::size_t kScheme = 1;
constexpr std::size_t kAuthority = 2;
constexpr std::size_t kPath = 3;
constexpr std::size_t kPseudoCount = 4;

/// Whether a header, its name in lower case, is not for HTTP/2.
bool is_of_connection(std::string_view name, std::string_view value) {
  static constexpr std::array<std::string_view, 6> kNames{
      "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "http2-settings"};
  if (name == "te") return !same_text(value, "trailers");
  return name.empty() || name.front() == ':' || std::ranges::find(kNames, name) != kNames.end();
}

}  // namespace

void make_h2_request(std::string& head, const Origin& origin, std::vector<H2Header>& out) {
  out.clear();
  std::size_t end = head.find('\r');
  const std::string_view first(head.data(), end);
  const std::size_t path = first.find(' ') + 1;
  out.resize(kPseudoCount);
  out[kMethod] = {":method", first.substr(0, path - 1)};
  out[kScheme] = {":scheme", origin.https ? "https" : "http"};
  out[kAuthority] = {":authority", origin.authority};
  out[kPath] = {":path", first.substr(path, first.rfind(' ') - path)};
  while (end != std::string::npos && end + 2 < head.size()) {
    const std::size_t begin = end + 2;
    end = head.find('\r', begin);
    const std::size_t colon = head.find(':', begin);
    if (end == std::string::npos || colon >= end) break;  // the empty line
    std::transform(head.begin() + static_cast<std::ptrdiff_t>(begin),
                   head.begin() + static_cast<std::ptrdiff_t>(colon),
                   head.begin() + static_cast<std::ptrdiff_t>(begin), to_lower);
    const std::string_view line(head.data() + begin, end - begin);
    const std::string_view name = trim(line.substr(0, colon - begin));
    const std::string_view value = trim(line.substr(colon - begin + 1));
    if (name == "host") {
      out[kAuthority].value = value;
    } else if (!is_of_connection(name, value)) {
      out.push_back({name, value});
    }
  }
}

void append_h2_text(std::string& out, const std::vector<H2Header>& request) {
  ((((out += request[kMethod].value) += ' ') += request[kPath].value) += " HTTP/2\r\nhost: ") +=
      request[kAuthority].value;
  out += "\r\n";
  for (std::size_t i = kPseudoCount; i < request.size(); ++i) {
    (((out += request[i].name) += ": ") += request[i].value) += "\r\n";
  }
  out += "\r\n";
}

}  // namespace nest::http
