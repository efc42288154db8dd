#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "compiler/source/utf8.h"
#include "compiler/syntax/generated.h"

namespace nest::syntax {

/// UTF-8 text as ANTLR reads it: LA() gives code points, but index() is a byte offset. So every token's start
/// and stop are byte offsets, no position is ever converted, and the text is not copied into UTF-32. A byte
/// that is not UTF-8 reads as U+FFFD. The text must outlive the stream.
class ByteOffsetStream final : public antlr4::CharStream {
 public:
  explicit ByteOffsetStream(std::string_view text) : text_(text) {}

  void consume() override;
  std::size_t LA(ssize_t distance) override;
  ssize_t mark() override { return -1; }
  void release(ssize_t) override {}
  std::size_t index() override { return at_; }
  void seek(std::size_t index) override { at_ = index < text_.size() ? index : text_.size(); }
  std::size_t size() override { return text_.size(); }
  [[nodiscard]] std::string getSourceName() const override { return {}; }
  [[nodiscard]] std::string_view text() const { return text_; }
  std::string getText(const antlr4::misc::Interval& interval) override;
  [[nodiscard]] std::string toString() const override { return std::string(text_); }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

/// The code point at a byte of a text. What is not UTF-8 is U+FFFD, one byte long.
[[nodiscard]] CodePoint read_code_point(std::string_view text, std::size_t at);

}  // namespace nest::syntax
