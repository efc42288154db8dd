#include "runtime/report/json.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "runtime/report/arrivals.h"
#include "runtime/report/format.h"
#include "runtime/report/health.h"
#include "runtime/report/json_text.h"
#include "runtime/report/measures.h"
#include "runtime/secrets/masking.h"

namespace nest {

namespace {

constexpr std::array kPercents = {50.0, 66.0, 75.0, 80.0, 90.0, 95.0, 98.0, 99.0, 99.9, 99.99};

double milliseconds(double nanoseconds) { return nanoseconds / 1e6; }
double milliseconds(Nanoseconds time) { return static_cast<double>(time) / 1e6; }

void add_times(JsonText& json, std::string_view name, const Histogram& times) {
  json.name(name).begin_object();
  json.member("average", milliseconds(times.average()));
  json.member("min", milliseconds(times.min()));
  json.member("max", milliseconds(times.max()));
  for (const double percent : kPercents) {
    json.member(fmt::format("p{:g}", percent), milliseconds(times.percentile(percent)));
  }
  json.end_object();
}

void add_row(JsonText& json, const RowStatistics& row, Nanoseconds elapsed) {
  json.member("requests", row.requests).member("failures", row.failures);
  json.member("bytes_received", row.bytes_received);
  json.member("http_2", row.http_2).member("http_1_instead", row.fell_back);
  const double seconds = static_cast<double>(elapsed) / 1e9;
  json.member("requests_per_second", seconds <= 0 ? 0.0 : static_cast<double>(row.requests) / seconds);
  add_times(json, "response_time_ms", row.response_time);
  add_times(json, "service_time_ms", row.service_time);
  if (row.failures > 0) add_times(json, "failed_time_ms", row.failed_time);
}

void add_rows(JsonText& json, const RunSummary& summary) {
  json.name("rows").begin_array();
  for (std::size_t i = 0; i < summary.total.rows.size(); ++i) {
    const RowStatistics& row = summary.total.rows[i];
    if (row.requests == 0) continue;
    json.begin_object().member("method", method_name(summary.program.rows[i].method));
    json.member("name", view(summary.program.rows[i].name));
    add_row(json, row, summary.elapsed);
    json.name("causes").begin_object();
    for (const auto& [cause, count] : row.causes.seen()) json.member(cause, count);
    json.end_object().end_object();
  }
  json.end_array();
}

void add_checks(JsonText& json, const RunSummary& summary) {
  json.name("checks").begin_array();
  for (std::size_t i = 0; i < summary.total.checks.size(); ++i) {
    const CheckStatistics& check = summary.total.checks[i];
    if (check.passed + check.failed == 0) continue;
    const nest_check_info& info = summary.program.checks[i];
    json.begin_object()
        .member("text", view(info.text))
        .member("place", site_text(summary.program, info.site));
    json.member("passed", check.passed).member("failed", check.failed).end_object();
  }
  json.end_array();
}

void add_task_failures(JsonText& json, const RunSummary& summary) {
  json.name("task_failures").begin_array();
  for (const auto& [site, messages] : summary.total.task_failures) {
    for (const auto& [message, count] : messages.seen()) {
      json.begin_object().member("place", site_text(summary.program, site));
      json.member("message", std::string_view(message)).member("count", count).end_object();
    }
  }
  json.end_array();
}

void add_spins(JsonText& json, const RunSummary& summary) {
  json.name("spinning_users").begin_array();
  for (const auto& [site, names] : summary.total.spins) {
    for (const auto& [name, count] : names.seen()) {
      json.begin_object().member("place", site_text(summary.program, site));
      json.member("name", std::string_view(name)).member("count", count).end_object();
    }
  }
  json.end_array();
}

void add_tasksets(JsonText& json, const RunSummary& summary) {
  json.name("taskset_visits").begin_object();
  for (std::size_t i = 0; i < summary.total.taskset_visits.size(); ++i) {
    json.member(view(summary.program.tasksets[i].full_name), summary.total.taskset_visits[i]);
  }
  json.end_object().name("tasks_finished").begin_object();
  for (std::size_t i = 0; i < summary.total.tasks_finished.size(); ++i) {
    json.member(view(summary.program.tasks[i].full_name), summary.total.tasks_finished[i]);
  }
  json.end_object();
}

void add_once(JsonText& json, std::string_view word, const Statistics& counted) {
  if (counted.requests_started == 0 && counted.task_failure_count() == 0) return;
  const RowStatistics all = counted.all_rows();
  json.name(word).begin_object().member("requests", all.requests).member("failures", all.failures);
  json.member("task_failures", counted.task_failure_count()).end_object();
}

}  // namespace

void add_picks(JsonText& json, const PickFit& fit) {
  json.name("picks").begin_object().member("count", fit.picks).member("chi_square", fit.chi_square);
  json.member("degrees_of_freedom", fit.degrees).member("p_value", fit.p_value);
  json.member("differ", fit.differs()).name("deviations").begin_array();
  for (const PickDeviation& each : fit.deviations) {
    json.begin_object().member("name", std::string_view(each.name)).member("picks", each.picks);
    json.member("expected_share", each.expected).member("observed_share", each.observed).end_object();
  }
  json.end_array().end_object();
}

namespace {

void add_limits(JsonText& json, const RunSummary& summary) {
  json.member("plan", summary.plan).name("limits").begin_array();
  for (const LimitOutcome& limit : summary.limits) {
    const bool measured = limit.state != LimitOutcome::State::NoSamples;
    const bool is_time = limit.unit == LimitOutcome::Unit::Time;
    json.begin_object()
        .member("text", std::string_view(limit.text))
        .member("place", std::string_view(limit.place));
    json.member("result", std::string_view(limit.state == LimitOutcome::State::Met ? "met"
                                           : measured                              ? "broken"
                                                                                   : "no samples"));
    if (measured)
      json.member(is_time ? "value_ms" : "value", is_time ? milliseconds(limit.value) : limit.value);
    json.member("ended_run", limit.ended_run).end_object();
  }
  json.end_array();
}

void add_health(JsonText& json, const RunSummary& summary) {
  json.name("workers").begin_array();
  for (const WorkerHealth& worker : summary.workers) {
    json.begin_object().member("cpu_share", cpu_share(worker));
    json.member("worst_lag_ms", milliseconds(worker.worst_lag));
    json.member("at_its_limit", at_its_limit(worker)).member("batches", worker.batches).end_object();
  }
  json.end_array();
  const RunHealth health = judge(summary.workers);
  json.name("health").begin_object().member("verdict", verdict_text(health.verdict));
  json.member("bound_ms", milliseconds(health.bound)).name("reasons").begin_array();
  for (const std::string& reason : health.reasons) json.value(std::string_view(reason));
  json.end_array().end_object();
}

}  // namespace

void add_summary(JsonText& json, const RunSummary& summary) {
  const Statistics& total = summary.total;
  json.begin_object().member("format", std::uint64_t{1}).member("host", summary.host);
  json.member("seed", summary.seed).member("seconds", static_cast<double>(summary.elapsed) / 1e9);
  json.member("users", summary.users).member("interrupted", summary.interrupted);
  json.member("engine", summary.engine);
  json.name("all").begin_object();
  add_row(json, total.all_rows(), summary.elapsed);
  json.end_object();
  add_arrivals(json, summary);
  add_rows(json, summary);
  add_measures(json, summary);
  add_checks(json, summary);
  add_task_failures(json, summary);
  add_spins(json, summary);
  add_tasksets(json, summary);
  json.name("books").begin_object();
  json.member("requests_started", total.requests_started).member("requests_cut_off", total.requests_cut_off);
  json.member("transactions_started", total.transactions_started);
  json.member("transactions_cut_off", total.transactions_cut_off);
  json.member("users_started", total.users_started).member("users_stopped", total.users_stopped).end_object();
  add_once(json, "setup", summary.setup);
  add_once(json, "teardown", summary.teardown);
  add_picks(json, summary.picks);
  add_limits(json, summary);
  add_health(json, summary);
  json.name("service_losses").begin_array();
  for (const std::string& loss : summary.losses) json.value(std::string_view(loss));
  json.end_array();
  json.name("left_out").begin_array();
  for (const std::string& file : summary.left_out) json.value(std::string_view(file));
  json.end_array();
  json.end_object();
}

std::string json_summary(const RunSummary& summary) {
  JsonText json(mask_text);
  add_summary(json, summary);
  return json.text();
}

std::expected<std::unique_ptr<JsonReport>, std::string> JsonReport::open(const std::string& path) {
  auto file = OutputFile::open(path);
  if (!file) return std::unexpected(file.error());
  return std::unique_ptr<JsonReport>(new JsonReport(std::move(*file)));
}

}  // namespace nest
