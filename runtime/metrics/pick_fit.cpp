#include "runtime/metrics/pick_fit.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <cstddef>
#include <string_view>

namespace nest {
namespace {

/// Below, the chi-square distribution is no good approximation of what chance does (Cochran).
constexpr double kLeastExpected = 5;
constexpr std::size_t kShownDeviations = 5;

struct Cell {
  double expected = 0;
  double observed = 0;

  [[nodiscard]] double distance() const {
    const double difference = observed - expected;
    return difference * difference / expected;
  }
};

std::uint64_t count_of(const PickChoice& choice, const Statistics& counted) {
  return choice.is_task ? counted.tasks_started[choice.index] : counted.taskset_visits[choice.index];
}

std::string_view name_of(const PickChoice& choice, const nest_program& program) {
  const nest_str& name =
      choice.is_task ? program.tasks[choice.index].full_name : program.tasksets[choice.index].full_name;
  return {name.data, name.size};
}

// The rare ones together; into the rarest of the others when even together they are too rare.
std::vector<Cell> pooled(std::vector<Cell> cells) {
  std::ranges::sort(cells, {}, &Cell::expected);
  Cell rare;
  std::size_t kept = 0;
  while (kept < cells.size() &&
         (cells[kept].expected < kLeastExpected || (kept > 0 && rare.expected < kLeastExpected))) {
    rare.expected += cells[kept].expected;
    rare.observed += cells[kept].observed;
    ++kept;
  }
  cells.erase(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(kept));
  if (kept > 0) cells.push_back(rare);
  return cells;
}

/// A choice, and how far it is from what was expected of it.
struct Distance {
  double distance;
  PickDeviation deviation;
};

/// Adds one group to the sums.
void add_group(const nest_program& program, const PickGroup& group, const Statistics& counted, PickFit& fit,
               std::vector<Distance>& distances) {
  double weights = 0;
  std::uint64_t picks = 0;
  for (const PickChoice& choice : group) {
    weights += choice.weight;
    picks += count_of(choice, counted);
  }
  if (picks == 0) return;
  std::vector<Cell> cells;
  for (const PickChoice& choice : group) {
    const double share = choice.weight / weights;
    const auto observed = static_cast<double>(count_of(choice, counted));
    const auto all = static_cast<double>(picks);
    const Cell& cell = cells.emplace_back(Cell{share * all, observed});
    distances.push_back(
        {cell.distance(), {std::string(name_of(choice, program)), share, observed / all, picks}});
  }
  cells = pooled(std::move(cells));
  if (cells.size() < 2) return;
  fit.picks += picks;
  fit.degrees += cells.size() - 1;
  for (const Cell& cell : cells) fit.chi_square += cell.distance();
}

}  // namespace

PickFit fit_picks(const nest_program& program, std::span<const PickGroup> groups, const Statistics& counted) {
  PickFit fit;
  std::vector<Distance> distances;
  for (const PickGroup& group : groups) add_group(program, group, counted, fit, distances);
  if (fit.degrees == 0) return fit;
  fit.p_value = boost::math::gamma_q(static_cast<double>(fit.degrees) / 2, fit.chi_square / 2);
  if (!fit.differs()) return fit;
  std::ranges::stable_sort(distances, std::ranges::greater{}, &Distance::distance);
  distances.resize(std::min(distances.size(), kShownDeviations));
  for (Distance& each : distances) fit.deviations.push_back(std::move(each.deviation));
  return fit;
}

}  // namespace nest
