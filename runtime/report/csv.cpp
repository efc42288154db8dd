#include "runtime/report/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <numeric>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "runtime/report/format.h"
#include "runtime/report/measures.h"
#include "runtime/report/text_lines.h"
#include "runtime/secrets/masking.h"

namespace nest {

namespace {

constexpr std::array kPercents = {50.0, 66.0, 75.0, 80.0, 90.0, 95.0, 98.0, 99.0, 99.9, 99.99, 100.0};
constexpr std::string_view kPercentHeads = "50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%";
constexpr std::string_view kTransaction = "TRANSACTION";
constexpr std::string_view kEnd = "\r\n";  // RFC 4180, and Python's csv module

std::string milliseconds(double nanoseconds) { return fmt::format("{:.3f}", nanoseconds / 1e6); }
std::string milliseconds(Nanoseconds time) { return milliseconds(static_cast<double>(time)); }

double per_second(std::uint64_t count, Nanoseconds time) {
  return time <= 0 ? 0.0 : static_cast<double>(count) * 1e9 / static_cast<double>(time);
}

double average_size(const RowStatistics& row) {
  return row.requests == 0 ? 0.0
                           : static_cast<double>(row.bytes_received) / static_cast<double>(row.requests);
}

std::string percentiles(const RowStatistics& row) {
  std::string text;
  for (const double percent : kPercents) {
    text += ',';
    text += row.requests == 0 ? "N/A" : milliseconds(row.response_time.percentile(percent));
  }
  return text;
}

// Median, average, min and max response time, average content size.
std::string times_and_size(const RowStatistics& row) {
  const Histogram& times = row.response_time;
  return fmt::format("{},{},{},{},{:.3f}", milliseconds(times.percentile(50)), milliseconds(times.average()),
                     milliseconds(times.min()), milliseconds(times.max()), average_size(row));
}

std::string stats_line(std::string_view method, std::string_view name, const RowStatistics& row,
                       Nanoseconds elapsed) {
  return fmt::format("{},{},{},{},{},{:.6f},{:.6f}{}{}", csv_field(method), csv_field(name), row.requests,
                     row.failures, times_and_size(row), per_second(row.requests, elapsed),
                     per_second(row.failures, elapsed), percentiles(row), kEnd);
}

// Row numbers by name, then method, as Locust sorts them.
std::vector<std::size_t> sorted_rows(const nest_program& program) {
  std::vector<std::size_t> order(program.row_count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t row) {
    return std::tuple(view(program.rows[row].name), method_name(program.rows[row].method), row);
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return order;
}

/// Transactions among the rows, as Locust's users write theirs: of a type of their own. They count for no
/// total.
std::string transactions_csv(const RunSummary& summary) {
  std::string text;
  for (std::size_t i = 0; i < summary.total.transactions.size(); ++i) {
    const TransactionStatistics& transaction = summary.total.transactions[i];
    if (transaction.finished == 0) continue;
    RowStatistics row;
    row.requests = transaction.finished;
    row.failures = transaction.failures;
    row.response_time = transaction.time;
    text +=
        stats_line(kTransaction, mask_text(view(summary.program.transactions[i].name)), row, summary.elapsed);
  }
  return text;
}

std::string stats_text(const RunSummary& summary) {
  std::string text;
  for (const std::size_t i : sorted_rows(summary.program)) {
    const nest_row& info = summary.program.rows[i];
    const RowStatistics& row = summary.total.rows[i];
    if (row.requests > 0)
      text += stats_line(method_name(info.method), mask_text(view(info.name)), row, summary.elapsed);
  }
  text += transactions_csv(summary);
  return text + stats_line("", "Aggregated", summary.total.all_rows(), summary.elapsed);
}

std::string failures_text(const RunSummary& summary) {
  std::string text;
  for (const std::size_t i : sorted_rows(summary.program)) {
    const nest_row& info = summary.program.rows[i];
    for (const auto& [cause, count] : summary.total.rows[i].causes.seen()) {
      text += fmt::format("{},{},{},{}{}", method_name(info.method), csv_field(mask_text(view(info.name))),
                          csv_field(shown(cause)), count, kEnd);
    }
  }
  for (std::size_t i = 0; i < summary.total.transactions.size(); ++i) {
    for (const auto& [cause, count] : summary.total.transactions[i].causes.seen()) {
      text += fmt::format("{},{},{},{}{}", kTransaction,
                          csv_field(mask_text(view(summary.program.transactions[i].name))),
                          csv_field(shown(cause)), count, kEnd);
    }
  }
  return text;
}

std::string exceptions_text(const RunSummary& summary) {
  std::string text;
  for (const auto& [site, messages] : summary.total.task_failures) {
    for (const auto& [message, count] : messages.seen()) {
      text += fmt::format("{},{},{},local{}", count, csv_field(shown(message)),
                          csv_field(site_text(summary.program, site)), kEnd);
    }
  }
  return text;
}

}  // namespace

CsvReport::CsvReport(OutputFile stats, OutputFile history, OutputFile failures, OutputFile exceptions,
                     OutputFile metrics)
    : stats_(std::move(stats)),
      history_(std::move(history)),
      failures_(std::move(failures)),
      exceptions_(std::move(exceptions)),
      metrics_(std::move(metrics)) {}

void CsvReport::begin() {
  if (std::exchange(begun_, true)) return;
  stats_.write(fmt::format(
      "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,"
      "Max Response Time,Average Content Size,Requests/s,Failures/s,{}{}",
      kPercentHeads, kEnd));
  history_.write(fmt::format(
      "Timestamp,User Count,Type,Name,Requests/s,Failures/s,{},Total Request Count,Total Failure Count,"
      "Total Median Response Time,Total Average Response Time,Total Min Response Time,Total Max Response "
      "Time,"
      "Total Average Content Size{}",
      kPercentHeads, kEnd));
  failures_.write(fmt::format("Method,Name,Error,Occurrences{}", kEnd));
  exceptions_.write(fmt::format("Count,Message,Traceback,Nodes{}", kEnd));
  metrics_.write(metrics_csv_head());
}

std::expected<std::unique_ptr<CsvReport>, std::string> CsvReport::open(const std::string& prefix) {
  std::vector<OutputFile> files;
  for (const std::string_view name :
       {"_stats.csv", "_stats_history.csv", "_failures.csv", "_exceptions.csv", "_metrics.csv"}) {
    auto file = OutputFile::open(prefix + std::string(name));
    if (!file) return std::unexpected(file.error());
    files.push_back(std::move(*file));
  }
  return std::unique_ptr<CsvReport>(new CsvReport(std::move(files[0]), std::move(files[1]),
                                                  std::move(files[2]), std::move(files[3]),
                                                  std::move(files[4])));
}

void CsvReport::second(const RunSecond& second) {
  begin();
  const RowStatistics now = second.delta.all_rows();
  const RowStatistics all = second.total.all_rows();
  history_.write(fmt::format("{},{},,Aggregated,{:.6f},{:.6f}{},{},{},{}{}", std::time(nullptr), second.users,
                             per_second(now.requests, second.length), per_second(now.failures, second.length),
                             percentiles(all), all.requests, all.failures, times_and_size(all), kEnd));
}

void CsvReport::finished(const RunSummary& summary) {
  begin();
  stats_.write(stats_text(summary));
  failures_.write(failures_text(summary));
  exceptions_.write(exceptions_text(summary));
  metrics_.write(metrics_csv(summary));
}

std::string CsvReport::error() const {
  for (const OutputFile* file : {&stats_, &history_, &failures_, &exceptions_, &metrics_}) {
    if (!file->error().empty()) return file->error();
  }
  return {};
}

}  // namespace nest
