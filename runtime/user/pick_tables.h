#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/metrics/pick_fit.h"
#include "runtime/random/random_stream.h"
#include "runtime/user/tag_filter.h"

namespace nest {

/// A choice among n by whole weights: weight w is w copies in a list of which each is equally likely, with
/// replacement. Weight 0 is never picked.
class Weights {
 public:
  void add(std::uint32_t weight);
  /// What add() was given as the number `index`, from 0.
  [[nodiscard]] std::uint32_t of(std::size_t index) const {
    return static_cast<std::uint32_t>(ends_[index] - (index == 0 ? 0 : ends_[index - 1]));
  }
  [[nodiscard]] std::uint64_t total() const { return ends_.empty() ? 0 : ends_.back(); }
  /// Whose copy stands at `place` of the list; place < total().
  [[nodiscard]] std::uint32_t at(std::uint64_t place) const;
  /// total() must not be 0.
  [[nodiscard]] std::uint32_t pick(RandomStream& random) const { return at(random.below(total())); }

 private:
  std::vector<std::uint64_t> ends_;
};

/// What users pick from: the tables of a program after tags have taken out what is not wanted. Read-only once
/// built: all threads share one.
class PickTables {
 public:
  /// A place in a taskset's order of picks, from 0 at its entry: how far a sequence has come, or where a
  /// chain stands.
  using Place = std::uint64_t;

  /// Drops tasks that the filter does not keep, picks of weight 0, and tasksets with nothing left. When no
  /// top-level taskset with a weight is left: a message for the command line. `weights` are those of the
  /// tasksets, nested ones too, by their index in the program; none: those that the program declares.
  [[nodiscard]] static std::expected<PickTables, std::string> build(
      const nest_program& program, const TagFilter& filter, std::span<const std::uint32_t> weights = {});

  /// A top-level taskset, by weight.
  [[nodiscard]] std::uint32_t pick_taskset(RandomStream& random) const;
  /// The next pick of `taskset`, by its order; null when a chain has come to a task without followers.
  [[nodiscard]] const nest_pick* next(std::uint32_t taskset, Place& place, RandomStream& random) const;

  /// Whether anything of the taskset is left (its weight, and that of the tasksets around it, apart).
  [[nodiscard]] bool keeps(std::uint32_t taskset) const { return !tasksets_[taskset].picks.empty(); }
  /// What users choose from by weight, each time anew; sequences and chains are none of it.
  [[nodiscard]] std::vector<PickGroup> groups() const;
  /// Tasksets that can be open at once.
  [[nodiscard]] std::size_t depth() const { return depth_; }

 private:
  struct Followers {
    std::vector<std::uint32_t> picks;  // indexes into TasksetPicks::picks
    Weights weights;
  };
  struct TasksetPicks {
    std::uint32_t order = NEST_ORDER_RANDOM;
    std::vector<const nest_pick*> picks;
    Weights weights;
    std::vector<Followers> followers;  // by pick; only of chains
  };
  void fill(const nest_program& program, std::uint32_t taskset, const TagFilter& filter,
            std::span<const std::uint32_t> weights);
  void link_chain(const nest_taskset& taskset, TasksetPicks& kept) const;

  std::vector<TasksetPicks> tasksets_;
  std::vector<std::uint32_t> top_;
  Weights top_weights_;
  std::size_t depth_ = 0;
};

}  // namespace nest
