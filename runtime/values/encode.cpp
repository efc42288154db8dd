#include "runtime/values/encode.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace nest {
namespace {

constexpr bool unreserved(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

/// Of each byte, how many it becomes; a table, because these loops see every byte of every hole.
constexpr auto kPercentSizes = [] {
  std::array<std::uint8_t, 256> sizes{};
  for (std::size_t c = 0; c < 256; ++c) sizes[c] = unreserved(static_cast<unsigned char>(c)) ? 1 : 3;
  return sizes;
}();

constexpr auto kJsonSizes = [] {
  std::array<std::uint8_t, 256> sizes{};
  for (std::size_t c = 0; c < 256; ++c) sizes[c] = c < 0x20 ? 6 : 1;
  for (const char c : {'"', '\\', '\b', '\f', '\n', '\r', '\t'}) sizes[static_cast<unsigned char>(c)] = 2;
  return sizes;
}();

constexpr std::string_view kHexUpper = "0123456789ABCDEF";

char short_escape(char c) {
  switch (c) {
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return c;
  }
}

}  // namespace

std::size_t percent_size(std::string_view text, bool form) {
  std::size_t size = 0;
  for (const char c : text) size += form && c == ' ' ? 1u : kPercentSizes[static_cast<unsigned char>(c)];
  return size;
}

char* write_percent(std::string_view text, bool form, char* out) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPercentSizes[byte] == 1) {
      *out++ = c;
    } else if (form && c == ' ') {
      *out++ = '+';
    } else {
      *out++ = '%';
      *out++ = kHexUpper[byte >> 4];
      *out++ = kHexUpper[byte & 15];
    }
  }
  return out;
}

std::size_t json_string_size(std::string_view text) {
  std::size_t size = 2;
  for (const char c : text) size += kJsonSizes[static_cast<unsigned char>(c)];
  return size;
}

char* write_json_string(std::string_view text, char* out) {
  *out++ = '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (kJsonSizes[byte]) {
      case 1:
        *out++ = c;
        break;
      case 2:
        *out++ = '\\';
        *out++ = short_escape(c);
        break;
      default:
        std::copy_n("\\u00", 4, out);
        out[4] = kHexUpper[byte >> 4];
        out[5] = kHexUpper[byte & 15];
        out += 6;
    }
  }
  *out++ = '"';
  return out;
}

char* write_base64(std::string_view text, char* out) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (; !text.empty(); text.remove_prefix(std::min<std::size_t>(text.size(), 3))) {
    const std::size_t size = std::min<std::size_t>(text.size(), 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = (bits << 8) | (i < size ? static_cast<unsigned char>(text[i]) : 0u);
    for (std::size_t i = 0; i < 4; ++i) *out++ = i <= size ? kDigits[(bits >> (18 - 6 * i)) & 63] : '=';
  }
  return out;
}

}  // namespace nest
