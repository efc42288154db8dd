#include "runtime/http/cookie_date.h"

#include <chrono>

#include "runtime/http/text.h"

namespace nest::http {
namespace {

constexpr bool is_delimiter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == 0x09 || (byte >= 0x20 && byte <= 0x2f) || (byte >= 0x3b && byte <= 0x40) ||
         (byte >= 0x5b && byte <= 0x60) || (byte >= 0x7b && byte <= 0x7e);
}

/// `low` to `high` digits at the front of the text, taken off; what follows is up to the caller.
std::optional<int> take_number(std::string_view& text, std::size_t low, std::size_t high) {
  std::size_t count = 0;
  int value = 0;
  while (count < text.size() && is_digit(text[count])) {
    if (++count > high) return std::nullopt;
    value = value * 10 + (text[count - 1] - '0');
  }
  if (count < low) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

struct Fields {
  std::optional<int> day;
  std::optional<unsigned> month;
  std::optional<int> year;
  bool has_time = false;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

bool take_time(std::string_view token, Fields& fields) {
  const auto hour = take_number(token, 1, 2);
  if (!hour || !token.starts_with(':')) return false;
  token.remove_prefix(1);
  const auto minute = take_number(token, 1, 2);
  if (!minute || !token.starts_with(':')) return false;
  token.remove_prefix(1);
  const auto second = take_number(token, 1, 2);
  if (!second) return false;
  fields.has_time = true;
  fields.hour = *hour;
  fields.minute = *minute;
  fields.second = *second;
  return true;
}

std::optional<unsigned> month_number(std::string_view token) {
  static constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (token.size() < 3) return std::nullopt;
  for (unsigned month = 0; month < 12; ++month) {
    if (same_text(token.substr(0, 3), kMonths.substr(month * std::size_t{3}, 3))) return month + 1;
  }
  return std::nullopt;
}

void take_token(std::string_view token, Fields& fields) {
  if (!fields.has_time && take_time(token, fields)) return;
  std::string_view number = token;
  if (!fields.day) {
    if (const auto day = take_number(number, 1, 2)) {
      fields.day = day;
      return;
    }
  }
  if (!fields.month) {
    if (const auto month = month_number(token)) {
      fields.month = month;
      return;
    }
  }
  number = token;
  if (!fields.year) fields.year = take_number(number, 2, 4);
}

}  // namespace

std::optional<std::int64_t> parse_cookie_date(std::string_view text) {
  Fields fields;
  while (!text.empty()) {
    if (is_delimiter(text.front())) {
      text.remove_prefix(1);
      continue;
    }
    std::size_t end = 0;
    while (end < text.size() && !is_delimiter(text[end])) ++end;
    take_token(text.substr(0, end), fields);
    text.remove_prefix(end);
  }
  if (!fields.day || !fields.month || !fields.year || !fields.has_time) return std::nullopt;
  int year = *fields.year;
  if (year >= 70 && year <= 99) year += 1900;
  if (year >= 0 && year <= 69) year += 2000;
  if (year < 1601 || fields.hour > 23 || fields.minute > 59 || fields.second > 59) return std::nullopt;
  using namespace std::chrono;
  const year_month_day date(std::chrono::year(year), std::chrono::month(*fields.month),
                            std::chrono::day(static_cast<unsigned>(*fields.day)));
  if (!date.ok()) return std::nullopt;
  const auto days = sys_days(date).time_since_epoch().count();
  return std::int64_t{days} * 86400 + std::int64_t{fields.hour} * 3600 + std::int64_t{fields.minute} * 60 +
         fields.second;
}

}  // namespace nest::http
