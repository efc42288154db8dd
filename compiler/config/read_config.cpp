#include "compiler/config/read_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>

#include "compiler/config/node_reader.h"
#include "compiler/config/parse_config.h"
#include "compiler/config/read_service.h"
#include "compiler/config/setting_text.h"
#include "compiler/project/load_source.h"

namespace nest::config {
namespace {

constexpr std::string_view kSource = "source";

const KeyInfo* key_named(std::string_view name) {
  const auto key = std::ranges::find(all_keys(), name, &KeyInfo::name);
  return key == all_keys().end() ? nullptr : &*key;
}

/// One nest.toml, into one layer.
class ConfigReader {
 public:
  ConfigReader(const NodeReader& reader, Layer& layer) : reader_(reader), layer_(layer) {}

  void read(const toml::table& root) {
    for (const auto& [key, node] : root) {
      if (reader_.is_full()) break;
      const std::string_view name = key.str();
      if (name == "weights") {
        if (const auto* table = reader_.table(node, name)) read_weights(*table, "");
      } else if (name == "params") {
        if (const auto* table = reader_.table(node, name)) read_params(*table, "");
      } else if (name == "services") {
        if (const auto* table = reader_.table(node, name)) read_services(*table);
      } else if (const KeyInfo* known = key_named(name)) {
        read_setting(node, *known);
      } else {
        reader_.unknown_key(key, name, top_level_names());
      }
    }
    // In the order of the file, whatever the tree's.
    std::ranges::sort(layer_.weights, {}, [](const auto& weight) { return weight.place->begin; });
    std::ranges::sort(layer_.params, {}, [](const auto& param) { return param.place->begin; });
    std::ranges::sort(layer_.services, {}, [](const Service& service) { return service.place.begin; });
  }

 private:
  static std::vector<std::string_view> top_level_names() {
    std::vector<std::string_view> names = {"weights", "params", "services"};
    for (const KeyInfo& key : all_keys()) {
      if (key.name.find('.') == std::string_view::npos) names.push_back(key.name);
    }
    return names;
  }

  void read_setting(const toml::node& node, const KeyInfo& key) {
    if (auto value = reader_.setting(node, key))
      layer_.set(key.key, std::move(*value), reader_.origin(node.source()));
  }

  /// `shopper.Shopper = 3` without quotes is a table to TOML and a name to people.
  void read_weights(const toml::table& table, const std::string& prefix) {
    for (const auto& [key, node] : table) {
      if (reader_.is_full()) break;
      const std::string name = prefix + std::string(key.str());
      if (name == kSource && node.is_string()) {
        read_setting(node, info(Key::Weights));
      } else if (const toml::table* inner = node.as_table()) {
        read_weights(*inner, name + ".");
      } else if (const auto weight = reader_.count(node, name, 0, kMostWeight)) {
        layer_.weights.push_back({name, static_cast<std::uint32_t>(*weight), reader_.origin(node.source()),
                                  reader_.span(key.source())});
      }
    }
  }

  void read_params(const toml::table& table, const std::string& prefix) {
    for (const auto& [key, node] : table) {
      if (reader_.is_full()) break;
      const std::string name = prefix + std::string(key.str());
      if (const toml::table* inner = node.as_table()) {
        read_params(*inner, name + ".");
      } else if (auto text = param_text(node, name)) {
        layer_.params.push_back(
            {name, std::move(*text), reader_.origin(node.source()), reader_.span(key.source())});
      }
    }
  }

  /// As --set takes it.
  std::optional<std::string> param_text(const toml::node& node, std::string_view name) const {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
    if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
    reader_.wrong_type(node, name, "a number, a text, `true` or `false`");
    return std::nullopt;
  }

  void read_services(const toml::table& table) {
    for (const auto& [key, node] : table) {
      if (reader_.is_full()) break;
      const std::string name(key.str());
      if (!is_identifier(name)) {
        reader_.emitter().emit(DiagnosticCode::ServiceName, reader_.span(key.source()), name);
        continue;
      }
      const toml::table* values = reader_.table(node, "services." + name);
      if (values == nullptr) continue;
      if (auto service = read_service(reader_, key, *values)) layer_.services.push_back(std::move(*service));
    }
  }

  const NodeReader& reader_;
  Layer& layer_;
};

}  // namespace

std::filesystem::path default_config(std::span<const std::filesystem::path> paths) {
  // `tasksets/` and `.` have no name of their own to take off.
  std::filesystem::path first = paths.empty() ? "tasksets" : paths.front();
  if (!first.has_filename()) first = first.parent_path();
  if (first.empty() || first.filename() == "." || first.filename() == "..") {
    std::error_code error;
    const std::filesystem::path whole = std::filesystem::absolute(first.empty() ? "." : first, error);
    first = whole.lexically_normal();
    if (!first.has_filename()) first = first.parent_path();
  }
  return first.parent_path() / "nest.toml";
}

Layer read_config(FileId file, const SourceSet& sources, Emitter& emitter) {
  Layer layer;
  const auto document = parse_config(file, sources, emitter);
  if (!document) return layer;
  const NodeReader reader(*document, file, sources, emitter);
  ConfigReader(reader, layer).read(document->root());
  if (reader.is_full()) emitter.emit(DiagnosticCode::TooManyConfigErrors, std::nullopt, kMostConfigErrors);
  return layer;
}

Layer load_config(const std::filesystem::path& path, bool given, SourceSet& sources, Emitter& emitter) {
  std::error_code error;
  if (!given && !std::filesystem::exists(path, error) && !error) return {};
  const auto file = load_source(path, sources, emitter, kLargestConfigMebibytes);
  return file ? read_config(*file, sources, emitter) : Layer{};
}

}  // namespace nest::config
