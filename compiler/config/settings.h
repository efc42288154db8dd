#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/source/span.h"

namespace nest::config {

/// Where a value comes from, strongest first: the order that settles which one counts.
enum class Source : std::uint8_t { Flag, Environment, Config, Declared, Default };

struct Origin {
  Source source = Source::Default;
  std::string where;  ///< "--users", "NEST_USERS", "nest.toml:3", "shop/shopper.nest:4:5"; empty for Default
};
/// "--users", "NEST_USERS", "nest.toml:3", "shop/shopper.nest:4:5", "default": for people.
[[nodiscard]] std::string origin_text(const Origin& origin);
/// "flag", "environment", "config", "declared", "default": for programs.
[[nodiscard]] std::string_view source_name(Source source);

template <typename Type>
struct Setting {
  Type value{};
  Origin origin;
};

/// The settings of a run that have one value. Their order is that of `nest config show`.
enum class Key : std::uint8_t {
  Host,
  AllowHosts,
  Plan,
  Users,
  SpawnRate,
  RunTime,
  StopTimeout,
  Threads,
  Engine,
  Seed,
  Tags,
  ExcludeTags,
  Only,
  Except,
  Weights,
  Timeout,
  Insecure,
  Cacert,
  Proxy,
  Http,
  Csv,
  Json,
  Results,
  NoResults,
  Name,
  Strict,
  ExitCodeOnError,
  SkipBroken,
  NoServices,
  NoCache,
  SourceAddress,
  Resolve,
  Dns,
  Share,
  Yes,
};
inline constexpr std::size_t kKeyCount = static_cast<std::size_t>(Key::Yes) + 1;

enum class Kind : std::uint8_t {
  Text,    ///< std::string
  Path,    ///< std::string; in nest.toml it goes from the file's folder
  Choice,  ///< std::string, one of a few
  Count,   ///< std::uint64_t
  Rate,    ///< double, above 0
  Time,    ///< std::chrono::nanoseconds
  Switch,  ///< bool
  Names,   ///< std::vector<std::string>, as plain text with commas between them
  Words    ///< std::vector<std::string>, as plain text with blanks between them
};
using Value = std::variant<std::string, std::uint64_t, double, std::chrono::nanoseconds, bool,
                           std::vector<std::string>>;

/// What there is to know about a setting: the one list that nest.toml, the environment, the flags and `nest
/// config show` are read and written by.
struct KeyInfo {
  Key key{};
  std::string_view name;      ///< in nest.toml: "spawn_rate", "weights.source"
  std::string_view flag;      ///< "--spawn-rate"
  std::string_view variable;  ///< "NEST_SPAWN_RATE"
  Kind kind{};
  std::uint64_t least = 0;  ///< of a Count
  std::uint64_t most = 0;
  std::string_view choices;  ///< of a Choice: "config or tasksets"
};
[[nodiscard]] const std::array<KeyInfo, kKeyCount>& all_keys();
[[nodiscard]] const KeyInfo& info(Key key);

/// A value as nest.toml takes it, without quotes: "10m", "2.5", "true", "a, b".
[[nodiscard]] std::string value_text(const Value& value);

/// Something of a name that people chose: a weight, a param.
template <typename Type>
struct Named {
  std::string name;
  Type value{};
  Origin origin;
  std::optional<Span> place;  ///< in nest.toml
};

/// How a service says that it is ready; see docs/services.md.
enum class Ready : std::uint8_t { Start, Http, Tcp, Line };
enum class OnFailure : std::uint8_t { StopRun, GoOn, Restart };

/// [services.NAME] of nest.toml.
struct Service {
  std::string name;
  std::string run;
  std::string folder;  ///< put after nest.toml's own
  std::vector<std::pair<std::string, std::string>> environment;
  Ready ready = Ready::Start;
  std::string ready_text;
  std::optional<std::chrono::nanoseconds> within;
  std::vector<std::string> after;
  OnFailure on_failure = OnFailure::StopRun;
  std::optional<std::chrono::nanoseconds> grace;
  Origin origin;
  Span place;
};

/// What one source says: the command line, the environment, or nest.toml.
struct Layer {
  std::array<std::optional<Setting<Value>>, kKeyCount> values;
  std::vector<Named<std::uint32_t>> weights;
  std::vector<Named<std::string>> params;  ///< as --set takes them
  std::vector<Service> services;

  void set(Key key, Value value, Origin origin) {
    values[static_cast<std::size_t>(key)] = Setting<Value>{std::move(value), std::move(origin)};
  }
};

/// What counts: of each setting the strongest source's value, with its origin.
class Settings {
 public:
  /// Nothing when no source has one, and there is no default.
  [[nodiscard]] const std::optional<Setting<Value>>& get(Key key) const {
    return layer_.values[static_cast<std::size_t>(key)];
  }
  /// `Type` is that of the key's Kind.
  template <typename Type>
  [[nodiscard]] std::optional<Type> value(Key key) const {
    const auto& setting = get(key);
    if (!setting) return std::nullopt;
    return std::get<Type>(setting->value);
  }

  /// By name, weakest first where sources name the same thing in different words.
  [[nodiscard]] const std::vector<Named<std::string>>& params() const { return layer_.params; }
  /// Of all sources, weakest first; [weights] of nest.toml whether `weights.source` lets them count or not.
  [[nodiscard]] const std::vector<Named<std::uint32_t>>& weights() const { return layer_.weights; }
  [[nodiscard]] const std::vector<Service>& services() const { return layer_.services; }
  /// Whether `only` or `except` leave tasksets out. A weight or param that nothing declares may be of one of
  /// those, and is no mistake then.
  [[nodiscard]] bool leave_out() const { return get(Key::Only).has_value() || get(Key::Except).has_value(); }

  /// THE place where it is decided which source wins: flag, environment, nest.toml, default. (What the
  /// tasksets declare, weights and params, is known after they were compiled: it counts where none of these
  /// says anything.)
  [[nodiscard]] static Settings resolve(const Layer& flags, const Layer& environment, const Layer& config);

 private:
  Layer layer_;
};

}  // namespace nest::config
