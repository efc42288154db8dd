#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <variant>

#include "runtime/load/closed_users.h"
#include "runtime/load/load_steps.h"

namespace nest {

/// How many users a run wants when: a number of users that start at a rate and stay, or the steps of a plan.
/// A pure function of the time since the run's start.
class UserSchedule {
 public:
  explicit UserSchedule(ClosedUsers users) : load_(users) {}
  explicit UserSchedule(LoadSteps steps) : load_(std::move(steps)) {}

  /// The most users at a time: slots are below it.
  [[nodiscard]] std::uint64_t most() const {
    const auto* steps = std::get_if<LoadSteps>(&load_);
    return steps != nullptr ? steps->most() : std::get<ClosedUsers>(load_).users();
  }
  [[nodiscard]] std::uint64_t level_at(Nanoseconds time) const {
    const auto* steps = std::get_if<LoadSteps>(&load_);
    return steps != nullptr ? steps->level_at(time) : std::get<ClosedUsers>(load_).started_by(time);
  }
  /// The first moment from `after` on at which slot n is taken (more than n users are wanted);
  /// LoadSteps::kNever when there is none.
  [[nodiscard]] Nanoseconds taken_from(std::uint64_t slot, Nanoseconds after) const {
    if (slot >= most()) return LoadSteps::kNever;
    const auto* steps = std::get_if<LoadSteps>(&load_);
    return steps != nullptr ? steps->taken_from(slot, after)
                            : std::max(after, std::get<ClosedUsers>(load_).start_of(slot));
  }
  /// Likewise at which it is free.
  [[nodiscard]] Nanoseconds free_from(std::uint64_t slot, Nanoseconds after) const {
    const auto* steps = std::get_if<LoadSteps>(&load_);
    return steps != nullptr ? steps->free_from(slot, after) : LoadSteps::kNever;
  }

 private:
  std::variant<ClosedUsers, LoadSteps> load_;
};

}  // namespace nest
