#include "runtime/share/share_options.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>

#include <charconv>

namespace nest {
namespace {

constexpr std::string_view kForms = "write 127.0.0.1:7788, [::1]:7788 or :7788";

bool is_loopback(const std::string& address) {
  in_addr four{};
  if (inet_pton(AF_INET, address.c_str(), &four) == 1) return ntohl(four.s_addr) >> 24U == 127;
  in6_addr six{};
  return inet_pton(AF_INET6, address.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

bool is_address(const std::string& address) {
  in6_addr space{};
  return inet_pton(AF_INET, address.c_str(), &space) == 1 ||
         inet_pton(AF_INET6, address.c_str(), &space) == 1;
}

/// Cuts ":PORT" off the end. False when what stands there is no port.
bool take_port(std::string_view& where, std::uint16_t& port) {
  const std::size_t colon = where.rfind(':');
  const bool within_brackets = where.rfind(']') != std::string_view::npos && where.rfind(']') > colon;
  const bool bare_v6 = where.find(':') != colon && !where.starts_with('[');
  if (colon == std::string_view::npos || within_brackets || bare_v6) return true;
  const std::string_view digits = where.substr(colon + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  where = where.substr(0, colon);
  return error == std::errc() && end == digits.data() + digits.size();
}

}  // namespace

std::expected<ShareOptions, std::string> parse_share(std::string_view where, std::string_view token) {
  ShareOptions options;
  std::string_view rest = where;
  if (!take_port(rest, options.port)) {
    return std::unexpected(fmt::format("--share {}: the port is a number up to 65535; {}", where, kForms));
  }
  if (rest.starts_with('[') && rest.ends_with(']')) rest = rest.substr(1, rest.size() - 2);
  if (!rest.empty() && rest != "localhost") options.address = rest;
  if (!is_address(options.address)) {
    return std::unexpected(fmt::format("--share {}: `{}` is no address; {}", where, rest, kForms));
  }
  if (token.empty() && !is_loopback(options.address)) {
    return std::unexpected(fmt::format(
        "--share {}: whoever reaches this address could change the run: set a token in NEST_SHARE_TOKEN (or "
        "--share-token), or share on 127.0.0.1",
        where));
  }
  for (const char c : token) {
    if (c <= ' ' || c > '~') {
      return std::unexpected(
          "the share token has characters that no header can carry; use letters and digits");
    }
  }
  options.token = token;
  return options;
}

bool is_token(std::string_view given, std::string_view token) {
  // Over the given text, whatever the token's length: the time tells the length of what the asker sent.
  volatile unsigned difference = given.size() == token.size() ? 0U : 1U;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const char wanted = token.empty() ? '\0' : token[i % token.size()];
    difference = difference | (static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(wanted));
  }
  return difference == 0;
}

}  // namespace nest
