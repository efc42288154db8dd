#include "compiler/config/document_map.h"

#include <algorithm>

namespace nest::config {
namespace {

/// The elements of a list that were written `[[…]]`; none when it was written as a value.
std::vector<const toml::table*> headed_elements(const TomlDocument& document, const toml::node& node) {
  std::vector<const toml::table*> elements;
  const toml::array* list = node.as_array();
  if (list == nullptr || !list->is_array_of_tables()) return elements;
  for (const toml::node& element : *list) {
    if (has_header(document, *element.as_table())) elements.push_back(element.as_table());
  }
  return elements;
}

const toml::table* written_out(const toml::node& node) {
  const toml::table* table = node.as_table();
  return table != nullptr && !table->is_inline() ? table : nullptr;
}

}  // namespace

bool has_header(const TomlDocument& document, const toml::table& table) {
  if (table.is_inline()) return false;
  const Range range = document.range(table.source());
  return range.begin < document.text().size() && document.text()[range.begin] == '[';
}

DocumentMap::DocumentMap(const TomlDocument& document) : document_(&document), sections_(1) {
  KeyPath path;
  Headers headers;
  add_headers(document.root(), path, headers);
  for (auto& [begin, section] : headers) {
    sections_.back().end = begin;
    sections_.push_back(std::move(section));
  }
  sections_.back().end = static_cast<std::uint32_t>(document.text().size());
  add_statements(document.root());
}

void DocumentMap::add_header(const toml::node& node, const KeyPath& path, bool of_list,
                             Headers& headers) const {
  const Range header = document_->range(node.source());
  // `[a.b]` makes an `a` of the same place; it is the section of the longer path.
  Section& section = headers[header.begin];
  if (section.path.size() < path.size()) section = {path, header, 0, of_list, std::nullopt};
}

void DocumentMap::add_headers(const toml::table& table, KeyPath& path, Headers& headers) const {
  for (const auto& [key, node] : table) {
    path.emplace_back(key.str());
    if (const toml::table* inner = written_out(node)) {
      if (has_header(*document_, *inner)) add_header(*inner, path, false, headers);
      add_headers(*inner, path, headers);
    }
    for (const toml::table* element : headed_elements(*document_, node)) {
      add_header(*element, path, true, headers);
      add_headers(*element, path, headers);
    }
    path.pop_back();
  }
}

void DocumentMap::add_statements(const toml::table& table) {
  for (const auto& [key, node] : table) {
    const std::vector<const toml::table*> elements = headed_elements(*document_, node);
    for (const toml::table* element : elements) add_statements(*element);
    const toml::table* inner = written_out(node);
    if (inner != nullptr) add_statements(*inner);
    if (inner != nullptr || !elements.empty()) continue;
    const Range statement{document_->offset(key.source().begin), document_->offset(node.source().end)};
    std::optional<Range>& last = sections_[index_at(statement.begin)].last;
    if (!last || last->begin < statement.begin) last = statement;
  }
}

std::size_t DocumentMap::index_at(std::uint32_t offset) const {
  const auto after =
      std::upper_bound(sections_.begin() + 1, sections_.end(), offset,
                       [](std::uint32_t at, const Section& section) { return at < section.header.begin; });
  return static_cast<std::size_t>(after - sections_.begin()) - 1;
}

const Section* DocumentMap::find(const KeyPath& path) const {
  const auto found = std::ranges::find_if(
      sections_, [&](const Section& section) { return !section.of_list && section.path == path; });
  return found == sections_.end() ? nullptr : &*found;
}

}  // namespace nest::config
