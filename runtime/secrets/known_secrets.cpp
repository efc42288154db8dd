#include "runtime/secrets/known_secrets.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <cstdio>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "runtime/secrets/masking.h"
#include "runtime/secrets/secret_names.h"

namespace nest {
namespace {

constexpr std::size_t kShortest = 4;
/// What is found by a name and shorter than this may be a part of other words.
constexpr std::size_t kUnmistakable = 8;

// Secrets are remembered before a run; in it, workers read.
std::shared_mutex& known_mutex() {
  static std::shared_mutex mutex;
  return mutex;
}

// The longer ones first: one may be a part of another.
struct LongerFirst {
  bool operator()(const std::string& a, const std::string& b) const {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  }
};
/// Whether a secret is replaced only where it is a whole word.
using Known = std::map<std::string, bool, LongerFirst>;
Known& known_secrets() {
  static Known secrets;
  return secrets;
}

bool is_word_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

bool is_word(std::string_view text, std::size_t begin, std::size_t size) {
  const bool left = begin == 0 || !is_word_character(text[begin - 1]);
  const bool right = begin + size >= text.size() || !is_word_character(text[begin + size]);
  return left && right;
}

std::string percent_encoded(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || std::string_view("-._~").find(c) != std::string_view::npos) {
      result += c;
      continue;
    }
    std::array<char, 4> escape{};
    std::snprintf(escape.data(), escape.size(), "%%%02X", byte);
    result += escape.data();
  }
  return result;
}

std::string json_escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else {
      result += c;
    }
  }
  return result;
}

// "3600", "1.5", "30s", "500ms": a TOKEN_LIFETIME rather than a token, and in every report.
bool is_number(std::string_view value) {
  const std::size_t unit = std::min(value.find_first_not_of("0123456789."), value.size());
  return unit > 0 && value.size() - unit <= 2 && value.size() < kUnmistakable;
}

// A secret that is surely one stays so.
void remember(std::string_view value, bool whole_words) {
  const std::lock_guard lock(known_mutex());
  for (std::string form : {std::string(value), percent_encoded(value), json_escaped(value)}) {
    const auto known = known_secrets().emplace(std::move(form), whole_words).first;
    known->second = known->second && whole_words;
  }
}

}  // namespace

void remember_secret(std::string_view value) {
  if (value.size() >= kShortest) remember(value, false);
}

void remember_found_secret(std::string_view value) {
  constexpr std::array<std::string_view, 6> kPlain = {"true", "false", "null", "none", "http", "https"};
  // A path, what a shell fills in, what is hidden already.
  if (value.size() < kShortest || value.starts_with('/') || value.starts_with('$') ||
      value.starts_with(kMask))
    return;
  if (is_number(value) || is_secret_word(value) ||
      std::find(kPlain.begin(), kPlain.end(), value) != kPlain.end())
    return;
  remember(value, value.size() < kUnmistakable);
}

std::string mask_known(std::string_view text) {
  std::string result(text);
  const std::shared_lock lock(known_mutex());
  for (const auto& [secret, whole_words] : known_secrets()) {
    for (std::size_t at = result.find(secret); at != std::string::npos; at = result.find(secret, at)) {
      if (whole_words && !is_word(result, at, secret.size())) {
        at += 1;
        continue;
      }
      result.replace(at, secret.size(), kMask);
      at += kMask.size();
    }
  }
  return result;
}

}  // namespace nest
