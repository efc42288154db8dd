#include "compiler/config/setting_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "compiler/config/time_text.h"

namespace nest::config {
namespace {

template <typename Number>
std::optional<Number> whole(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Value> parse_switch(std::string_view text) {
  for (const std::string_view on : {"1", "true", "yes"}) {
    if (text == on) return true;
  }
  for (const std::string_view off : {"0", "false", "no"}) {
    if (text == off) return false;
  }
  return std::nullopt;
}

std::vector<std::string> parse_list(std::string_view text, char separator) {
  std::vector<std::string> names;
  while (true) {
    const std::size_t end = std::min(text.find(separator), text.size());
    std::string_view name = text.substr(0, end);
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (!name.empty()) names.emplace_back(name);
    if (end == text.size()) return names;
    text.remove_prefix(end + 1);
  }
}

std::optional<Value> parse_value(const KeyInfo& key, std::string_view text) {
  switch (key.kind) {
    case Kind::Count:
      if (const auto number = whole<std::uint64_t>(text);
          number && *number >= key.least && *number <= key.most)
        return *number;
      return std::nullopt;
    case Kind::Rate:
      if (const auto number = whole<double>(text); number && *number > 0 && std::isfinite(*number))
        return *number;
      return std::nullopt;
    case Kind::Time:
      if (const auto time = parse_time(text)) return *time;
      return std::nullopt;
    case Kind::Switch:
      return parse_switch(text);
    case Kind::Names:
      return parse_list(text, ',');
    case Kind::Words:
      return parse_list(text, ' ');
    case Kind::Choice:
      if (!is_choice(key, text)) return std::nullopt;
      return std::string(text);
    default:
      return std::string(text);
  }
}

std::vector<std::string_view> choices_of(const KeyInfo& key) {
  std::vector<std::string_view> found;
  std::string_view choices = key.choices;
  while (!choices.empty()) {
    const std::size_t end = std::min(choices.find(" or "), choices.size());
    found.push_back(choices.substr(0, end));
    choices.remove_prefix(std::min(end + 4, choices.size()));
  }
  return found;
}

}  // namespace

bool is_choice(const KeyInfo& key, std::string_view text) {
  const auto choices = choices_of(key);
  return std::ranges::find(choices, text) != choices.end();
}

bool is_identifier(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !text.empty() && letter(text.front()) &&
         std::ranges::all_of(text, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::expected<std::uint32_t, std::string> parse_weight(std::string_view text) {
  const auto number = whole<std::uint32_t>(text);
  if (number && *number <= kMostWeight) return *number;
  return std::unexpected(fmt::format("a whole number between 0 and {}", kMostWeight));
}

std::string wanted_text(const KeyInfo& key) {
  switch (key.kind) {
    case Kind::Count:
      return key.most == UINT64_MAX ? "a whole number, 0 or more"
                                    : fmt::format("a whole number between {} and {}", key.least, key.most);
    case Kind::Rate:
      return "a number above 0";
    case Kind::Time:
      return "a span of time, such as `10s`, `500ms` or `1h30m`";
    case Kind::Switch:
      return "`true` or `false`";
    case Kind::Names:
    case Kind::Words:
      return "a list of texts";
    case Kind::Choice:
      return fmt::format("`{}`", fmt::join(choices_of(key), "` or `"));
    default:
      return "a text";
  }
}

std::expected<Value, std::string> parse_setting(const KeyInfo& key, std::string_view text) {
  if (auto value = parse_value(key, text)) return std::move(*value);
  return std::unexpected(wanted_text(key));
}

}  // namespace nest::config
