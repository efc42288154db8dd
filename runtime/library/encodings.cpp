// Bytes as text, and back: base64 and hexadecimal digits (RFC 4648), percent-encoding (RFC 3986).

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>

#include "runtime/library/functions.h"

namespace nest::library {
namespace {

constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kForUrls = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kHexadecimal = "0123456789abcdef";
constexpr std::string_view kPercent = "0123456789ABCDEF";

std::uint32_t byte(char c) { return static_cast<unsigned char>(c); }

/// Up to three bytes as as many digits as they need: one more than there are bytes.
char* write_group(std::string_view bytes, std::string_view digits, char* out) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < 3; ++i) bits = bits << 8U | (i < bytes.size() ? byte(bytes[i]) : 0);
  for (std::size_t i = 0; i <= bytes.size(); ++i) *out++ = digits[bits >> (18 - 6 * i) & 63U];
  return out;
}

nest_status encode(Call& call, std::string_view digits, bool padded) {
  std::string_view bytes = call.text(0);
  char* const begin = call.around.text((bytes.size() + 2) / 3 * 4);
  if (begin == nullptr) return call.around.fail_for_space();
  char* out = begin;
  for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(bytes.size(), 3))) {
    out = write_group(bytes.substr(0, 3), digits, out);
  }
  while (padded && (out - begin) % 4 != 0) *out++ = '=';
  const auto size = static_cast<std::size_t>(out - begin);
  call.around.shrink(begin, size);
  return call.give_text({begin, size});
}

/// Digits of both alphabets.
std::optional<std::uint32_t> base64_digit(char c) {
  if (c == '-') c = '+';
  if (c == '_') c = '/';
  const std::size_t found = kStandard.find(c);
  return found == std::string_view::npos ? std::nullopt : std::optional(static_cast<std::uint32_t>(found));
}

std::optional<std::uint32_t> hexadecimal_digit(char c) {
  if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  const std::size_t found = kHexadecimal.find(c);
  return found == std::string_view::npos ? std::nullopt : std::optional(static_cast<std::uint32_t>(found));
}

bool is_unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

char* write_hex(std::string_view bytes, char* out) {
  for (const char c : bytes) {
    *out++ = kHexadecimal[byte(c) >> 4U];
    *out++ = kHexadecimal[byte(c) & 15U];
  }
  return out;
}

nest_status base64(Call& call) { return encode(call, kStandard, true); }
nest_status base64url(Call& call) { return encode(call, kForUrls, false); }

nest_status base64_decode(Call& call) {
  std::string_view digits = call.text(0);
  if (digits.size() % 4 == 0) {
    for (int i = 0; i < 2 && digits.ends_with('='); ++i) digits.remove_suffix(1);
  }
  if (digits.size() % 4 == 1) return call.fail("this is not base64: a digit is missing or one too many");
  char* const begin = call.around.text(digits.size() / 4 * 3 + 3);
  if (begin == nullptr) return call.around.fail_for_space();
  char* out = begin;
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const auto digit = base64_digit(digits[i]);
    if (!digit) return call.fail(fmt::format("this is not base64: byte {} is no digit of it", i));
    bits = bits << 6U | *digit;
    // Behind the second, third and fourth digit of a group a byte is complete.
    if (i % 4 > 0) *out++ = static_cast<char>(bits >> (6 - 2 * (i % 4)) & 255U);
  }
  const auto size = static_cast<std::size_t>(out - begin);
  call.around.shrink(begin, size);
  return call.give_text({begin, size});
}

nest_status hex(Call& call) {
  const std::string_view bytes = call.text(0);
  char* const begin = call.around.text(2 * bytes.size());
  if (begin == nullptr) return call.around.fail_for_space();
  write_hex(bytes, begin);
  return call.give_text({begin, 2 * bytes.size()});
}

nest_status hex_decode(Call& call) {
  const std::string_view digits = call.text(0);
  if (digits.size() % 2 != 0) return call.fail("these are not pairs of hexadecimal digits: one is missing");
  char* const begin = call.around.text(digits.size() / 2);
  if (begin == nullptr) return call.around.fail_for_space();
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const auto high = hexadecimal_digit(digits[i]);
    const auto low = hexadecimal_digit(digits[i + 1]);
    if (!high || !low) {
      return call.fail(fmt::format("byte {} is no hexadecimal digit", high ? i + 1 : i));
    }
    begin[i / 2] = static_cast<char>(*high << 4U | *low);
  }
  return call.give_text({begin, digits.size() / 2});
}

nest_status url_encode(Call& call) {
  const std::string_view text = call.text(0);
  char* const begin = call.around.text(3 * text.size());
  if (begin == nullptr) return call.around.fail_for_space();
  char* out = begin;
  for (const char c : text) {
    if (is_unreserved(c)) {
      *out++ = c;
      continue;
    }
    *out++ = '%';
    *out++ = kPercent[byte(c) >> 4U];
    *out++ = kPercent[byte(c) & 15U];
  }
  const auto size = static_cast<std::size_t>(out - begin);
  call.around.shrink(begin, size);
  return call.give_text({begin, size});
}

}  // namespace nest::library
