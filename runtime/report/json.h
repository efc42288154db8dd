#pragma once

#include <expected>
#include <memory>
#include <string>

#include "runtime/report/json_text.h"
#include "runtime/report/output_file.h"
#include "runtime/report/report_sink.h"

namespace nest {

/// A run's summary as one JSON object (docs/statistics.md lists its members). Times are milliseconds.
[[nodiscard]] std::string json_summary(const RunSummary& summary);

/// The same object as a value of a larger text.
void add_summary(JsonText& json, const RunSummary& summary);

/// Adds the member `picks`: how what was picked fits the weights.
void add_picks(JsonText& json, const PickFit& fit);

/// Writes it to a file at the end (`--json FILE`).
class JsonReport final : public ReportSink {
 public:
  [[nodiscard]] static std::expected<std::unique_ptr<JsonReport>, std::string> open(const std::string& path);

  void second(const RunSecond&) override {}
  void finished(const RunSummary& summary) override { file_.write(json_summary(summary)); }
  [[nodiscard]] std::string error() const override { return file_.error(); }

 private:
  explicit JsonReport(OutputFile file) : file_(std::move(file)) {}

  OutputFile file_;
};

}  // namespace nest
