#include "runtime/http/digest_sessions.h"

#include <algorithm>
#include <utility>

#include "runtime/abi/nest_credentials.h"
#include "runtime/http/digest_answer.h"
#include "runtime/http/url.h"

namespace nest::http {
namespace {

constexpr std::string_view kLine = "Authorization: " NEST_DIGEST_CREDENTIALS;

/// Where the line begins: the compiler writes it, so it has one form. npos when there is none.
std::size_t find_line(std::string_view lines) {
  if (lines.starts_with(kLine)) return 0;
  std::size_t at = lines.find(kLine);
  while (at != std::string_view::npos && lines[at - 1] != '\n') at = lines.find(kLine, at + 1);
  return at;
}

std::size_t end_of_line(std::string_view lines, std::size_t at) {
  const std::size_t end = lines.find('\n', at);
  return end == std::string_view::npos ? lines.size() : end + 1;
}

}  // namespace

void DigestSessions::keep(const OriginPtr& origin, std::string_view credentials, DigestChallenge challenge) {
  std::erase_if(sessions_, [&](const Session& each) {
    return each.origin == origin && each.credentials == credentials;
  });
  if (sessions_.size() == kMost) sessions_.erase(sessions_.begin());
  sessions_.push_back({origin, std::string(credentials), std::move(challenge), make_client_nonce(), 0});
}

DigestSessions::Session* DigestSessions::find(const Origin& origin, std::string_view credentials) {
  const auto found = std::ranges::find_if(sessions_, [&](const Session& each) {
    return each.origin.get() == &origin && each.credentials == credentials;
  });
  return found == sessions_.end() ? nullptr : &*found;
}

bool DigestSessions::append_answer(std::string& out, const Origin& origin, std::string_view credentials,
                                   std::string_view method, std::string_view target) {
  Session* const session = find(origin, credentials);
  if (session == nullptr) return false;
  const std::size_t colon = std::min(credentials.find(':'), credentials.size());
  const std::string name = percent_decode(credentials.substr(0, colon));
  const std::string password = percent_decode(credentials.substr(std::min(colon + 1, credentials.size())));
  append_digest_answer(out, session->challenge,
                       {.name = name,
                        .password = password,
                        .method = method,
                        .target = target,
                        .client_nonce = session->client_nonce,
                        .count = ++session->count});
  return true;
}

std::optional<std::string_view> digest_credentials(std::string_view header_lines) {
  const std::size_t at = find_line(header_lines);
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t begin = at + kLine.size();
  std::string_view value = header_lines.substr(begin, end_of_line(header_lines, begin) - begin);
  while (!value.empty() && (value.back() == '\n' || value.back() == '\r')) value.remove_suffix(1);
  return value;
}

std::string without_digest_credentials(std::string_view header_lines) {
  const std::size_t at = find_line(header_lines);
  std::string rest(header_lines.substr(0, at));
  if (at != std::string_view::npos) rest += header_lines.substr(end_of_line(header_lines, at));
  return rest;
}

}  // namespace nest::http
