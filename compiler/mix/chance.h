#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>

#include "compiler/hir/expression.h"
#include "compiler/hir/statement.h"

namespace nest::mix {

/// A value of which each between `low` and `high` (both included) is equally likely; a constant when they
/// are equal. Durations are whole nanoseconds.
struct Range {
  double low = 0;
  double high = 0;
  bool whole = true;

  [[nodiscard]] bool constant() const { return low == high; }
  [[nodiscard]] double mean() const { return (low + high) / 2; }
  friend bool operator==(const Range&, const Range&) = default;
};

/// Of a number or duration; none for a text or bool.
[[nodiscard]] std::optional<Range> constant_range(const hir::Constant& constant);

/// What is known of a body's locals at a point of it: those that hold a constant or a fresh random().
class Knowledge {
 public:
  /// `globals`: the run's values by hir::GlobalId, none for texts; they outlive this.
  explicit Knowledge(std::span<const std::optional<Range>> globals) : globals_(globals) {}

  [[nodiscard]] std::optional<Range> find(hir::GlobalId global) const { return globals_[hir::index(global)]; }
  void assign(hir::LocalId local, std::optional<Range> range);
  /// Narrows a local that is known, without its being assigned.
  void narrow(hir::LocalId local, std::optional<Range> range);
  [[nodiscard]] std::optional<Range> find(hir::LocalId local) const;
  /// Keeps constants only: what a loop's body may rely on, whose turns share one random value.
  void keep_constants();

  /// What is known after two branches met. `then_goes_on` and `else_goes_on`: the probability that each
  /// reaches its end.
  [[nodiscard]] static Knowledge join(const Knowledge& before, const Knowledge& then, double then_goes_on,
                                      const Knowledge& otherwise, double else_goes_on);

 private:
  struct Fact {
    std::optional<Range> range;
    std::uint32_t assigned = 0;  // how often
    friend bool operator==(const Fact&, const Fact&) = default;
  };
  std::span<const std::optional<Range>> globals_;
  std::map<hir::LocalId, Fact> facts_;
};

/// The value of an expression as a range; none when it depends on data, or is a sum of chances.
[[nodiscard]] std::optional<Range> range_of(const hir::Expression& expression, const Knowledge& known);
/// What a variable that is given this value is known to hold. A copy of a random value is not: it would
/// count as independent of the original.
[[nodiscard]] std::optional<Range> assigned_range(const hir::Expression& value, const Knowledge& known);

/// The mean of an expression of type Int, Float or Duration; none when it depends on data.
[[nodiscard]] std::optional<double> mean_of(const hir::Expression& expression, const Knowledge& known);

/// How likely a condition holds; none when it depends on data.
[[nodiscard]] std::optional<double> probability_of(const hir::Expression& condition, const Knowledge& known);

/// The same for a condition that is asked again and again: none when it reads a random value that stays.
[[nodiscard]] std::optional<double> repeated_probability_of(const hir::Expression& condition,
                                                            const Knowledge& known);

/// What is known where `condition` holds, or does not.
void assume(Knowledge& known, const hir::Expression& condition, bool holds);

}  // namespace nest::mix
