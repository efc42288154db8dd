#include "runtime/results/results_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "runtime/report/console.h"
#include "runtime/report/final_report.h"
#include "runtime/results/hdr_log.h"
#include "runtime/results/histogram_file.h"
#include "runtime/results/log_copy.h"
#include "runtime/results/results_json.h"
#include "runtime/results/seconds_csv.h"
#include "runtime/results/source_files.h"
#include "runtime/secrets/masking.h"

namespace nest {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUnfinished = ".unfinished";
/// What was measured so far is stored after the first second, then more and more rarely, at the rarest this
/// often; never for more than a 20th of the time of the thread that shows the run.
constexpr Nanoseconds kStoreEvery = 10 * kSecond;
constexpr Nanoseconds kStoreShare = 20;

double seconds_since_1970() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

// Letters, digits and a few signs; what else a name holds becomes `_`.
std::string name_for_a_folder(std::string_view name) {
  std::string result(name.substr(0, 64));
  std::ranges::replace_if(
      result,
      [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) == 0 &&
               std::string_view("-_.").find(c) == std::string_view::npos;
      },
      '_');
  return result.empty() ? "run" : result;
}

std::unexpected<std::string> refused(const std::string& path, const std::string& why) {
  return std::unexpected(fmt::format("{} cannot be made: {}", path, why));
}

/// A folder that was not there before, with a number behind its name when others of this second were.
std::expected<std::string, std::string> make_folder(const std::string& wanted) {
  for (int number = 1; number <= 10'000; ++number) {
    std::string path = number == 1 ? wanted : fmt::format("{}-{}", wanted, number);
    struct stat found{};
    if (stat(path.c_str(), &found) == 0) continue;
    if (mkdir((path + std::string(kUnfinished)).c_str(), 0777) == 0) return path;
    if (errno != EEXIST) return refused(path, std::strerror(errno));
  }
  return refused(wanted, "too many folders have this name");
}

/// What went wrong, or nothing. The file is there as a whole or as it was before.
std::string replace_file(const std::string& path, const std::string& text) {
  const std::string fresh = path + ".new";
  std::FILE* file = std::fopen(fresh.c_str(), "we");
  if (file == nullptr) return std::strerror(errno);
  std::string failure = write_text(file, text);
  if (std::fclose(file) != 0 && failure.empty()) failure = std::strerror(errno);
  if (failure.empty() && std::rename(fresh.c_str(), path.c_str()) != 0) failure = std::strerror(errno);
  if (!failure.empty()) std::remove(fresh.c_str());
  return failure;
}

std::string store_sources(const std::string& folder, const std::vector<RunFacts::Source>& sources) {
  const std::vector<std::string> names = stored_names(sources);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const fs::path path = fs::path(folder) / names[i];
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    const std::string failure =
        error ? error.message() : replace_file(path.string(), mask_source(sources[i].text));
    if (!failure.empty()) return fmt::format("{} could not be written: {}", path.string(), failure);
  }
  return {};
}

}  // namespace

ResultsFolder::ResultsFolder(std::string path, std::string final_path, RunFacts facts, double started_at,
                             OutputFile seconds, OutputFile histograms)
    : path_(std::move(path)),
      final_path_(std::move(final_path)),
      facts_(std::move(facts)),
      started_at_(started_at),
      seconds_(std::move(seconds)),
      second_histograms_(std::move(histograms)),
      next_store_(kSecond / 2) {
  seconds_.write(seconds_csv_head());
  second_histograms_.write(hdr_log_head(started_at_));
}

