#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "runtime/report/json_text.h"
#include "runtime/report/report_sink.h"

namespace nest {

/// What reports say of transactions and metrics. Each text is empty when there were none.

/// A table of the transactions that ended, and their failures by cause.
[[nodiscard]] std::string transactions_text(const RunSummary& summary, std::size_t width);
/// A table for each kind of metric that was given a value.
[[nodiscard]] std::string metrics_text(const RunSummary& summary, std::size_t width);
/// A line of the books.
[[nodiscard]] std::string transaction_books(const RunSummary& summary);

/// The members `transactions` and `metrics` of the summary.
void add_measures(JsonText& json, const RunSummary& summary);

/// `_metrics.csv`: its first line, and a line for each metric that was given a value.
[[nodiscard]] std::string metrics_csv_head();
[[nodiscard]] std::string metrics_csv(const RunSummary& summary);

/// An amount of a trend or gauge for people: "1.5", "0.25", "12.3 ms".
[[nodiscard]] std::string amount_text(const nest_metric& metric, std::int64_t amount);
/// "counter", "trend", "gauge" or "rate".
[[nodiscard]] std::string_view metric_kind_name(std::uint32_t kind);

}  // namespace nest
