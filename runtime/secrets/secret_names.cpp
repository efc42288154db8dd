#include "runtime/secrets/secret_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace nest {
namespace {

constexpr std::array<std::string_view, 13> kWords = {
    "password", "passwd",  "passphrase", "pwd",         "secret",      "token",        "api_key",
    "apikey",   "api-key", "access_key", "private_key", "credentials", "authorization"};

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

}  // namespace

bool is_secret(std::string_view name) {
  const std::string lowered = lower(name);
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return lowered.find(word) != std::string::npos; });
}

bool is_secret_header(std::string_view name) {
  const std::string lowered = lower(name);
  return lowered == "cookie" || lowered == "set-cookie" || is_secret(lowered);
}

bool is_secret_word(std::string_view text) {
  const std::string lowered = lower(text);
  return std::find(kWords.begin(), kWords.end(), lowered) != kWords.end();
}

}  // namespace nest