std::expected<std::unique_ptr<ResultsFolder>, std::string> ResultsFolder::create(const std::string& parent,
                                                                                 RunFacts facts) {
  std::error_code error;
  fs::create_directories(parent, error);
  if (error) return refused(parent, error.message());
  const double now = seconds_since_1970();
  facts.name = name_for_a_folder(facts.name);
  const auto final_path =
      make_folder(fmt::format("{}/{}-{}", parent, utc_text(now, "%Y%m%d-%H%M%S"), facts.name));
  if (!final_path) return std::unexpected(final_path.error());
  auto folder = begin(*final_path, std::move(facts), now);
  // What could not be begun has no results: nothing is left of it.
  if (!folder) fs::remove_all(*final_path + std::string(kUnfinished), error);
  return folder;
}

std::expected<std::unique_ptr<ResultsFolder>, std::string> ResultsFolder::begin(const std::string& final_path,
                                                                                RunFacts facts,
                                                                                double started_at) {
  const std::string path = final_path + std::string(kUnfinished);
  auto seconds = OutputFile::open(path + "/seconds.csv");
  if (!seconds) return std::unexpected(seconds.error());
  auto histograms = OutputFile::open(path + "/seconds.hlog");
  if (!histograms) return std::unexpected(histograms.error());
  if (std::string failure = store_sources(path, facts.sources); !failure.empty())
    return std::unexpected(std::move(failure));
  std::unique_ptr<ResultsFolder> folder(new ResultsFolder(path, final_path, std::move(facts), started_at,
                                                          std::move(*seconds), std::move(*histograms)));
  folder->store(nullptr);
  if (!folder->error().empty()) return std::unexpected(folder->error());
  return folder;
}

void ResultsFolder::second(const RunSecond& second) {
  seconds_.write(seconds_csv_line(second));
  const Histogram times = second.delta.all_rows().response_time;
  second_histograms_.write(hdr_log_line("", second.elapsed - second.length, second.length, times));
  peak_users_ = std::max(peak_users_, second.users);
  if (second.elapsed < next_store_) return;
  const double before = seconds_since_1970();
  const RunSummary so_far{
      second.program, second.total, second.elapsed, peak_users_, facts_.seed, facts_.host, false, {}, {},
      facts_.left_out};
  store(&so_far);
  const auto took = static_cast<Nanoseconds>((seconds_since_1970() - before) * 1e9);
  next_store_ =
      second.elapsed + std::max(std::min(second.elapsed, kStoreEvery), kStoreShare * took) - kSecond / 2;
}

void ResultsFolder::finished(const RunSummary& summary) {
  is_finished_ = true;
  store(&summary);
  replace(kReportFile, final_report(summary, 0));
}

// The histograms first: a results.json never speaks of times that are not there yet.
void ResultsFolder::store(const RunSummary* summary) {
  if (summary != nullptr) replace(kHistogramFile, histogram_file(*summary, started_at_));
  replace(kResultsFile, results_json(facts_, started_at_, summary, is_finished_));
}

void ResultsFolder::replace(const std::string& name, const std::string& text) {
  const std::string failure = replace_file(path_ + "/" + name, text);
  if (!failure.empty()) keep_error(fmt::format("{}/{} could not be written: {}", path_, name, failure));
}

void ResultsFolder::keep_error(const std::string& message) {
  if (error_.empty()) error_ = message;
}

std::string ResultsFolder::error() const {
  for (const std::string* error : {&error_, &seconds_.error(), &second_histograms_.error()}) {
    if (!error->empty()) return *error;
  }
  return {};
}

void ResultsFolder::conclude(const std::vector<std::string>& logs) {
  for (const std::string& log : logs) {
    std::error_code error;
    if (!fs::is_regular_file(log, error)) continue;
    fs::create_directories(path_ + "/logs", error);
    keep_error(copy_log(log, fs::path(path_) / "logs" / fs::path(log).filename()));
  }
  if (!is_finished_ || !error().empty()) return;
  // Never over another one, should it have come meanwhile.
  if (renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, final_path_.c_str(), RENAME_NOREPLACE) != 0) {
    keep_error(fmt::format("{} could not be renamed: {}", path_, std::strerror(errno)));
    return;
  }
  path_ = final_path_;
}

}  // namespace nest
