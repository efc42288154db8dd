#pragma once

#include <expected>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/metrics/histogram.h"
#include "runtime/report/report_sink.h"

namespace nest {

/// The name of the file in a results folder: for each row with requests, the histograms of the whole run.
inline constexpr const char* kHistogramFile = "histograms.hlog";

/// Which of a row's histograms, as the tags of the file begin: `response:GET /products`.
inline constexpr const char* kResponseTag = "response";
inline constexpr const char* kServiceTag = "service";
inline constexpr const char* kFailedTag = "failed";
/// Of a transaction, by its name, and of a trend, by its full name.
inline constexpr const char* kTransactionTag = "transaction";
inline constexpr const char* kTrendTag = "trend";
[[nodiscard]] std::string histogram_tag(std::string_view kind, std::string_view name);
[[nodiscard]] std::string histogram_tag(std::string_view kind, std::string_view method,
                                        std::string_view name);

/// Names of rows as tags have them: without secrets, and each another one. Rows that differ in a secret only
/// are
/// "/login?token=***" and "/login?token=*** (2)".
class RowNames {
 public:
  [[nodiscard]] std::string next(std::string_view method, std::string_view name);

 private:
  std::set<std::string> taken_;
};

/// The file's text. `started_at`: seconds since 1970.
[[nodiscard]] std::string histogram_file(const RunSummary& summary, double started_at);

/// By tag, the buckets of a file that histogram_file() wrote. The error is a message.
using StoredBuckets = std::map<std::string, std::vector<Histogram::BucketCount>>;
[[nodiscard]] std::expected<StoredBuckets, std::string> read_histogram_file(std::string_view text);

}  // namespace nest
