#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "runtime/report/output_file.h"
#include "runtime/report/report_sink.h"
#include "runtime/results/run_facts.h"

namespace nest {

inline constexpr const char* kResultsFile = "results.json";
inline constexpr const char* kReportFile = "report.txt";
inline constexpr const char* kResultsKind = "nest results";
inline constexpr std::uint64_t kResultsFormat = 1;

/// What a run leaves behind: PARENT/<time>-<name>/ (docs/results.md lists its files). While the run lasts the
/// folder's name ends in ".unfinished" and its files say so; what was measured is stored every few seconds,
/// so that a run that is killed leaves what it had. Each file is replaced as a whole. All texts are masked.
class ResultsFolder final : public ReportSink {
 public:
  /// Makes the folder and stores the facts. Folders of one second get numbers behind their names. The error
  /// is a message.
  [[nodiscard]] static std::expected<std::unique_ptr<ResultsFolder>, std::string> create(
      const std::string& parent, RunFacts facts);

  void second(const RunSecond& second) override;
  void finished(const RunSummary& summary) override;
  [[nodiscard]] std::string error() const override;

  /// The last step, after finished(): copies the services' logs, and gives the folder its final name. A
  /// folder of a run that did not finish, or could not be stored as a whole, stays marked as unfinished.
  void conclude(const std::vector<std::string>& logs);
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  ResultsFolder(std::string path, std::string final_path, RunFacts facts, double started_at,
                OutputFile seconds, OutputFile histograms);

  [[nodiscard]] static std::expected<std::unique_ptr<ResultsFolder>, std::string> begin(
      const std::string& final_path, RunFacts facts, double started_at);

  void store(const RunSummary* summary);
  void replace(const std::string& name, const std::string& text);
  void keep_error(const std::string& message);

  std::string path_;
  std::string final_path_;
  RunFacts facts_;
  double started_at_;  // seconds since 1970
  OutputFile seconds_;
  OutputFile second_histograms_;
  std::uint64_t peak_users_ = 0;
  Nanoseconds next_store_;
  bool is_finished_ = false;
  std::string error_;
};

}  // namespace nest
