#pragma once

#include <cstddef>
#include <cstdio>
#include <string>

#include "runtime/report/live_line.h"
#include "runtime/report/report_sink.h"

namespace nest {

/// Columns of the terminal behind `stream`; 0 when it is none.
[[nodiscard]] std::size_t terminal_width(std::FILE* stream);

/// Shows a run to people: the live line on one stream (redrawn in place on a terminal, a line a second
/// otherwise), the final report on another. The streams must outlive it.
class ConsoleReport final : public ReportSink {
 public:
  ConsoleReport(std::FILE* live, std::FILE* report);

  void second(const RunSecond& second) override;
  void finished(const RunSummary& summary) override;
  [[nodiscard]] std::string error() const override { return error_; }

  /// Shows a line among the live ones: a warning, a scenario's `log`. From any thread.
  void note(const std::string& line) const;

 private:
  void show_live(const std::string& line);

  std::FILE* live_;
  std::FILE* report_;
  bool redraws_;
  bool line_open_ = false;
  SilenceWatch silence_;
  std::string error_;
};

/// Writes and flushes; what went wrong, or nothing.
[[nodiscard]] std::string write_text(std::FILE* stream, const std::string& text);

}  // namespace nest
