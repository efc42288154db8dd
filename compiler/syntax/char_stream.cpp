#include "compiler/syntax/char_stream.h"

#include <algorithm>

namespace nest::syntax {
namespace {

constexpr CodePoint kInvalid{U'\uFFFD', 1};

/// Length of a sequence from its first byte, and the bits that byte carries; 0 for a byte that begins none.
struct Lead {
  std::size_t length;
  std::uint32_t bits;
};
Lead lead(unsigned char byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {2, byte & 0x1FU};
  if (byte >= 0xE0 && byte <= 0xEF) return {3, byte & 0x0FU};
  if (byte >= 0xF0 && byte <= 0xF4) return {4, byte & 0x07U};
  return {0, 0};
}

}  // namespace

CodePoint decode(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) return {byte, 1};
  const auto [length, bits] = lead(byte);
  if (length == 0 || length > text.size() - at) return kInvalid;
  std::uint32_t value = bits;
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xC0U) != 0x80U) return kInvalid;
    value = (value << 6U) | (next & 0x3FU);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return kInvalid;
  return {static_cast<char32_t>(value), length};
}

void ByteOffsetStream::consume() {
  if (at_ >= text_.size()) throw antlr4::IllegalStateException("cannot consume the end of the file");
  at_ += decode(text_, at_).length;
}

std::size_t ByteOffsetStream::LA(ssize_t distance) {
  if (distance == 0) return 0;
  std::size_t at = at_;
  for (; distance < 0; ++distance) {
    if (at == 0) return kEndOfFile;
    do --at;
    while (at > 0 && (static_cast<unsigned char>(text_[at]) & 0xC0U) == 0x80U);
    if (distance == -1) return decode(text_, at).value;
  }
  for (; distance > 1 && at < text_.size(); --distance) at += decode(text_, at).length;
  return at < text_.size() ? decode(text_, at).value : kEndOfFile;
}

std::string ByteOffsetStream::getText(const antlr4::misc::Interval& interval) {
  if (interval.a < 0 || interval.b < interval.a) return {};
  const auto begin = static_cast<std::size_t>(interval.a);
  if (begin >= text_.size()) return {};
  return std::string(text_.substr(begin, static_cast<std::size_t>(interval.b) + 1 - begin));
}

}  // namespace nest::syntax
