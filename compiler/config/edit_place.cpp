#include "compiler/config/edit_place.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "compiler/config/document_map.h"
#include "compiler/config/toml_scan.h"
#include "compiler/config/toml_text.h"

namespace nest::config {
namespace {

using Parts = std::span<const std::string>;
using Placed = std::expected<TextChange, std::string>;

/// How far a key's path is there already.
struct Way {
  const toml::node* node = nullptr;        // what stands at the whole path, or null
  std::vector<const toml::table*> tables;  // the root, and what exists of the tables around the key
  const toml::node* obstacle = nullptr;    // no table, where there should be one
};

Way find_way(const toml::table& root, Parts key) {
  Way way;
  way.tables.push_back(&root);
  for (std::size_t i = 0; i < key.size(); ++i) {
    const toml::node* next = way.tables.back()->get(key[i]);
    if (next == nullptr) break;
    if (i + 1 == key.size()) {
      way.node = next;
    } else if (next->is_table()) {
      way.tables.push_back(next->as_table());
    } else {
      way.obstacle = next;
      break;
    }
  }
  return way;
}

/// Where changes of one text go.
class Placing {
 public:
  explicit Placing(const TomlDocument& document)
      : document_(document), text_(document.text()), map_(document) {}

  Placed replace(const toml::node& node, Parts key, const std::string& value) const {
    if (node.is_table() && !node.as_table()->is_inline())
      return std::unexpected(fmt::format("`{}` is a table", toml_key(key)));
    if (const toml::array* list = node.as_array(); list != nullptr && is_headed(*list))
      return std::unexpected(fmt::format("`{}` is a list of tables", toml_key(key)));
    const Range range = document_.range(node.source());
    // Comments between the elements of a list move to the lines above it.
    const std::vector<std::string> comments = comments_of(text_.substr(range.begin, range.end - range.begin));
    if (comments.empty()) return TextChange{range, value};
    const std::uint32_t line = line_begin(range.begin);
    std::string moved;
    for (const std::string& comment : comments) moved += indent_at(line) + comment + line_end();
    moved += text_.substr(line, range.begin - line);
    return TextChange{{line, range.end}, moved + value};
  }

  Placed insert(const Way& way, Parts key, const std::string& value) const {
    for (std::size_t depth = way.tables.size() - 1; depth > 0; --depth) {
      if (way.tables[depth]->is_inline()) return insert_inline(*way.tables[depth], key.subspan(depth), value);
    }
    const std::size_t depth = way.tables.size() - 1;
    const KeyPath parent(key.begin(), key.end() - 1);
    if (depth == parent.size()) {
      if (depth == 0) return insert_line(map_.first(), key, value);
      if (const Section* section = map_.find(parent)) return insert_line(*section, key.last(1), value);
    }
    if (depth > 0 && !has_header(document_, *way.tables[depth])) {
      // Made by keys with dots: the next one goes beside them.
      const Section& section = map_.at(document_.range(way.tables[depth]->source()).begin);
      return insert_line(section, key.subspan(section.path.size()), value);
    }
    return append_section(parent, key.back(), value);
  }

  Placed remove(const toml::node& node, Parts key, const Way& way) const {
    const bool inside_value =
        std::ranges::any_of(way.tables, [](const toml::table* table) { return table->is_inline(); });
    const Range range = document_.range(node.source());
    if (inside_value || (node.is_table() && !node.as_table()->is_inline()) ||
        (node.is_array() && is_headed(*node.as_array()))) {
      return std::unexpected(fmt::format("`{}` has no line of its own", toml_key(key)));
    }
    const std::uint32_t line = line_begin(range.begin);
    std::string kept;
    for (const std::string& comment :
         comments_of(text_.substr(range.begin, next_line(range.end) - range.begin)))
      kept += indent_at(line) + comment + line_end();
    return TextChange{{line, next_line(range.end)}, kept};
  }

 private:
  bool is_headed(const toml::array& list) const {
    return list.is_array_of_tables() && !list.empty() && has_header(document_, *list.get(0)->as_table());
  }

