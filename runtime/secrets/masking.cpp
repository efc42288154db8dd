#include "runtime/secrets/masking.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "runtime/secrets/known_secrets.h"
#include "runtime/secrets/secret_names.h"

namespace nest {

namespace {

// "a=1&token=2": form bodies and queries.
std::string mask_pairs(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    const std::string_view name = pair.substr(0, pair.find('='));
    const bool hide = name.size() < pair.size() && is_secret(name);
    result.append(hide ? name : pair);
    if (hide) result.append("=").append(kMask);
    text.remove_prefix(pair.size());
    if (!text.empty()) {
      result += '&';
      text.remove_prefix(1);
    }
  }
  return result;
}

// Where the JSON string that begins at `start` (a quote) ends: behind its closing quote.
std::size_t string_end(std::string_view text, std::size_t start) {
  std::size_t place = start + 1;
  while (place < text.size() && text[place] != '"') place += text[place] == '\\' ? 2U : 1U;
  return std::min(place + 1, text.size());
}

// Where the string, number or word that begins at `start` ends; `start` itself for an object or array.
std::size_t scalar_end(std::string_view text, std::size_t start) {
  if (start >= text.size() || text[start] == '{' || text[start] == '[') return start;
  if (text[start] == '"') return string_end(text, start);
  return std::min(text.find_first_of(",}] \t\r\n", start), text.size());
}

// Walks the strings of a JSON text; one followed by a colon is a name.
std::string mask_json(std::string_view text) {
  std::string result;
  std::size_t place = 0;
  while (place < text.size()) {
    if (text[place] != '"') {
      result += text[place++];
      continue;
    }
    const std::size_t end = string_end(text, place);
    const std::string_view name = text.substr(place, end - place);
    result += name;
    place = end;
    const std::size_t colon = text.find_first_not_of(" \t\r\n", end);
    if (colon == std::string_view::npos || text[colon] != ':' || !is_secret(name)) continue;
    const std::size_t value = std::min(text.find_first_not_of(" \t\r\n", colon + 1), text.size());
    const std::size_t value_end = scalar_end(text, value);
    result += text.substr(end, value - end);
    if (value_end > value) result.append("\"").append(kMask).append("\"");
    place = value_end;
  }
  return result;
}

std::string mask_line(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_secret_header(line.substr(0, colon))) return std::string(line);
  return std::string(line.substr(0, colon)).append(": ").append(kMask);
}

// scheme://user:password@
std::string mask_passwords(std::string text) {
  for (std::size_t at = text.find("://"); at != std::string::npos; at = text.find("://", at)) {
    at += 3;
    const std::size_t end = std::min(text.find_first_of("/?# \t\r\n\"'<>", at), text.size());
    const std::size_t sign = text.rfind('@', end);
    const std::size_t colon = text.find(':', at);
    if (sign == std::string::npos || sign < at || sign >= end || colon >= sign) continue;
    text.replace(colon + 1, sign - colon - 1, kMask);
  }
  return text;
}

bool is_credential(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("-._~+/=").contains(c);
}

// What follows "Bearer " and "Basic ".
std::string mask_credentials(std::string text) {
  for (const std::string_view scheme : {"Bearer ", "Basic ", "bearer ", "basic "}) {
    for (std::size_t at = text.find(scheme); at != std::string::npos; at = text.find(scheme, at)) {
      at += scheme.size();
      std::size_t end = at;
      while (end < text.size() && is_credential(text[end])) ++end;
      // "Basic structures" is prose; no credential is that short.
      if (end - at >= 8) text.replace(at, end - at, kMask);
    }
  }
  return text;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\"");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\"") - begin + 1);
}

