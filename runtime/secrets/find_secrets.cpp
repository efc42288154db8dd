#include "runtime/secrets/find_secrets.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "runtime/secrets/known_secrets.h"
#include "runtime/secrets/literals.h"
#include "runtime/secrets/secret_names.h"

namespace nest {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// The value that ends at the first of `ends`; a hole, whose value is another one, is none.
void remember_until(std::string_view text, std::string_view ends) {
  const std::string_view value = text.substr(0, text.find_first_of(ends));
  if (value.find('{') == std::string_view::npos) remember_found_secret(value);
}

// The name that ends right before `end`: of letters, digits, "_", "-" and ".".
std::string_view name_before(std::string_view text, std::size_t end) {
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  std::size_t begin = end;
  while (begin > 0 && is_part(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

// name=value, wherever it stands.
void remember_assignments(std::string_view text) {
  for (std::size_t at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1)) {
    if (!is_secret(name_before(text, at)) || at + 1 >= text.size() || text[at + 1] == '=') continue;
    std::string_view value = text.substr(at + 1);
    const bool quoted = value.front() == '"' || value.front() == '\'';
    if (quoted) {
      remember_until(value.substr(1), value.substr(0, 1));
    } else {
      remember_until(value, "&;,)} \t\r\n\"'<>#");
    }
  }
}

// What follows "Bearer " and "Basic ".
void remember_credentials(std::string_view text) {
  for (const std::string_view scheme : {"Bearer ", "Basic "}) {
    for (std::size_t at = text.find(scheme); at != std::string_view::npos; at = text.find(scheme, at)) {
      at += scheme.size();
      const std::string_view value = text.substr(at, text.find_first_of(" \t\r\n\"',;", at) - at);
      // "Basic ideas" is prose.
      if (value.size() >= 8 && value.find('{') == std::string_view::npos) remember_found_secret(value);
    }
  }
}

// All of it; of "session=abc; theme=dark" the values too, of "Token abc" what follows the scheme.
void remember_whole(std::string_view value) {
  remember_found_secret(value);
  for (std::size_t at = value.find('='); at != std::string_view::npos; at = value.find('=', at + 1))
    remember_until(value.substr(at + 1), "; ");
  for (const std::string_view scheme : {"Bearer ", "Basic ", "Token ", "ApiKey "}) {
    if (value.starts_with(scheme)) remember_found_secret(value.substr(scheme.size()));
  }
}

// Whether the argument at the end of `before`, behind `first`, belongs to a call of `function`.
bool is_second_of(std::string_view before, std::string_view function) {
  if (!before.ends_with(',')) return false;
  // Within its line: looking back through the whole text took half of a start with compiled code at hand.
  before.remove_prefix(before.rfind('\n') + 1);
  const std::size_t name = before.rfind(function);
  if (name == std::string_view::npos) return false;
  const std::string_view between = before.substr(name + function.size());
  return std::count(between.begin(), between.end(), ',') == 1;
}

std::string_view trimmed_end(std::string_view text) {
  const std::size_t last = text.find_last_not_of(kBlanks);
  return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

// The words that a literal is given to: `const api_key: string =`, `header "Cookie":`, `password:`.
bool is_given_to_secret(std::string_view before) {
  before = trimmed_end(before);
  if (before.empty() || (before.back() != '=' && before.back() != ':')) return false;
  before.remove_suffix(1);
  before.remove_prefix(std::min(before.find_last_of("\n{,(&") + 1, before.size()));
  if (is_secret(before)) return true;
  before = trimmed_end(before);
  while (!before.empty() && (before.back() == '"' || before.back() == '\'')) before.remove_suffix(1);
  return is_secret_header(name_before(before, before.size()));
}

// `env("SHOP_PASSWORD", "demo")`, `basic(user, "demo")`, `hmac_sha256("key", …)`.
bool is_secret_argument(std::string_view before) {
  before = trimmed_end(before);
  if (before.ends_with("hmac_sha256(") || before.ends_with("bearer(")) return true;
  if (is_second_of(before, "basic(")) return true;
  if (!is_second_of(before, "env(")) return false;
  return is_secret(before.substr(before.rfind("env(")));
}

}  // namespace

void remember_named(std::string_view name, std::string_view value) {
  if (is_secret_header(name)) {
    remember_whole(value);
  } else {
    remember_in_url(value);
  }
}

void remember_in_url(std::string_view url) {
  for (std::size_t at = url.find("://"); at != std::string_view::npos; at = url.find("://", at)) {
    at += 3;
    const std::string_view authority = url.substr(at, url.find_first_of("/?# \t\r\n\"'<>", at) - at);
    const std::size_t sign = authority.rfind('@');
    const std::size_t colon = authority.find(':');
    if (sign != std::string_view::npos && colon < sign)
      remember_until(authority.substr(colon + 1, sign - colon - 1), "");
  }
  remember_assignments(url);
  remember_credentials(url);
}

void remember_in_command(std::string_view command) {
  remember_in_url(command);
  bool is_next = false;
  while (!command.empty()) {
    const std::size_t begin = std::min(command.find_first_not_of(kBlanks), command.size());
    command.remove_prefix(begin);
    const bool quoted = !command.empty() && (command.front() == '"' || command.front() == '\'');
    const std::string_view ends = quoted ? command.substr(0, 1) : kBlanks;
    if (quoted) command.remove_prefix(1);
    const std::string_view word = command.substr(0, command.find_first_of(ends));
    const bool is_option = !quoted && word.starts_with('-');
    if (is_next && !is_option) remember_until(word, ";&|");
    is_next = is_option && word.find('=') == std::string_view::npos && is_secret(word);
    command.remove_prefix(std::min(word.size() + (quoted ? 1 : 0), command.size()));
  }
}

void remember_in_source(std::string_view text, bool is_toml) {
  for (const Literal& literal : literals_of(text, is_toml)) {
    const std::string_view before = text.substr(0, literal.begin);
    const bool has_hole = literal.text.find('{') != std::string_view::npos;
    if (!has_hole && is_given_to_secret(before)) remember_whole(literal.text);
    if (!has_hole && !is_toml && is_secret_argument(before)) remember_found_secret(literal.text);
    remember_in_command(literal.text);
  }
}

void remember_in_environment(const char* const* environment) {
  for (; *environment != nullptr; ++environment) {
    const std::string_view variable(*environment);
    const std::size_t sign = variable.find('=');
    if (sign != std::string_view::npos) remember_named(variable.substr(0, sign), variable.substr(sign + 1));
  }
}

}  // namespace nest
