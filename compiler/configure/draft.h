#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/config/edit.h"
#include "compiler/config/settings.h"
#include "compiler/hir/program.h"
#include "compiler/mix/analyse.h"

namespace nest::configure {

/// The settings that are asked for after the weights.
inline constexpr std::array kAskedKeys = {config::Key::Host, config::Key::Users, config::Key::SpawnRate,
                                          config::Key::RunTime};

struct DraftTaskset {
  std::string full_name;
  std::string doc;
  std::uint32_t declared = 1;
  std::uint32_t weight = 1;
  std::string key;       ///< in [weights]
  bool top = true;       ///< it is not nested in another
  bool decided = false;  ///< it was asked for, or set: it will stand in the file
};

struct DraftSetting {
  config::Key key{};
  std::optional<config::Value> value;  ///< of nest.toml
  bool decided = false;                ///< it was given, or taken out: the file will say so
};

/// What nest.toml is going to say about weights and load, until somebody saves it.
class Draft {
 public:
  /// From what the file says now (`settings`, of the file alone) and what the tasksets declare. `program`
  /// and `model` outlive it.
  Draft(const hir::Program& program, const mix::Model& model, const config::Settings& settings);

  [[nodiscard]] const std::vector<DraftTaskset>& tasksets() const { return tasksets_; }
  [[nodiscard]] const DraftSetting& setting(config::Key key) const;

  void set_weight(std::size_t taskset, std::uint32_t weight);
  /// The declared weights everywhere.
  void take_declared();
  /// By a full name, or the end of one that no other taskset has. The error says what is wrong with it.
  [[nodiscard]] std::expected<void, std::string> set_weight(std::string_view name, std::string_view weight);
  /// As text; "none" takes the setting out of the file. The error says what it takes.
  [[nodiscard]] std::expected<void, std::string> set(config::Key key, std::string_view text);

  /// No top-level taskset could be picked.
  [[nodiscard]] bool nothing_to_pick() const;
  /// What users will do: shares of visits, tasks and requests, and of `users` the requests a second.
  [[nodiscard]] std::string table(bool all) const;

  /// What was decided, as flags of `nest run`: for a run without saving.
  [[nodiscard]] std::vector<std::string> run_flags() const;
  /// Puts what was decided into a nest.toml's text. The error says why the text cannot take it.
  [[nodiscard]] std::expected<void, std::string> write_to(config::Edit& edit) const;

 private:
  const mix::Model& model_;
  std::vector<DraftTaskset> tasksets_;  // by hir::TasksetId
  std::array<DraftSetting, kAskedKeys.size()> settings_;
  bool weights_ignored_ = false;  // `weights.source` is "tasksets"
};

/// "3": a weight. The error says what a weight is.
[[nodiscard]] std::expected<std::uint32_t, std::string> parse_weight(std::string_view text);

}  // namespace nest::configure
