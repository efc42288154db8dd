#include "runtime/report/format.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "runtime/secrets/masking.h"

namespace nest {

namespace {

// Three significant digits for 0 <= value < 1000; more before the point are all shown.
std::string three_digits(double value) {
  if (value < 9.995) return fmt::format("{:.2f}", value);
  if (value < 99.95) return fmt::format("{:.1f}", value);
  return fmt::format("{:.0f}", value);
}

struct Scale {
  double unit;
  std::string_view name;
};

// The largest scale in which the value, rounded to three digits, is at least 1.
template <std::size_t kCount>
std::string scaled(double value, const std::array<Scale, kCount>& scales) {
  for (const Scale& scale : scales) {
    if (value >= 0.9995 * scale.unit) return three_digits(value / scale.unit) + " " + std::string(scale.name);
  }
  return fmt::format("{:.0f} {}", value / scales.back().unit, scales.back().name);
}

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

// The length of the well-formed character that `text` starts with (RFC 3629), or 0.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80) return 0;
  }
  const unsigned second = byte(1);
  const bool wrong = (first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
                     (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f);
  return wrong ? 0 : length;
}

bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return first < 0x20 || first == 0x7f;
  const auto second = static_cast<unsigned char>(character[1]);
  if (character.size() == 2) return first == 0xc2 && second < 0xa0;  // C1
  // Line and paragraph separators, and what turns the direction of writing round.
  if (first != 0xe2 || character.size() != 3) return false;
  const auto third = static_cast<unsigned char>(character[2]);
  return (second == 0x80 && third >= 0xa8 && third <= 0xae) ||
         (second == 0x81 && third >= 0xa6 && third <= 0xa9);
}

// Where the character after the one at `place` starts, in well-formed UTF-8.
std::size_t next_character(std::string_view text, std::size_t place) {
  ++place;
  while (place < text.size() && (static_cast<unsigned char>(text[place]) & 0xc0U) == 0x80) ++place;
  return place;
}

}  // namespace

std::string duration_text(Nanoseconds time) {
  if (time >= 120 * kSecond) {
    const Nanoseconds seconds = (time + kSecond / 2) / kSecond;
    return fmt::format("{}m{:02}s", seconds / 60, seconds % 60);
  }
  // Beyond a thousand seconds it would be minutes already.
  static constexpr std::array<Scale, 3> kScales = {{{1e9, "s"}, {1e6, "ms"}, {1e3, "µs"}}};
  return scaled(static_cast<double>(time), kScales);
}

std::string bytes_text(std::uint64_t bytes) {
  if (bytes < 1000) return fmt::format("{} B", bytes);
  static constexpr std::array<Scale, 4> kScales = {{{1e12, "TB"}, {1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}}};
  return scaled(static_cast<double>(bytes), kScales);
}

std::string counted_text(std::uint64_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string rate_text(std::uint64_t count, Nanoseconds time) {
  if (count == 0 || time <= 0) return "0";
  const double rate = static_cast<double>(count) * 1e9 / static_cast<double>(time);
  return rate < 9.995 ? fmt::format("{:.2f}", rate) : fmt::format("{:.1f}", rate);
}

std::string share_text(std::uint64_t part, std::uint64_t whole) {
  if (part == 0 || whole == 0) return "0 %";
  if (part == whole) return "100 %";
  const double percent = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  if (percent < 0.001) return "<0.001 %";
  if (percent < 0.995) return fmt::format("{:.2g} %", percent);
  return percent > 99.94 ? std::string(">99.9 %") : fmt::format("{:.1f} %", percent);
}

std::string clock_text(Nanoseconds time) {
  const Nanoseconds seconds = time / kSecond;
  if (seconds < 3600) return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string one_line(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    const std::string_view character = text.substr(0, length == 0 ? 1 : length);
    text.remove_prefix(character.size());
    if (length == 0) {
      result += kReplacement;
    } else if (character == "\n" || character == "\t" || character == "\r") {
      result += ' ';
    } else {
      result += is_control(character) ? kReplacement : character;
    }
  }
  return result;
}

std::string shown(std::string_view text) { return one_line(mask_text(text)); }

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t place = 0; place < text.size(); place = next_character(text, place)) ++width;
  return width;
}

std::string cut_middle(std::string_view text, std::size_t width) {
  const std::size_t whole = width_of(text);
  if (whole <= width) return std::string(text);
  if (width == 0) return {};
  const std::size_t before = (width - 1) / 2;
  const std::size_t after = width - 1 - before;
  std::size_t head = 0;
  for (std::size_t i = 0; i < before; ++i) head = next_character(text, head);
  std::size_t tail = head;
  for (std::size_t i = before; i < whole - after; ++i) tail = next_character(text, tail);
  return fmt::format("{}…{}", text.substr(0, head), text.substr(tail));
}

std::string cut_end(std::string_view text, std::size_t width) {
  if (width_of(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t end = 0;
  for (std::size_t i = 0; i + 1 < width; ++i) end = next_character(text, end);
  return fmt::format("{}…", text.substr(0, end));
}

std::string_view method_name(std::uint32_t method) {
  static constexpr std::array<std::string_view, 7> kNames = {"GET",    "POST", "PUT",    "PATCH",
                                                             "DELETE", "HEAD", "OPTIONS"};
  return method < kNames.size() ? kNames[method] : std::string_view("?");
}

std::string site_text(const nest_program& program, std::uint32_t site) {
  if (site >= program.site_count) return "(unknown place)";
  const nest_site& place = program.sites[site];
  const std::string_view file = place.file < program.file_count ? view(program.files[place.file]) : "?";
  return fmt::format("{}:{}:{}", file, place.line, place.column);
}

}  // namespace nest