// Header lines of a secret name, wherever in a text.
std::string mask_lines(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const std::string_view name = line.substr(0, line.find(':'));
    const bool is_name = !name.empty() && name.find_first_of(" \t\"'{[(=/") == std::string_view::npos;
    result += is_name ? mask_line(line) : std::string(line);
    if (end < text.size()) result += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

// `password = "…"`, `"token": "…"`: literals without holes that are given to such a name.
std::string mask_literals(std::string_view text) {
  std::string result;
  for (std::size_t place = 0; place < text.size();) {
    if (text[place] != '"') {
      result += text[place++];
      continue;
    }
    const std::size_t end = string_end(text, place);
    const std::string_view literal = text.substr(place, end - place);
    const std::size_t sign = result.find_last_not_of(" \t\r\n");
    const bool is_given = sign != std::string::npos && (result[sign] == '=' || result[sign] == ':');
    const std::string_view before = std::string_view(result).substr(0, is_given ? sign : 0);
    const std::size_t line = before.find_last_of("\n{,") + 1;
    const bool hides = is_given && literal.size() > 2 && literal.find('{') == std::string_view::npos &&
                       is_secret_header(trimmed(before.substr(line)));
    result += hides ? "\"***\"" : literal;
    place = end;
  }
  return result;
}

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("_-.").contains(c);
}

// name=value; not the == and the like of conditions.
std::string mask_assignments(std::string text) {
  for (std::size_t at = text.find('='); at != std::string::npos; at = text.find('=', at + 1)) {
    std::size_t name = at;
    while (name > 0 && is_name_character(text[name - 1])) --name;
    const std::size_t end = std::min(text.find_first_of("&;,)}] \t\r\n\"'<>=", at + 1), text.size());
    const bool is_condition = end < text.size() && text[end] == '=' && end == at + 1;
    const bool is_hole = at + 1 < text.size() && text[at + 1] == '{';  // of a row's name: "/login?token={}"
    if (end == at + 1 || is_condition || is_hole) continue;
    if (is_secret(std::string_view(text).substr(name, at - name))) text.replace(at + 1, end - at - 1, kMask);
  }
  return text;
}

}  // namespace

std::string mask_text(std::string_view text) {
  return mask_assignments(mask_json(mask_lines(mask_credentials(mask_passwords(mask_known(text))))));
}

std::string mask_source(std::string_view text) {
  return mask_literals(mask_credentials(mask_passwords(mask_known(text))));
}

std::string mask_value(std::string_view name, std::string_view value) {
  return is_secret_header(name) ? std::string(kMask) : mask_text(value);
}

std::vector<std::string> mask_command(const std::vector<std::string>& arguments) {
  std::vector<std::string> masked;
  bool hide_next = false;
  for (const std::string& argument : arguments) {
    const bool is_option = argument.starts_with('-');
    masked.push_back(hide_next && !is_option ? std::string(kMask) : mask_text(argument));
    hide_next = is_option && argument.find('=') == std::string::npos && is_secret(argument);
  }
  return masked;
}

std::string mask_url(std::string_view url) {
  std::string result = mask_known(url);
  const std::size_t scheme = result.find("://");
  if (scheme != std::string::npos) {
    const std::size_t authority = scheme + 3;
    const std::size_t end = std::min(result.find_first_of("/?#", authority), result.size());
    const std::size_t at = result.rfind('@', end);
    const std::size_t colon = result.find(':', authority);
    if (at != std::string::npos && at > authority && colon < at) {
      result.replace(colon + 1, at - colon - 1, kMask);
    }
  }
  const std::size_t query = result.find('?');
  if (query == std::string::npos) return result;
  return result.substr(0, query + 1) + mask_pairs(std::string_view(result).substr(query + 1));
}

std::string mask_head(std::string_view head) {
  const std::string known = mask_known(head);
  head = known;
  std::string result;
  bool first = true;
  while (!head.empty()) {
    const std::size_t end = std::min(head.find("\r\n"), head.size());
    std::string_view line = head.substr(0, end);
    if (first) {
      // METHOD target version; a status line has no '?' before its reason.
      const std::size_t blank = line.rfind(' ');
      result += blank == std::string_view::npos ? mask_url(line)
                                                : mask_url(line.substr(0, blank)).append(line.substr(blank));
    } else {
      result += mask_line(line);
    }
    first = false;
    head.remove_prefix(std::min(end + 2, head.size()));
    result += "\r\n";
  }
  return result;
}

std::string mask_body(std::string_view whole) {
  std::string body = mask_known(whole);
  const std::size_t start = body.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return body;
  if (body[start] == '{' || body[start] == '[') return mask_json(body);
  const bool one_line = body.find_first_of(" \r\n<") == std::string_view::npos;
  return one_line && body.find('=') != std::string_view::npos ? mask_pairs(body) : body;
}

}  // namespace nest
