#include "runtime/report/final_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/report/arrivals.h"
#include "runtime/report/format.h"
#include "runtime/report/health.h"
#include "runtime/report/measures.h"
#include "runtime/report/table.h"
#include "runtime/report/text_lines.h"
#include "runtime/secrets/masking.h"

namespace nest {

namespace {

constexpr std::array kPercents = {50.0, 66.0, 75.0, 80.0, 90.0, 95.0, 98.0, 99.0, 99.9};

std::string row_name(const RunSummary& summary, std::size_t row) {
  const nest_row& info = summary.program.rows[row];
  return fmt::format("{} {}", method_name(info.method), shown(view(info.name)));
}

void add_requests(Table& table, std::string name, const RowStatistics& row, Nanoseconds elapsed) {
  const Histogram& times = row.response_time;
  table.add({std::move(name), std::to_string(row.requests), count_and_share(row.failures, row.requests),
             duration_text(std::llround(times.average())), duration_text(times.min()),
             duration_text(times.max()), rate_text(row.requests, elapsed), bytes_text(row.bytes_received)});
}

void add_times(Table& table, std::string name, const RowStatistics& row) {
  std::vector<std::string> cells = {std::move(name)};
  for (const double percent : kPercents)
    cells.push_back(duration_text(row.response_time.percentile(percent)));
  table.add(std::move(cells));
}

// Both tables show the rows that were requested, and all of them together.
std::string request_tables(const RunSummary& summary, std::size_t width) {
  Table requests({"Requests", "Count", "Failures", "Average", "Min", "Max", "Requests/s", "Received"}, "lr");
  std::vector<std::string> heads = {"Response times"};
  for (const double percent : kPercents) heads.push_back(fmt::format("p{:g}", percent));
  Table times(std::move(heads), "lr");
  for (std::size_t i = 0; i < summary.total.rows.size(); ++i) {
    const RowStatistics& row = summary.total.rows[i];
    if (row.requests == 0) continue;
    add_requests(requests, row_name(summary, i), row, summary.elapsed);
    add_times(times, row_name(summary, i), row);
  }
  const RowStatistics all = summary.total.all_rows();
  if (all.requests == 0) return "No request was finished.\n";
  requests.rule();
  times.rule();
  add_requests(requests, "Aggregated", all, summary.elapsed);
  add_times(times, "Aggregated", all);
  return requests.text(width) + '\n' + times.text(width);
}

// Only where HTTP/2 was asked for. What was answered by another version than was asked for is said.
std::string versions(const RunSummary& summary) {
  const RowStatistics all = summary.total.all_rows();
  if (all.http_2 + all.fell_back == 0) return {};
  std::string text =
      fmt::format("\nAnswered by HTTP/2: {} of {}", all.http_2, counted_text(all.requests, "request"));
  if (all.fell_back > 0)
    text += fmt::format("; {} that asked for it came by HTTP/1.1, which the server chose", all.fell_back);
  return text + '\n';
}

std::string failures(const RunSummary& summary) {
  std::string text;
  for (std::size_t i = 0; i < summary.total.rows.size(); ++i) {
    if (summary.total.rows[i].failures == 0) continue;
    text += row_name(summary, i) + '\n' + counted_lines(summary.total.rows[i].causes);
  }
  return text.empty() ? text : "\nFailed requests by cause\n" + text;
}

std::string checks(const RunSummary& summary, std::size_t width) {
  const CheckStatistics all = summary.total.all_checks();
  if (all.passed + all.failed == 0) return {};
  Table table({"Checks", "Passed", "Failed", "Place"}, "lrrl");
  for (std::size_t i = 0; i < summary.total.checks.size(); ++i) {
    const CheckStatistics& check = summary.total.checks[i];
    if (check.passed + check.failed == 0) continue;
    const nest_check_info& info = summary.program.checks[i];
    table.add({shown(view(info.text)), std::to_string(check.passed),
               count_and_share(check.failed, check.passed + check.failed),
               site_text(summary.program, info.site)});
  }
  return '\n' + table.text(width);
}

std::string task_failures(const RunSummary& summary) {
  std::string text;
  for (const auto& [site, messages] : summary.total.task_failures) {
    if (messages.total() == 0) continue;
    text += site_text(summary.program, site) + '\n' + counted_lines(messages);
  }
  return text.empty() ? text : "\nFailed tasks by place\n" + text;
}

std::string spins(const RunSummary& summary) {
  std::string text;
  for (const auto& [site, names] : summary.total.spins) {
    if (names.total() == 0) continue;
    text += site_text(summary.program, site) + '\n' + counted_lines(names);
  }
  if (text.empty()) return text;
  return "\nWARNING: users ran for a second on end without waiting for anything, and kept their thread from "
         "others:\n" +
         text;
}

std::string picks(const RunSummary& summary) {
  const PickFit& fit = summary.picks;
  if (fit.degrees == 0) return {};
  const std::string test = fmt::format("chi-square {:.1f} with {} degree{} of freedom, p = {:.2g}",
                                       fit.chi_square, fit.degrees, fit.degrees == 1 ? "" : "s", fit.p_value);
  if (!fit.differs()) return fmt::format("\nThe {} picks fit the weights ({})\n", fit.picks, test);
  std::string text = fmt::format("\nWARNING: the {} picks differ from the weights ({})\n", fit.picks, test);
  for (const PickDeviation& each : fit.deviations) {
    text += fmt::format("  {}: {:.1f} % of {} picks, expected {:.1f} %\n", one_line(each.name),
                        each.observed * 100, each.picks, each.expected * 100);
  }
  return text;
}

// What went in came out: a difference is a fault of nest itself, and is shown as one.
std::string books(const RunSummary& summary) {
  const Statistics& total = summary.total;
  std::uint64_t finished = 0;
  for (const RowStatistics& row : total.rows) finished += row.requests;
  const std::uint64_t accounted = finished + total.requests_cut_off;
  std::string text = fmt::format("\nBooks\n  requests started {} = finished {} + cut off {}\n",
                                 total.requests_started, finished, total.requests_cut_off);
  if (accounted != total.requests_started) {
    text += "  WARNING: the sums differ; please report this as a fault of nest\n";
  }
  text += arrival_books(summary);
  text += transaction_books(summary);
  text += fmt::format("  users started {}, stopped {}\n", total.users_started, total.users_stopped);
  return text;
}

std::string once(std::string_view word, const Statistics& counted) {
  if (counted.requests_started == 0 && counted.task_failure_count() == 0) return {};
  const RowStatistics all = counted.all_rows();
  std::string text = fmt::format("  {}: {} request{}, {} failed\n", word, all.requests,
                                 all.requests == 1 ? "" : "s", all.failures);
  return text;
}

// Before the first user and after the last: in no table.
std::string around(const RunSummary& summary) {
  const std::string text = once("setup", summary.setup) + once("teardown", summary.teardown);
  return text.empty() ? text : "\nOnce, apart from the tables\n" + text;
}

std::string limit_value(const LimitOutcome& limit) {
  switch (limit.unit) {
    case LimitOutcome::Unit::Share:
      return fmt::format("{:.3g} %", limit.value * 100);
    case LimitOutcome::Unit::Rate:
      return fmt::format("{:.4g}/s", limit.value);
    case LimitOutcome::Unit::Time:
      break;
  }
  return duration_text(std::llround(limit.value));
}

std::string limits(const RunSummary& summary, std::size_t width) {
  if (summary.limits.empty()) return {};
  Table table({fmt::format("Limits of plan {}", one_line(summary.plan)), "Measured", "Result", "Place"},
              "lrll");
  for (const LimitOutcome& limit : summary.limits) {
    const bool measured = limit.state != LimitOutcome::State::NoSamples;
    std::string result = limit.state == LimitOutcome::State::Met ? "met"
                         : measured                              ? "BROKEN"
                                                                 : "BROKEN: no samples";
    if (limit.ended_run) result += fmt::format(", ended the run after {}", duration_text(limit.at));
    table.add({shown(limit.text), measured ? limit_value(limit) : "-", std::move(result), limit.place});
  }
  return '\n' + table.text(width);
}

std::string losses(const RunSummary& summary) {
  std::string text;
  for (const std::string& loss : summary.losses) text += fmt::format("  {}\n", shown(loss));
  return text.empty() ? text : "\nServices that ended during the run\n" + text;
}

// What was asked for and did not take part.
std::string left_out(const RunSummary& summary) {
  if (summary.left_out.empty()) return {};
  std::string text = fmt::format("\nWARNING: {} file{} left out, because of errors in {}:\n",
                                 summary.left_out.size(), summary.left_out.size() == 1 ? " was" : "s were",
                                 summary.left_out.size() == 1 ? "it" : "them");
  for (const std::string& file : summary.left_out) text += fmt::format("  {}\n", one_line(file));
  return text;
}

}  // namespace

std::string final_report(const RunSummary& summary, std::size_t width) {
  const std::string host =
      summary.host.empty() ? "" : fmt::format(", host {}", one_line(mask_url(summary.host)));
  const std::string head = fmt::format(
      "{} after {}, up to {} user{}, seed {}{}\n\n", summary.interrupted ? "Stopped" : "Finished",
      duration_text(summary.elapsed), summary.users, summary.users == 1 ? "" : "s", summary.seed, host);
  return head + request_tables(summary, width) + arrivals_text(summary) + versions(summary) +
         failures(summary) + transactions_text(summary, width) + metrics_text(summary, width) +
         checks(summary, width) + limits(summary, width) + task_failures(summary) + spins(summary) +
         around(summary) + losses(summary) + books(summary) + picks(summary) + '\n' +
         health_text(summary.workers) + left_out(summary);
}

}  // namespace nest
