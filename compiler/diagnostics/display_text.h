#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nest {

/// What of a text a terminal may be given. Sources, paths and messages that quote them are hostile: control
/// characters (escape sequences), direction overrides and bytes that are no UTF-8 are replaced by visible
/// signs, tabs by spaces. The result is one line of valid UTF-8.
[[nodiscard]] std::string printable(std::string_view text);

/// One line of source as it is shown: printable, tabs widened, and of a very long line only a window, with
/// `…` at the ends that were cut. Knows in which terminal column each byte ended up; combining characters
/// take none, wide ones two.
class DisplayLine {
 public:
  /// `focus`: byte offset that the window must hold.
  DisplayLine(std::string_view line, std::size_t focus);

  [[nodiscard]] const std::string& text() const { return text_; }
  /// Columns left of the byte at `offset` of the line. Offsets outside the window give the window's ends.
  [[nodiscard]] std::size_t column(std::size_t offset) const;
  [[nodiscard]] std::size_t width() const { return columns_.back(); }

 private:
  std::string text_;
  std::size_t first_ = 0;             // the window's first byte
  std::vector<std::size_t> columns_;  // for each byte of the window, and for its end: columns left of it
};

}  // namespace nest
