#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "compiler/config/edit.h"
#include "compiler/config/toml_document.h"

namespace nest::config {

/// A part of the text: the lines below a header, or those above the first one.
struct Section {
  KeyPath path;               ///< empty: the lines above the first header
  Range header;               ///< `[weights]`; empty at the start of the text for the first section
  std::uint32_t end = 0;      ///< where the next header begins, or the text ends
  bool of_list = false;       ///< `[[…]]`
  std::optional<Range> last;  ///< its last statement, from its key to the end of its value
};

/// The sections of a text in their order: what a person sees, where toml++ has made one tree of it.
class DocumentMap {
 public:
  explicit DocumentMap(const TomlDocument& document);

  /// The section that `offset` is in.
  [[nodiscard]] const Section& at(std::uint32_t offset) const { return sections_[index_at(offset)]; }
  /// The section `[path]`; null when there is none.
  [[nodiscard]] const Section* find(const KeyPath& path) const;
  [[nodiscard]] const Section& first() const { return sections_.front(); }

 private:
  using Headers = std::map<std::uint32_t, Section>;  // by where they begin

  void add_headers(const toml::table& table, KeyPath& path, Headers& headers) const;
  void add_header(const toml::node& node, const KeyPath& path, bool of_list, Headers& headers) const;
  void add_statements(const toml::table& table);
  [[nodiscard]] std::size_t index_at(std::uint32_t offset) const;

  const TomlDocument* document_;
  std::vector<Section> sections_;
};

/// Whether a table was written as `[a.b]`, or is there for one that was. (Else it was written inline, or
/// made by a key with dots.)
[[nodiscard]] bool has_header(const TomlDocument& document, const toml::table& table);

}  // namespace nest::config
