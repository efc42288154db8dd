#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

namespace nest {

/// What is wrong with a data file, and where in it. Lower case, no full stop.
struct TableFault {
  std::uint64_t line = 0;  ///< from 1; 0: it is about the file as a whole
  std::string message;
};

/// Readable bytes behind the text of a file: what simdjson and NEST_PADDING ask for.
inline constexpr std::size_t kTablePadding = 64;

/// The bytes of a data file in one buffer, without its byte order mark, as they were when it was read.
class TableText {
 public:
  /// Reads the file, or its first `limit` bytes. Never blocks on a pipe; only regular files are read.
  [[nodiscard]] static std::expected<TableText, TableFault> read(
      const std::filesystem::path& path, std::size_t limit = std::numeric_limits<std::size_t>::max());

  [[nodiscard]] std::string_view view() const { return {bytes_.get() + begin_, size_ - begin_}; }
  /// With the byte order mark.
  [[nodiscard]] std::string_view all_bytes() const { return {bytes_.get(), size_}; }
  /// False when the file goes on behind it.
  [[nodiscard]] bool is_whole() const { return is_whole_; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t begin_ = 0;
  std::size_t size_ = 0;
  bool is_whole_ = true;
};

/// The line, from 1, that the byte at `offset` stands on.
[[nodiscard]] std::uint64_t line_of(std::string_view text, std::size_t offset);

/// A fault with its line when something in the text is no UTF-8; line 0 otherwise. Of a text that was cut off
/// only the whole lines are looked at.
[[nodiscard]] TableFault find_broken_utf8(const TableText& text);

}  // namespace nest
