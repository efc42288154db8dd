#include "runtime/load/load_steps.h"

#include <algorithm>
#include <utility>

namespace nest {
namespace {

// A year of nanoseconds times ten million users is more than 64 bits hold.
__extension__ using Wide = unsigned __int128;

std::uint64_t level_within(const LoadStep& step, Nanoseconds time) {
  const std::uint64_t distance = step.to > step.from ? step.to - step.from : step.from - step.to;
  const auto moved = static_cast<std::uint64_t>(static_cast<Wide>(distance) * static_cast<Wide>(time) /
                                                static_cast<Wide>(step.length));
  return step.to > step.from ? step.from + moved : step.from - moved;
}

// When a ramp has moved so far.
Nanoseconds time_of(const LoadStep& step, std::uint64_t moved) {
  const Wide distance = step.to > step.from ? step.to - step.from : step.from - step.to;
  return static_cast<Nanoseconds>((static_cast<Wide>(moved) * static_cast<Wide>(step.length) + distance - 1) /
                                  distance);
}

}  // namespace

LoadSteps::LoadSteps(std::vector<LoadStep> steps) : steps_(std::move(steps)), begins_(1, 0) {
  for (const LoadStep& step : steps_) begins_.push_back(begins_.back() + step.length);
}

StepTimes LoadSteps::times() const {
  StepTimes times;
  for (std::size_t i = 0; i < steps_.size(); ++i)
    times.push_back({begins_[i], begins_[i + 1], steps_[i].is_ramp()});
  return times;
}

std::uint64_t LoadSteps::most() const {
  std::uint64_t most = 0;
  for (const LoadStep& step : steps_) most = std::max({most, step.from, step.to});
  return most;
}

std::uint64_t LoadSteps::starts() const {
  std::uint64_t starts = 0;
  std::uint64_t level = 0;
  for (const LoadStep& step : steps_) {
    for (const std::uint64_t next : {step.from, step.to}) {
      if (next > level) starts += next - level;
      level = next;
    }
  }
  return starts;
}

std::uint64_t LoadSteps::level_at(Nanoseconds time) const {
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (time < begins_[i + 1]) return level_within(steps_[i], std::max<Nanoseconds>(0, time - begins_[i]));
  }
  return steps_.empty() ? 0 : steps_.back().to;
}

Nanoseconds LoadSteps::taken_from(std::uint64_t slot, Nanoseconds after) const {
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Nanoseconds first = std::max(after, begins_[i]);
    if (first >= begins_[i + 1]) continue;
    if (level_at(first) > slot) return first;
    const LoadStep& step = steps_[i];
    if (step.to <= step.from || step.to <= slot) continue;
    const Nanoseconds reached = begins_[i] + time_of(step, slot + 1 - step.from);
    if (reached < begins_[i + 1]) return reached;
  }
  return kNever;
}

Nanoseconds LoadSteps::free_from(std::uint64_t slot, Nanoseconds after) const {
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Nanoseconds first = std::max(after, begins_[i]);
    if (first >= begins_[i + 1]) continue;
    if (level_at(first) <= slot) return first;
    const LoadStep& step = steps_[i];
    if (step.to >= step.from || step.to > slot) continue;
    const Nanoseconds reached = begins_[i] + time_of(step, step.from - slot);
    if (reached < begins_[i + 1]) return reached;
  }
  return kNever;
}

}  // namespace nest
