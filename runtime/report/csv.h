#pragma once

#include <expected>
#include <memory>
#include <string>

#include "runtime/report/output_file.h"
#include "runtime/report/report_sink.h"

namespace nest {

/// Writes the CSV files that Locust writes (`--csv PREFIX`), with its columns in its order, so that what
/// reads those reads these: PREFIX_stats.csv, PREFIX_stats_history.csv (a line a second), PREFIX_failures.csv
/// and PREFIX_exceptions.csv (failed tasks); and PREFIX_metrics.csv, which Locust has not. Times are
/// milliseconds with three decimals, where Locust rounds. Source: Locust's stats.py (class
/// StatsCSVFileWriter).
class CsvReport final : public ReportSink {
 public:
  /// Opens all five files.
  [[nodiscard]] static std::expected<std::unique_ptr<CsvReport>, std::string> open(const std::string& prefix);

  void second(const RunSecond& second) override;
  void finished(const RunSummary& summary) override;
  [[nodiscard]] std::string error() const override;

 private:
  CsvReport(OutputFile stats, OutputFile history, OutputFile failures, OutputFile exceptions,
            OutputFile metrics);

  /// The heads of the columns, once: the run has begun.
  void begin();

  OutputFile stats_;
  OutputFile history_;
  OutputFile failures_;
  OutputFile exceptions_;
  OutputFile metrics_;
  bool begun_ = false;
};

}  // namespace nest
