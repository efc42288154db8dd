#include "runtime/cli/options_elsewhere.h"

#include <algorithm>
#include <array>
#include <utility>

#include "compiler/config/names_elsewhere.h"

namespace nest {
namespace {

struct Elsewhere {
  std::string_view name;
  std::string_view option;
};

constexpr std::string_view kIterations = "plan, of `plan NAME { users 10 for 5m  iterations 1000 }`";
constexpr std::string_view kArrivals = "plan, of `plan NAME { arrivals 50/s for 5m }`";

/// Names of command lines only: short ones, and what is no setting here but part of a plan.
constexpr std::array<Elsewhere, 24> kOptions = {{
    {"c", "users"},      // wrk, ab, hey, h2load: connections
    {"d", "run-time"},   // wrk, k6
    {"z", "run-time"},   // hey
    {"D", "run-time"},   // h2load
    {"e", "set"},        // k6: variables of the script
    {"J", "set"},        // JMeter
    {"k", "insecure"},   // curl
    {"x", "proxy"},      // curl
    {"o", "results"},    // k6, hey
    {"n", kIterations},  // ab, hey, h2load: requests
    {"i", kIterations},  // k6
    {"iterations", kIterations},
    {"requests", kIterations},
    {"loops", kIterations},
    {"repetitions", kIterations},
    {"q", kArrivals},  // hey: a rate
    {"R", kArrivals},  // wrk2
    {"s", "plan"},     // k6: stages
    {"stage", "plan"},
    {"rps", kArrivals},
    {"rate", kArrivals},
    {"arrival-rate", kArrivals},
    {"requests-per-second", kArrivals},
    {"throughput", kArrivals},
}};

}  // namespace

std::vector<std::string> options_elsewhere(std::string_view name) {
  if (const auto* const found = std::ranges::find(kOptions, name, &Elsewhere::name); found != kOptions.end())
    return {std::string(found->option)};
  std::vector<std::string> options;
  for (const std::string_view known : config::known_elsewhere(name)) {
    std::string key(known);
    std::ranges::replace(key, '_', '-');
    options.push_back(key == "params" ? "set" : std::move(key));
  }
  return options;
}

}  // namespace nest
