#include "compiler/config/edit.h"

#include <fmt/format.h>

#include <cmath>
#include <span>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

#include "compiler/config/document_map.h"
#include "compiler/config/edit_place.h"
#include "compiler/config/parse_config.h"
#include "compiler/config/replace_file.h"
#include "compiler/config/toml_document.h"
#include "compiler/config/toml_text.h"
#include "compiler/project/load_source.h"
#include "compiler/project/read_file.h"

namespace nest::config {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Like ==, but for times that are no number: those equal each other here.
bool same_values(const toml::node& a, const toml::node& b) {
  if (a.type() != b.type()) return false;
  if (const toml::table* table = a.as_table()) {
    const toml::table& other = *b.as_table();
    if (table->size() != other.size()) return false;
    for (const auto& [key, node] : *table) {
      const toml::node* match = other.get(key.str());
      if (match == nullptr || !same_values(node, *match)) return false;
    }
    return true;
  }
  if (const toml::array* list = a.as_array()) {
    const toml::array& other = *b.as_array();
    if (list->size() != other.size()) return false;
    for (std::size_t i = 0; i < list->size(); ++i) {
      if (!same_values(*list->get(i), *other.get(i))) return false;
    }
    return true;
  }
  if (const auto* number = a.as_floating_point()) {
    const double x = number->get();
    const double y = b.as_floating_point()->get();
    return x == y || (std::isnan(x) && std::isnan(y));
  }
  return a.visit([&](const auto& value) {
    using Value = std::remove_cvref_t<decltype(value)>;
    if constexpr (toml::is_value<Value>) {
      return value == *b.as<typename Value::value_type>();
    } else {
      return false;
    }
  });
}

/// What the tree has to be after an edit.
void assign(toml::table& root, const KeyPath& key, const EditValue& value) {
  toml::table* table = &root;
  for (std::size_t i = 0; i + 1 < key.size(); ++i)
    table = table->emplace<toml::table>(key[i]).first->second.as_table();
  std::visit(
      [&](const auto& plain) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(plain)>, std::vector<std::string>>) {
          toml::array list;
          for (const std::string& element : plain) list.push_back(element);
          table->insert_or_assign(key.back(), std::move(list));
        } else {
          table->insert_or_assign(key.back(), plain);
        }
      },
      value);
}

/// The same, without the key; a table that keys with dots had made goes with the last of them. `table` is a
/// copy of `written`, which alone knows how it was written.
void erase(const TomlDocument& document, const toml::table& written, toml::table& table,
           std::span<const std::string> key) {
  if (key.size() == 1) {
    table.erase(key.front());
    return;
  }
  const toml::table& written_inner = *written.get(key.front())->as_table();
  toml::table& inner = *table.get(key.front())->as_table();
  erase(document, written_inner, inner, key.subspan(1));
  if (inner.empty() && !has_header(document, written_inner)) table.erase(key.front());
}

std::expected<std::string, std::string> applied(const std::string& text, const TextChange& change,
                                                const toml::table& intended, const KeyPath& key) {
  std::string changed = text;
  changed.replace(change.range.begin, change.range.end - change.range.begin, change.text);
  const auto document = TomlDocument::parse(changed);
  if (document && same_values(document->root(), intended)) return changed;
  return std::unexpected(fmt::format(
      "`{}` cannot be changed in the way that this file is written; change it by hand", toml_key(key)));
}

}  // namespace

Edit::Edit(std::filesystem::path path, std::optional<std::string> read, bool marked)
    : path_(std::move(path)), read_(std::move(read)), text_(read_.value_or("")), marked_(marked) {}

std::optional<Edit> Edit::open(const std::filesystem::path& path, SourceSet& sources, Emitter& emitter) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) return Edit(path, std::nullopt, false);
  const auto bytes = read_file(path, kLargestConfigMebibytes * 1024 * 1024);
  if (!bytes) {
    emitter.emit(DiagnosticCode::FileUnreadable, std::nullopt, path.string(), bytes.error());
    return std::nullopt;
  }
  const auto file = add_source(path.string(), *bytes, sources, emitter, kLargestConfigMebibytes);
  if (!file || !parse_config(*file, sources, emitter)) return std::nullopt;
  return Edit(path, std::string(sources.file(*file).text()), bytes->starts_with(kByteOrderMark));
}

std::expected<void, std::string> Edit::set(const KeyPath& key, const EditValue& value) {
  const double* number = std::get_if<double>(&value);
  if (number != nullptr && !std::isfinite(*number))
    return std::unexpected(fmt::format("`{}` takes a finite number", toml_key(key)));
  const auto document = TomlDocument::parse(text_);
  if (!document) return std::unexpected(document.error().message);
  const auto change = place_value(*document, key, toml_value(value));
  if (!change) return std::unexpected(change.error());
  toml::table intended = document->root();
  assign(intended, key, value);
  if (same_values(intended, document->root())) return {};
  auto changed = applied(text_, *change, intended, key);
  if (!changed) return std::unexpected(std::move(changed.error()));
  text_ = std::move(*changed);
  return {};
}

std::expected<void, std::string> Edit::remove(const KeyPath& key) {
  const auto document = TomlDocument::parse(text_);
  if (!document) return std::unexpected(document.error().message);
  if (find_node(*document, key) == nullptr) return {};
  const auto change = place_removal(*document, key);
  if (!change) return std::unexpected(change.error());
  toml::table intended = document->root();
  erase(*document, document->root(), intended, key);
  auto changed = applied(text_, *change, intended, key);
  if (!changed) return std::unexpected(std::move(changed.error()));
  text_ = std::move(*changed);
  return {};
}

bool Edit::has(const KeyPath& key) const {
  const auto document = TomlDocument::parse(text_);
  return document && find_node(*document, key) != nullptr;
}

std::expected<void, SaveFault> Edit::save_as(const std::filesystem::path& path, Overwrite overwrite) {
  const std::string mark(marked_ ? kByteOrderMark : "");
  std::optional<std::string> expected;
  if (path == path_ && read_) expected = mark + *read_;
  const auto replaced = replace_file(path, mark + text_, overwrite == Overwrite::Yes ? nullptr : &expected);
  if (!replaced) {
    const SaveFault::Kind differs = path == path_ ? SaveFault::Kind::Changed : SaveFault::Kind::Exists;
    return std::unexpected(
        SaveFault{replaced.error().differs ? differs : SaveFault::Kind::Failed, replaced.error().message});
  }
  path_ = path;
  read_ = text_;
  return {};
}

}  // namespace nest::config
