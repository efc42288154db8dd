#pragma once

#include <string>

#include "runtime/cli/options.h"
#include "runtime/cli/run_plan.h"
#include "runtime/cli/run_settings.h"

namespace nest {

/// What is about to be run, for the question before it: host, users and time or the plan, seed, whatever else
/// was set, the params that were changed, each with where it comes from unless that is the default. Lines; a
/// host that is not known to be the user's is pointed out, in colour if wanted.
[[nodiscard]] std::string outline_text(const RunArguments& arguments, const RunSettings& settings,
                                       const RunPlan& plan, const RunValues& params, bool needs_host,
                                       bool color);

}  // namespace nest
