#pragma once

#include <string>

#include "runtime/report/report_sink.h"
#include "runtime/results/run_facts.h"

namespace nest {

/// The text of results.json. `summary` may be null: nothing was measured yet.
[[nodiscard]] std::string results_json(const RunFacts& facts, double started_at, const RunSummary* summary,
                                       bool is_finished);

/// "2026-11-23T22:18:00Z", of seconds since 1970.
[[nodiscard]] std::string utc_text(double seconds, const char* format = "%Y-%m-%dT%H:%M:%SZ");

}  // namespace nest
