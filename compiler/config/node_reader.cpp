#include "compiler/config/node_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <filesystem>
#include <span>

#include "compiler/config/names_elsewhere.h"
#include "compiler/config/setting_text.h"
#include "compiler/config/time_text.h"
#include "compiler/diagnostics/suggestion.h"

namespace nest::config {
namespace {

constexpr std::string_view kTime = "a span of time, such as `\"10s\"`, `\"500ms\"` or `\"1h30m\"`";

}  // namespace

Span NodeReader::span(const toml::source_region& region) const {
  const Range range = document_->range(region);
  return {file_, range.begin, range.end - range.begin};
}

Origin NodeReader::origin(const toml::source_region& region) const {
  const LineColumn at = sources_->position(span(region));
  return {Source::Config, fmt::format("{}:{}", sources_->file(file_).path(), at.line)};
}

std::string NodeReader::folder() const {
  return std::filesystem::path(sources_->file(file_).path()).parent_path().string();
}

std::string NodeReader::from_here(const std::string& path) const {
  if (folder().empty() || path.empty()) return path;
  return (std::filesystem::path(folder()) / path).lexically_normal().string();
}

void NodeReader::wrong_type(const toml::node& node, std::string_view name, std::string_view wanted) const {
  emitter_->emit(DiagnosticCode::ConfigType, span(node.source()), name, wanted, kind_name(node));
}

void NodeReader::unknown_key(const toml::key& key, std::string_view name,
                             const std::vector<std::string_view>& known) const {
  auto finding = emitter_->emit(DiagnosticCode::UnknownKey, span(key.source()), name);
  const bool is_top = name == key.str();
  const auto elsewhere = is_top ? known_elsewhere(name) : std::span<const std::string_view>();
  if (!elsewhere.empty()) {
    finding.help("nest calls it `{}`", fmt::join(elsewhere, "` or `"));
  } else if (const auto near = nearest_name(key.str(), known)) {
    finding.help("did you mean `{}`?", *near);
  } else if (is_top) {
    finding.help("docs/configuration.md lists all keys; `nest config show` those that count");
  } else {
    finding.help("there are `{}`", fmt::join(known, "`, `"));
  }
}

std::optional<std::string> NodeReader::text(const toml::node& node, std::string_view name) const {
  if (const auto* value = node.as_string()) return value->get();
  wrong_type(node, name, "a text");
  return std::nullopt;
}

std::optional<std::vector<std::string>> NodeReader::texts(const toml::node& node,
                                                          std::string_view name) const {
  const toml::array* list = node.as_array();
  if (list == nullptr) {
    wrong_type(node, name, "a list of texts");
    return std::nullopt;
  }
  std::vector<std::string> values;
  for (const toml::node& element : *list) {
    if (const auto* value = element.as_string()) {
      values.push_back(value->get());
    } else {
      wrong_type(element, name, "a list of texts");
      return std::nullopt;
    }
  }
  return values;
}

std::optional<bool> NodeReader::truth(const toml::node& node, std::string_view name) const {
  if (const auto* value = node.as_boolean()) return value->get();
  wrong_type(node, name, "`true` or `false`");
  return std::nullopt;
}

std::optional<std::chrono::nanoseconds> NodeReader::time(const toml::node& node,
                                                         std::string_view name) const {
  std::string written;
  if (const auto* value = node.as_string()) {
    written = value->get();
  } else if (const auto* seconds = node.as_integer()) {
    written = std::to_string(seconds->get());
  } else if (const auto* fraction = node.as_floating_point()) {
    written = fmt::format("{}", fraction->get());
  } else {
    wrong_type(node, name, kTime);
    return std::nullopt;
  }
  const auto time = parse_time(written);
  if (!time) {
    emitter_->emit(DiagnosticCode::ConfigTime, span(node.source()), written)
        .help("write `\"10s\"`, `\"500ms\"` or `\"1h30m\"`; a year is the most");
  }
  return time;
}

std::optional<std::uint64_t> NodeReader::count(const toml::node& node, std::string_view name,
                                               std::uint64_t least, std::uint64_t most) const {
  const auto* value = node.as_integer();
  if (value == nullptr) {
    wrong_type(node, name, "a whole number");
    return std::nullopt;
  }
  const std::int64_t number = value->get();
  if (number >= 0 && static_cast<std::uint64_t>(number) >= least &&
      static_cast<std::uint64_t>(number) <= most)
    return static_cast<std::uint64_t>(number);
  const std::string range =
      most == UINT64_MAX ? fmt::format("{} or more", least) : fmt::format("between {} and {}", least, most);
  emitter_->emit(DiagnosticCode::ConfigRange, span(node.source()), name, range, number);
  return std::nullopt;
}

const toml::table* NodeReader::table(const toml::node& node, std::string_view name) const {
  if (node.is_table()) return node.as_table();
  wrong_type(node, name, "a table");
  return nullptr;
}

std::optional<Value> NodeReader::setting(const toml::node& node, const KeyInfo& key) const {
  const auto as_value = [](auto value) -> std::optional<Value> {
    if (!value) return std::nullopt;
    return Value(std::move(*value));
  };
  switch (key.kind) {
    case Kind::Count:
      return as_value(count(node, key.name, key.least, key.most));
    case Kind::Time:
      return as_value(time(node, key.name));
    case Kind::Switch:
      return as_value(truth(node, key.name));
    case Kind::Names:
    case Kind::Words:
      return as_value(texts(node, key.name));
    case Kind::Rate: {
      const auto number = node.is_number() ? node.value<double>() : std::nullopt;
      if (!number) {
        wrong_type(node, key.name, "a number");
      } else if (!(*number > 0) || !std::isfinite(*number)) {
        emitter_->emit(DiagnosticCode::ConfigRange, span(node.source()), key.name, "above 0", *number);
      } else {
        return *number;
      }
      return std::nullopt;
    }
    default: {
      // `http = 2`: a choice that looks like a number may be written as one.
      if (key.kind == Kind::Choice && node.is_number()) {
        if (auto number = fmt::format("{}", *node.value<double>()); is_choice(key, number)) return number;
      }
      auto written = text(node, key.name);
      if (!written) return std::nullopt;
      if (key.kind == Kind::Choice && !is_choice(key, *written)) {
        emitter_->emit(DiagnosticCode::ConfigChoice, span(node.source()), key.name, wanted_text(key),
                       *written);
        return std::nullopt;
      }
      return key.kind == Kind::Path ? from_here(*written) : std::move(*written);
    }
  }
}

}  // namespace nest::config
