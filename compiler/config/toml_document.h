#pragma once

// Of compiler/config alone: the one header that shows toml++.

#include <toml++/toml.h>

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace nest::config {

/// A range of bytes of the text.
struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// Why a text is no TOML, and where.
struct TomlFault {
  std::string message;  ///< in the style of docs/messages.md
  std::string help;     ///< may be empty
  std::uint32_t offset = 0;
  bool too_deep = false;  ///< it may be TOML, but nobody writes keys of so many parts
};

/// A TOML text, parsed, with the places of everything in it as byte offsets.
class TomlDocument {
 public:
  /// `text`: UTF-8 without a byte order mark. Hostile texts of any depth are refused, not crashed on.
  [[nodiscard]] static std::expected<TomlDocument, TomlFault> parse(std::string text);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const toml::table& root() const { return root_; }
  [[nodiscard]] Range range(const toml::source_region& region) const {
    return {offset(region.begin), offset(region.end)};
  }
  [[nodiscard]] std::uint32_t offset(const toml::source_position& position) const;

 private:
  explicit TomlDocument(std::string text);

  std::string text_;
  std::vector<std::uint32_t> line_starts_;
  toml::table root_;
};

/// "a whole number", "a text", "a table": what a node is, in the words of messages.
[[nodiscard]] std::string_view kind_name(const toml::node& node);

}  // namespace nest::config
