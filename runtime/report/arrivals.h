#pragma once

#include <string>

#include "runtime/report/json_text.h"
#include "runtime/report/report_sink.h"

namespace nest {

/// What reports say of the arrivals of a plan. Each text is empty when there were none.

/// How many came, how many of them began a visit; of those dropped with a warning.
[[nodiscard]] std::string arrivals_text(const RunSummary& summary);
/// A line of the books.
[[nodiscard]] std::string arrival_books(const RunSummary& summary);
/// What the live line says of a second.
[[nodiscard]] std::string arrivals_now(const RunSecond& second);
/// The member `arrivals` of the summary, when there were any.
void add_arrivals(JsonText& json, const RunSummary& summary);
/// Lines of `_metrics.csv`.
[[nodiscard]] std::string arrivals_csv(const RunSummary& summary);

}  // namespace nest
