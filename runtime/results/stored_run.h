#pragma once

#include <deque>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/metrics/statistics.h"
#include "runtime/report/report_sink.h"

namespace nest {

/// A run read back from its results folder: the same numbers, so that every report of it comes out the same.
class StoredRun {
 public:
  /// What results.json and histograms.hlog of a folder say. Nothing in them is trusted. The error is a
  /// message.
  [[nodiscard]] static std::expected<std::unique_ptr<StoredRun>, std::string> read(const std::string& folder);

  StoredRun(const StoredRun&) = delete;
  StoredRun& operator=(const StoredRun&) = delete;
  ~StoredRun() = default;

  /// Valid as long as this.
  [[nodiscard]] RunSummary summary() const;
  /// Whether the run came to its end; else this is what was measured until shortly before nest went away.
  [[nodiscard]] bool is_finished() const { return is_finished_; }

 private:
  friend class StoredRunReader;
  StoredRun() = default;

  // The program, as far as reports look at it. The tables are complete before anything points into them.
  std::deque<std::string> texts_;
  std::vector<nest_str> files_;
  std::vector<nest_site> sites_;
  std::vector<nest_row> rows_;
  std::vector<nest_check_info> checks_;
  std::vector<nest_transaction> transactions_;
  std::vector<nest_metric> metrics_;
  std::vector<nest_taskset> tasksets_;
  std::vector<nest_task> tasks_;
  nest_program program_{};

  Statistics total_;
  Statistics setup_;
  Statistics teardown_;
  Nanoseconds elapsed_ = 0;
  std::uint64_t users_ = 0;
  std::uint64_t seed_ = 0;
  std::string host_;
  bool interrupted_ = false;
  bool is_finished_ = false;
  std::vector<WorkerHealth> workers_;
  std::vector<std::string> losses_;
  std::vector<std::string> left_out_;
  PickFit picks_;
  std::string engine_ = "epoll";
  std::string plan_;
  std::vector<LimitOutcome> limits_;
};

}  // namespace nest