  Placed insert_inline(const toml::table& table, Parts key, const std::string& value) const {
    const Range range = document_.range(table.source());
    const std::string pair = fmt::format("{} = {}", toml_key(key), value);
    std::uint32_t last = range.end - 1;  // the closing brace
    while (last > range.begin + 1 && (text_[last - 1] == ' ' || text_[last - 1] == '\t')) --last;
    if (table.empty()) return TextChange{{range.begin + 1, range.end - 1}, " " + pair + " "};
    return TextChange{{last, last}, ", " + pair};
  }

  Placed insert_line(const Section& section, Parts key, const std::string& value) const {
    const std::string statement = fmt::format("{} = {}", toml_key(key), value);
    if (!section.last && section.path.empty()) return insert_first(section, statement);
    const std::uint32_t after = section.last ? section.last->end : section.header.end;
    const std::uint32_t line = line_begin(section.last ? section.last->begin : section.header.begin);
    return at_line_begin(next_line(after), indent_at(line) + statement);
  }

  /// The first key of a file that has no keys before its first header: above that header and its comment.
  Placed insert_first(const Section& section, const std::string& statement) const {
    if (section.end == text_.size()) return at_line_begin(section.end, statement);
    std::uint32_t line = line_begin(section.end);
    while (line > 0) {
      const std::uint32_t above = line_begin(line - 1);
      const std::size_t word = text_.find_first_not_of(" \t", above);
      if (word >= line || text_[word] != '#') break;
      line = above;
    }
    return at_line_begin(line, statement + line_end());
  }

  Placed append_section(const KeyPath& path, const std::string& key, const std::string& value) const {
    const auto end = static_cast<std::uint32_t>(text_.size());
    const std::string gap = text_.empty() ? "" : line_end();
    return at_line_begin(end, fmt::format("{}[{}]{}{} = {}", gap, toml_key(path), line_end(),
                                          toml_key(Parts(&key, 1)), value));
  }

  /// A line of its own at `at`, which is the begin of a line or the end of the text.
  TextChange at_line_begin(std::uint32_t at, const std::string& line) const {
    const bool open = at > 0 && text_[at - 1] != '\n';
    return {{at, at}, (open ? line_end() : "") + line + line_end()};
  }

  std::uint32_t line_begin(std::uint32_t at) const {
    const std::size_t before = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
    return before == std::string_view::npos ? 0 : static_cast<std::uint32_t>(before + 1);
  }
  std::uint32_t next_line(std::uint32_t at) const {
    const std::size_t end = text_.find('\n', at);
    return static_cast<std::uint32_t>(end == std::string_view::npos ? text_.size() : end + 1);
  }
  std::string indent_at(std::uint32_t line) const {
    const std::size_t end = std::min(text_.find_first_not_of(" \t", line), text_.size());
    return std::string(text_.substr(line, end - line));
  }
  /// As the file has it.
  std::string line_end() const {
    const std::size_t first = text_.find('\n');
    return first != std::string_view::npos && first > 0 && text_[first - 1] == '\r' ? "\r\n" : "\n";
  }

  const TomlDocument& document_;
  std::string_view text_;
  DocumentMap map_;
};

}  // namespace

Placed place_value(const TomlDocument& document, const KeyPath& key, const std::string& value) {
  const Way way = find_way(document.root(), key);
  const Placing placing(document);
  if (way.obstacle != nullptr) {
    return std::unexpected(fmt::format(
        "`{}` is {}, not a table", toml_key(Parts(key).first(way.tables.size())), kind_name(*way.obstacle)));
  }
  return way.node != nullptr ? placing.replace(*way.node, key, value) : placing.insert(way, key, value);
}

Placed place_removal(const TomlDocument& document, const KeyPath& key) {
  const Way way = find_way(document.root(), key);
  if (way.node == nullptr) return TextChange{};
  return Placing(document).remove(*way.node, key, way);
}

const toml::node* find_node(const TomlDocument& document, std::span<const std::string> key) {
  return find_way(document.root(), key).node;
}

}  // namespace nest::config
