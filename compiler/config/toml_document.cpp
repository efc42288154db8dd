#include "compiler/config/toml_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "compiler/config/toml_scan.h"

namespace nest::config {
namespace {

/// toml++ says "Error while parsing WHAT: WHY".
TomlFault fault_of(const toml::parse_error& error, std::uint32_t offset) {
  std::string_view what = error.description();
  constexpr std::string_view kLead = "Error while parsing ";
  if (what.starts_with(kLead)) what.remove_prefix(kLead.size());
  const std::size_t colon = what.find(": ");
  std::string why(colon == std::string_view::npos ? what : what.substr(colon + 2));
  std::ranges::replace(why, '\'', '`');
  // A value that begins like a word: a text was meant.
  const bool unquoted = why == "could not determine value type" || why.starts_with("expected `true`") ||
                        why.starts_with("expected `false`");
  return {why, unquoted ? "a text stands in quotes: `host = \"http://shop.test\"`" : "", offset, false};
}

}  // namespace

TomlDocument::TomlDocument(std::string text) : text_(std::move(text)), line_starts_{0} {
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1))
    line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
}

std::expected<TomlDocument, TomlFault> TomlDocument::parse(std::string text) {
  if (const auto deep = find_deep_key(text)) {
    return std::unexpected(TomlFault{fmt::format("a key has more than {} parts", kMostKeyParts), "",
                                     static_cast<std::uint32_t>(*deep), true});
  }
  TomlDocument document(std::move(text));
  try {
    document.root_ = toml::parse(std::string_view(document.text_));
  } catch (const toml::parse_error& error) {
    return std::unexpected(fault_of(error, document.offset(error.source().begin)));
  }
  return document;
}

std::uint32_t TomlDocument::offset(const toml::source_position& position) const {
  const auto size = static_cast<std::uint32_t>(text_.size());
  if (position.line == 0) return 0;
  if (position.line > line_starts_.size()) return size;
  std::uint32_t at = line_starts_[position.line - 1];
  // Columns count code points: every byte but the continuations of one.
  for (std::uint32_t column = 1; column < position.column && at < size; ++column) {
    ++at;
    while (at < size && (static_cast<unsigned char>(text_[at]) & 0xC0U) == 0x80U) ++at;
  }
  return at;
}

std::string_view kind_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number with a point";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a date or time";
  }
}

}  // namespace nest::config
