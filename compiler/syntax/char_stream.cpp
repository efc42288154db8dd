#include "compiler/syntax/char_stream.h"

namespace nest::syntax {

CodePoint read_code_point(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) return {byte, 1, true};  // nearly always
  const CodePoint point = decode_utf8(text, at);
  return point.valid ? point : CodePoint{U'\uFFFD', 1, false};
}

void ByteOffsetStream::consume() {
  if (at_ >= text_.size()) throw antlr4::IllegalStateException("cannot consume the end of the file");
  at_ += read_code_point(text_, at_).bytes;
}

std::size_t ByteOffsetStream::LA(ssize_t distance) {
  if (distance == 0) return 0;
  std::size_t at = at_;
  for (; distance < 0; ++distance) {
    if (at == 0) return kEndOfFile;
    do --at;
    while (at > 0 && (static_cast<unsigned char>(text_[at]) & 0xC0U) == 0x80U);
    if (distance == -1) return read_code_point(text_, at).value;
  }
  for (; distance > 1 && at < text_.size(); --distance) at += read_code_point(text_, at).bytes;
  return at < text_.size() ? read_code_point(text_, at).value : kEndOfFile;
}

std::string ByteOffsetStream::getText(const antlr4::misc::Interval& interval) {
  if (interval.a < 0 || interval.b < interval.a) return {};
  const auto begin = static_cast<std::size_t>(interval.a);
  if (begin >= text_.size()) return {};
  return std::string(text_.substr(begin, static_cast<std::size_t>(interval.b) + 1 - begin));
}

}  // namespace nest::syntax
