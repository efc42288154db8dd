#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/http/digest_challenge.h"

namespace nest::http {

/// What an answer is computed from. Views live for the call.
struct DigestQuestion {
  std::string_view name;
  std::string_view password;
  std::string_view method;  ///< "GET"
  std::string_view target;  ///< as it stands in the request line
  std::string_view client_nonce;
  std::uint32_t count = 1;  ///< requests with this nonce, this one included
};

/// Appends `Authorization: Digest …` with its line end: the answer to the challenge (RFC 7616 3.4, by RFC
/// 2069 where the server names no qop).
void append_digest_answer(std::string& out, const DigestChallenge& challenge, const DigestQuestion& question);

/// 32 hexadecimal digits that nobody can foresee.
[[nodiscard]] std::string make_client_nonce();

}  // namespace nest::http
