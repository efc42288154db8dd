#include "compiler/source/utf8.h"

#include <utf8proc.h>

#include <algorithm>

namespace nest {
namespace {

constexpr std::size_t kLongestSequence = 4;

}  // namespace

CodePoint decode_utf8(std::string_view text, std::size_t offset) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + offset;
  const std::size_t available = std::min(kLongestSequence, text.size() - offset);
  utf8proc_int32_t value = -1;
  const utf8proc_ssize_t length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(available), &value);
  if (length <= 0 || value < 0) return {};
  return {static_cast<char32_t>(value), static_cast<std::size_t>(length), true};
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  std::size_t offset = 0;
  while (offset < text.size()) {
    if (static_cast<unsigned char>(text[offset]) < 0x80U) {
      ++offset;
      continue;
    }
    const CodePoint point = decode_utf8(text, offset);
    if (!point.valid) return offset;
    offset += point.bytes;
  }
  return std::nullopt;
}

}  // namespace nest
