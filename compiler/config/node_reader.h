#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/config/settings.h"
#include "compiler/config/toml_document.h"
#include "compiler/diagnostics/emitter.h"
#include "compiler/source/source_set.h"

namespace nest::config {

/// Where a file has more mistakes than this, the rest of it is not looked at.
inline constexpr std::size_t kMostConfigErrors = 100;

/// Takes values out of the tree of one nest.toml, and reports those that are not what they should be. `name`
/// is how people call the key, tables included.
class NodeReader {
 public:
  NodeReader(const TomlDocument& document, FileId file, const SourceSet& sources, Emitter& emitter)
      : document_(&document), file_(file), sources_(&sources), emitter_(&emitter) {}

  [[nodiscard]] std::optional<std::string> text(const toml::node& node, std::string_view name) const;
  [[nodiscard]] std::optional<std::vector<std::string>> texts(const toml::node& node,
                                                              std::string_view name) const;
  [[nodiscard]] std::optional<bool> truth(const toml::node& node, std::string_view name) const;
  /// A number of seconds or a text.
  [[nodiscard]] std::optional<std::chrono::nanoseconds> time(const toml::node& node,
                                                             std::string_view name) const;
  [[nodiscard]] std::optional<std::uint64_t> count(const toml::node& node, std::string_view name,
                                                   std::uint64_t least, std::uint64_t most) const;
  [[nodiscard]] std::optional<Value> setting(const toml::node& node, const KeyInfo& key) const;
  [[nodiscard]] const toml::table* table(const toml::node& node, std::string_view name) const;

  void unknown_key(const toml::key& key, std::string_view name,
                   const std::vector<std::string_view>& known) const;
  void wrong_type(const toml::node& node, std::string_view name, std::string_view wanted) const;

  [[nodiscard]] Span span(const toml::source_region& region) const;
  [[nodiscard]] Origin origin(const toml::source_region& region) const;
  /// Whether there were too many mistakes to go on.
  [[nodiscard]] bool is_full() const { return emitter_->errors() >= kMostConfigErrors; }
  [[nodiscard]] Emitter& emitter() const { return *emitter_; }
  /// Where the file lies; empty: the current folder.
  [[nodiscard]] std::string folder() const;
  /// A path of the file, put after that.
  [[nodiscard]] std::string from_here(const std::string& path) const;

 private:
  const TomlDocument* document_;
  FileId file_;
  const SourceSet* sources_;
  Emitter* emitter_;
};

}  // namespace nest::config
