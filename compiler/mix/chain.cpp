#include "compiler/mix/chain.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "compiler/mix/solve.h"

namespace nest::mix {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// Tarjan, "Depth-first search and linear graph algorithms" (SIAM J. Comput. 1, 1972), without recursion: a
// chain may be long. Gives each state the number of its component; components come after those they lead to.
class Components {
 public:
  explicit Components(const Chain& chain)
      : chain_(chain), of_(chain.size(), kNone), order_(chain.size(), kNone), low_(chain.size()) {}

  std::vector<std::uint32_t> from(std::uint32_t start) {
    open(start);
    while (!path_.empty()) {
      const auto [state, next] = path_.back();
      if (next < chain_[state].size()) {
        ++path_.back().second;
        follow(state, chain_[state][next]);
      } else {
        close(state);
      }
    }
    return of_;  // kNone: not reached
  }
  [[nodiscard]] std::uint32_t count() const { return count_; }

 private:
  void open(std::uint32_t state) {
    order_[state] = low_[state] = begun_++;
    stack_.push_back(state);
    path_.emplace_back(state, 0);
  }
  void follow(std::uint32_t state, const Link& link) {
    if (link.probability.is_zero()) return;
    if (order_[link.to] == kNone) {
      open(link.to);
    } else if (of_[link.to] == kNone) {
      low_[state] = std::min(low_[state], order_[link.to]);
    }
  }
  void close(std::uint32_t state) {
    path_.pop_back();
    if (!path_.empty()) low_[path_.back().first] = std::min(low_[path_.back().first], low_[state]);
    if (low_[state] != order_[state]) return;
    for (std::uint32_t member = kNone; member != state; stack_.pop_back()) {
      member = stack_.back();
      of_[member] = count_;
    }
    ++count_;
  }

  const Chain& chain_;
  std::vector<std::uint32_t> of_;
  std::vector<std::uint32_t> order_;
  std::vector<std::uint32_t> low_;
  std::vector<std::uint32_t> stack_;
  std::vector<std::pair<std::uint32_t, std::size_t>> path_;  // state, its next link
  std::uint32_t begun_ = 0;
  std::uint32_t count_ = 0;
};

// The chain among some states, renumbered in their order.
Chain part_of(const Chain& chain, const std::vector<std::uint32_t>& states) {
  std::vector<std::uint32_t> number(chain.size(), kNone);
  for (std::size_t i = 0; i < states.size(); ++i) number[states[i]] = static_cast<std::uint32_t>(i);
  Chain part(states.size());
  for (std::size_t i = 0; i < states.size(); ++i) {
    for (const Link& link : chain[states[i]]) {
      if (number[link.to] != kNone) part[i].push_back({number[link.to], link.probability});
    }
  }
  return part;
}

bool any_assumed(const Chain& chain) {
  return std::ranges::any_of(chain, [](const std::vector<Link>& links) {
    return std::ranges::any_of(links, [](const Link& link) { return link.probability.assumed; });
  });
}

// The visits between two visits of the first state are in proportion to the stationary distribution.
void find_shares(const Chain& chain, ClosedClass& closed) {
  Chain cycle = part_of(chain, closed.states);
  const bool assumed = any_assumed(cycle);
  std::vector<double> start(cycle.size(), 0);
  start[0] = 1;
  for (std::vector<Link>& links : cycle) std::erase_if(links, [](const Link& link) { return link.to == 0; });
  const std::vector<double> visits = expected_visits(cycle, start);
  double sum = 0;
  for (const double value : visits) sum += value;
  for (const double value : visits) closed.shares.push_back({value / sum, assumed});
}

}  // namespace

Walk walk(const Chain& chain, const Endings& ends, std::uint32_t start) {
  Components components(chain);
  const std::vector<std::uint32_t> component = components.from(start);
  std::vector<bool> open(components.count(), false);  // can be left, or ends
  for (std::uint32_t state = 0; state < chain.size(); ++state) {
    if (component[state] == kNone) continue;
    if (ends[state]) open[component[state]] = true;
    for (const Link& link : chain[state]) {
      if (!link.probability.is_zero() && component[link.to] != component[state])
        open[component[state]] = true;
    }
  }
  Walk result;
  result.visits.resize(chain.size());
  std::vector<ClosedClass> classes(components.count());
  std::vector<std::uint32_t> passing;
  for (std::uint32_t state = 0; state < chain.size(); ++state) {
    if (component[state] == kNone) continue;
    if (open[component[state]]) {
      passing.push_back(state);
    } else {
      classes[component[state]].states.push_back(state);
    }
  }
  if (open[component[start]]) {
    const Chain part = part_of(chain, passing);
    std::vector<double> begin(passing.size(), 0);
    begin[static_cast<std::size_t>(std::ranges::find(passing, start) - passing.begin())] = 1;
    const std::vector<double> visits = expected_visits(part, begin);
    const bool assumed = any_assumed(part);
    for (std::size_t i = 0; i < passing.size(); ++i) {
      const Estimate often = {visits[i], assumed};
      result.visits[passing[i]] = often;
      for (const Link& link : chain[passing[i]]) {
        if (!link.probability.is_zero() && !open[component[link.to]])
          classes[component[link.to]].probability += often * link.probability;
      }
    }
  } else {
    classes[component[start]].probability = exact(1);
  }
  for (ClosedClass& closed : classes) {
    if (closed.states.empty()) continue;
    find_shares(chain, closed);
    result.closed.push_back(std::move(closed));
  }
  return result;
}

}  // namespace nest::mix
