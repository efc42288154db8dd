// `auth digest(…)`: the server's challenge, and the same request once more with the answer to it (RFC 7616).

#include <utility>

#include "runtime/http/flight.h"
#include "runtime/http/lane.h"
#include "runtime/http/request_head.h"

namespace nest::http {

/// The request's own lines, with the answer in place of its digest's credentials, or without them when the
/// server has not asked yet.
std::string_view Flight::own_headers() {
  const auto credentials = digest_credentials(request_.headers);
  has_digest_ = credentials.has_value();
  if (!credentials) return request_.headers;
  signed_headers_ = without_digest_credentials(request_.headers);
  std::string target(path_prefix_);
  append_target(target, path_);
  agent_->digests().append_answer(signed_headers_, *origin_, *credentials, method_name(request_.method),
                                  target);
  return signed_headers_;
}

/// Looks at an answer's head. Answers: the request is to be sent again with an answer to what it asks.
/// Failed: the flight has ended, and may be another user's by now.
Flight::Heeded Flight::heed_challenge(std::string_view header_lines) {
  if (result_.status != 401) return Heeded::Nothing;
  auto challenge = find_digest_challenge(header_lines);
  if (!challenge) {
    fail(TransportError::Malformed, "the challenge for Digest cannot be answered: " + challenge.error());
    return Heeded::Failed;
  }
  // Answered once, it is about the name and the password; twice only where the nonce alone was too old.
  const bool asks_again = challenges_ == 0 || (challenges_ == 1 && *challenge && (*challenge)->stale);
  if (!*challenge || !asks_again) return Heeded::Nothing;
  ++challenges_;
  agent_->digests().keep(origin_, *digest_credentials(request_.headers), std::move(**challenge));
  return Heeded::Answers;
}

void Flight::answer_challenge() {
  answers_challenge_ = false;
  request_.constant = nullptr;
  result_.body = result_.headers = {};
  dispatch();
}

}  // namespace nest::http
