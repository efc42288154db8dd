#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nest::config {

/// What a byte of a TOML text belongs to, as far as that can be told without parsing.
enum class TomlPart : std::uint8_t { Bare, String, Comment };

/// Walks over a TOML text from left to right and says for each byte whether it stands in a string, in a
/// comment, or bare. Works on any bytes: what is no TOML gives parts too, and always ends.
class TomlScan {
 public:
  explicit TomlScan(std::string_view text) : text_(text) {}

  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  /// Offset of the byte that next() is about to take.
  [[nodiscard]] std::size_t offset() const { return at_; }
  /// Takes a byte; only when not done().
  TomlPart next();

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t part_end_ = 0;  // up to there everything is of one kind
  TomlPart part_ = TomlPart::Bare;
};

/// Keys of more parts than this (`a.b.c`) are refused: each part is a table in a table, and toml++ builds and
/// frees them by recursion.
inline constexpr std::size_t kMostKeyParts = 16;

/// Where the first key with too many parts becomes too long; nothing when there is none.
[[nodiscard]] std::optional<std::size_t> find_deep_key(std::string_view text);

/// The comments of a text, each from its `#` to the end of its line.
[[nodiscard]] std::vector<std::string> comments_of(std::string_view text);

}  // namespace nest::config
