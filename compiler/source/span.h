#pragma once

#include <compare>
#include <cstdint>

namespace nest {

/// Number of a file in its SourceSet.
enum class FileId : std::uint32_t {};

/// A range of bytes in one file: [begin, begin + length). Every AST and HIR node carries one.
/// Spans are plain values; only a SourceSet can turn one into text or a line and column.
struct Span {
  FileId file{};
  std::uint32_t begin = 0;
  std::uint32_t length = 0;

  [[nodiscard]] std::uint32_t end() const { return begin + length; }
  friend auto operator<=>(const Span&, const Span&) = default;
};

/// The smallest span that holds both. Both must be of the same file.
[[nodiscard]] inline Span join(Span first, Span last) {
  const std::uint32_t begin = first.begin < last.begin ? first.begin : last.begin;
  const std::uint32_t end = first.end() > last.end() ? first.end() : last.end();
  return Span{first.file, begin, end - begin};
}

}  // namespace nest
