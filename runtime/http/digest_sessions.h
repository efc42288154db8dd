#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/http/digest_challenge.h"
#include "runtime/http/origin.h"

namespace nest::http {

/// The challenges that one user has been given, by origin and credentials: what is asked there next is
/// answered before the server asks, with the nonce's counter one higher, as browsers do.
class DigestSessions {
 public:
  /// Of the origins and credentials used last.
  static constexpr std::size_t kMost = 8;

  /// `credentials`: as behind NEST_DIGEST_CREDENTIALS.
  void keep(const OriginPtr& origin, std::string_view credentials, DigestChallenge challenge);
  /// The line `Authorization: Digest …` for a request, appended; false when the origin has asked for nothing
  /// yet.
  bool append_answer(std::string& out, const Origin& origin, std::string_view credentials,
                     std::string_view method, std::string_view target);

 private:
  struct Session {
    OriginPtr origin;
    std::string credentials;
    DigestChallenge challenge;
    std::string client_nonce;
    std::uint32_t count = 0;
  };
  [[nodiscard]] Session* find(const Origin& origin, std::string_view credentials);

  std::vector<Session> sessions_;
};

/// The credentials of a request's header lines; none when they have no digest's.
[[nodiscard]] std::optional<std::string_view> digest_credentials(std::string_view header_lines);

/// The lines without the one that has them.
[[nodiscard]] std::string without_digest_credentials(std::string_view header_lines);

}  // namespace nest::http
