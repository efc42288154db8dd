#pragma once

#include <string>
#include <vector>

#include "runtime/results/run_facts.h"

namespace nest {

/// Where each source is stored below a results folder, in their order: "_sources/shop/shopper.nest" (a name
/// that discovery passes over, should the results lie among the tasksets). Nothing leads out of that folder,
/// and no two are the same.
[[nodiscard]] std::vector<std::string> stored_names(const std::vector<RunFacts::Source>& sources);

}  // namespace nest
