#include "runtime/http/digest_challenge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "runtime/http/response_head.h"
#include "runtime/http/text.h"

namespace nest::http {
namespace {

// Nonces of real servers have some dozens of bytes. Each user keeps one, and sends it with every request.
constexpr std::size_t kMostBytes = 2048;

using Read = std::expected<std::optional<DigestChallenge>, std::string>;

struct Algorithm {
  std::string_view name;
  DigestHash hash;
  bool session;
};
constexpr std::array kAlgorithms = {
    Algorithm{"MD5", DigestHash::Md5, false}, Algorithm{"MD5-sess", DigestHash::Md5, true},
    Algorithm{"SHA-256", DigestHash::Sha256, false}, Algorithm{"SHA-256-sess", DigestHash::Sha256, true}};

bool is_token_byte(char c) {
  return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

/// Goes through one line's value: schemes, and what belongs to them (RFC 9110 11.2, 11.6.1).
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() {
    skip(" \t,");
    return rest_.empty();
  }
  [[nodiscard]] std::string_view token() {
    std::size_t size = 0;
    while (size < rest_.size() && is_token_byte(rest_[size])) ++size;
    return cut(size);
  }
  /// Whether `=` comes next, which is taken.
  [[nodiscard]] bool takes_equals() {
    const std::string_view before = rest_;
    skip(" \t");
    if (rest_.starts_with('=')) {
      rest_.remove_prefix(1);
      skip(" \t");
      return true;
    }
    rest_ = before;
    return false;
  }
  /// A token or a quoted text; none when the quotes are not closed.
  [[nodiscard]] std::optional<std::string> value() {
    if (!rest_.starts_with('"')) return std::string(token());
    std::string text;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        rest_.remove_prefix(i + 1);
        return text;
      }
      if (rest_[i] == '\\' && i + 1 < rest_.size()) ++i;
      text += rest_[i];
    }
    return std::nullopt;
  }
  /// What no rule fits: up to the next comma.
  void skip_item() { cut(std::min(rest_.find(','), rest_.size())); }

 private:
  void skip(std::string_view bytes) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(bytes), rest_.size()));
  }
  std::string_view cut(std::size_t size) {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::string_view rest_;
};

/// One challenge for Digest as its parameters come in.
class Draft {
 public:
  void take(std::string_view name, std::string value) {
    if (value.size() > kMostBytes && fault_.empty())
      fault_ = fmt::format("its {} has more than {} bytes", shown(name), kMostBytes);
    if (same_text(name, "realm")) {
      made_.realm = std::move(value);
    } else if (same_text(name, "nonce")) {
      has_nonce_ = true;
      made_.nonce = std::move(value);
    } else if (same_text(name, "opaque")) {
      made_.opaque = std::move(value);
    } else if (same_text(name, "stale")) {
      made_.stale = same_text(value, "true");
    } else if (same_text(name, "algorithm")) {
      take_algorithm(std::move(value));
    } else if (same_text(name, "qop")) {
      take_qop(value);
    }
  }

  void break_off(std::string fault) {
    if (fault_.empty()) fault_ = std::move(fault);
  }

  [[nodiscard]] std::expected<DigestChallenge, std::string> finish() {
    if (fault_.empty() && !has_nonce_) fault_ = "it has no nonce";
    if (!fault_.empty()) return std::unexpected(fault_);
    return std::move(made_);
  }

 private:
  static std::string_view shown(std::string_view text) { return text.substr(0, 40); }

  void take_algorithm(std::string value) {
    for (const Algorithm& known : kAlgorithms) {
      if (!same_text(value, known.name)) continue;
      made_.hash = known.hash;
      made_.session = known.session;
      made_.algorithm = std::move(value);
      return;
    }
    break_off(fmt::format("it asks for the algorithm {}; nest knows MD5 and SHA-256", shown(value)));
  }

  void take_qop(std::string_view value) {
    const std::string_view all = value;
    while (!value.empty()) made_.qop_auth = same_text(take_item(value, ','), "auth") || made_.qop_auth;
    if (!made_.qop_auth && !trim(all).empty())
      break_off(fmt::format("it asks for qop {}; nest knows auth", shown(all)));
  }

  DigestChallenge made_;
  bool has_nonce_ = false;
  std::string fault_;
};

}  // namespace

Read find_digest_challenge(std::string_view header_lines) {
  std::optional<DigestChallenge> found;
  std::string fault;
  std::optional<Draft> draft;
  const auto finish = [&] {
    if (!draft) return;
    auto made = std::exchange(draft, std::nullopt)->finish();
    if (!made) {
      if (fault.empty()) fault = made.error();
    } else if (!found) {
      found = std::move(*made);
    }
  };
  for_each_header(header_lines, [&](std::string_view header, std::string_view value) {
    if (!same_text(header, "www-authenticate")) return;
    Scanner scanner(value);
    while (!scanner.at_end()) {
      const std::string_view name = scanner.token();
      if (name.empty()) {
        if (draft) draft->break_off("it is not written as RFC 7616 says");
        scanner.skip_item();
      } else if (!scanner.takes_equals()) {
        finish();
        if (same_text(name, "digest")) draft.emplace();
      } else if (auto given = scanner.value()) {
        if (draft) draft->take(name, std::move(*given));
      } else {
        if (draft) draft->break_off("a quote in it is not closed");
        scanner.skip_item();
      }
    }
    finish();
  });
  if (found || fault.empty()) return found;
  return std::unexpected(std::move(fault));
}

}  // namespace nest::http
