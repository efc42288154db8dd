#include "compiler/mix/effects.h"

#include <algorithm>

namespace nest::mix {
namespace {

Bounds either(Bounds a, Bounds b) { return {std::min(a.least, b.least), std::max(a.most, b.most)}; }

}  // namespace

Bounds Effects::time_bounds(double latency) const {
  return {sleep_bounds.least + request_bounds.least * latency,
          sleep_bounds.most + (latency == 0 ? 0 : request_bounds.most * latency)};
}

void Effects::add(const Effects& other, Estimate times) {
  sleep += other.sleep * times;
  requests += other.requests * times;
  round_trips += other.round_trips * times;
  for (const auto& [row, count] : other.rows) rows[row] += count * times;
}

Effects blend(Estimate p, const Effects& then, const Effects& otherwise) {
  Effects result;
  result.sleep = blend(p, then.sleep, otherwise.sleep);
  result.requests = blend(p, then.requests, otherwise.requests);
  result.round_trips = blend(p, then.round_trips, otherwise.round_trips);
  const auto count = [](const Effects& effects, std::uint32_t row) {
    const auto found = effects.rows.find(row);
    return found == effects.rows.end() ? Estimate{} : found->second;
  };
  for (const Effects* side : {&then, &otherwise}) {
    for (const auto& [row, unused] : side->rows)
      result.rows[row] = blend(p, count(then, row), count(otherwise, row));
  }
  result.sleep_bounds = either(then.sleep_bounds, otherwise.sleep_bounds);
  result.request_bounds = either(then.request_bounds, otherwise.request_bounds);
  return result;
}

}  // namespace nest::mix
