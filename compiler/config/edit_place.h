#pragma once

#include <expected>
#include <span>
#include <string>

#include "compiler/config/edit.h"
#include "compiler/config/toml_document.h"

namespace nest::config {

/// A change of a text: what stands in `range` becomes `text`.
struct TextChange {
  Range range;
  std::string text;
};

/// The change that gives `key` the value that is written `value`, or, with an empty one, takes its line out.
/// The error is a message for people.
[[nodiscard]] std::expected<TextChange, std::string> place_value(const TomlDocument& document,
                                                                 const KeyPath& key,
                                                                 const std::string& value);
[[nodiscard]] std::expected<TextChange, std::string> place_removal(const TomlDocument& document,
                                                                   const KeyPath& key);

/// The node at `key`; null when there is none.
[[nodiscard]] const toml::node* find_node(const TomlDocument& document, std::span<const std::string> key);

}  // namespace nest::config
