#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace nest {

/// Where the shared objects are served, and to whom.
struct ShareOptions {
  std::string address = "127.0.0.1";  ///< a literal one: no name is looked up
  std::uint16_t port = 7788;          ///< 0: any that is free
  std::string token;                  ///< empty: whoever is on this machine
};

/// "127.0.0.1", "127.0.0.1:9000", "[::1]:9000", "localhost" or ":9000" (loopback). Only an address of this
/// machine itself (loopback) may do without a token. The error is a message for the command line.
[[nodiscard]] std::expected<ShareOptions, std::string> parse_share(std::string_view where,
                                                                   std::string_view token);

/// Takes as long for every `given` of one length: says nothing about where it differs.
[[nodiscard]] bool is_token(std::string_view given, std::string_view token);

}  // namespace nest
