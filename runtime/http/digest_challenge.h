#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace nest::http {

enum class DigestHash : std::uint8_t { Md5, Sha256 };

/// What a server asks for by `WWW-Authenticate: Digest …` (RFC 7616 3.3).
struct DigestChallenge {
  std::string realm;
  std::string nonce;
  std::optional<std::string> opaque;     ///< given back as it came
  std::optional<std::string> algorithm;  ///< as it was written; none: MD5
  DigestHash hash = DigestHash::Md5;
  bool session = false;   ///< an algorithm `…-sess`
  bool qop_auth = false;  ///< with counter and client nonce; else the form of RFC 2069
  bool stale = false;     ///< only the nonce was too old, the credentials were right
};

/// The first challenge for Digest that can be answered, of all `WWW-Authenticate` lines among these header
/// lines; none when none asks for Digest. An error says why those that do cannot be answered: malformed, an
/// unknown algorithm, `auth-int` alone, too long.
[[nodiscard]] std::expected<std::optional<DigestChallenge>, std::string> find_digest_challenge(
    std::string_view header_lines);

}  // namespace nest::http
