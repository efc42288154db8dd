#include "runtime/results/exact_json.h"

#include <algorithm>
#include <string>

#include "runtime/report/format.h"
#include "runtime/report/json.h"
#include "runtime/report/measures.h"
#include "runtime/secrets/masking.h"

namespace nest {
namespace {

std::uint64_t whole(Nanoseconds time) { return static_cast<std::uint64_t>(std::max<Nanoseconds>(time, 0)); }

// As text: 128 bits are more than a JSON number can be relied on to hold.
std::string decimal(NanosecondSum number) {
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(number % 10));
    number /= 10;
  } while (number > 0);
  std::ranges::reverse(digits);
  return digits;
}

void add_times(JsonText& json, std::string_view name, const Histogram& times) {
  json.name(name).begin_object().member("sum_ns", std::string_view(decimal(times.sum())));
  json.member("min_ns", whole(times.min())).member("max_ns", whole(times.max())).end_object();
}

void add_counts(JsonText& json, std::string_view name, const TextCounts& counts) {
  json.name(name).begin_array();
  for (const auto& [text, count] : counts.seen()) {
    json.begin_object().member("text", std::string_view(mask_text(text))).member("count", count).end_object();
  }
  json.end_array();
}

void add_place(JsonText& json, const nest_program& program, std::uint32_t site) {
  const bool is_known = site < program.site_count && program.sites[site].file < program.file_count;
  const nest_site place = is_known ? program.sites[site] : nest_site{};
  json.member("file", is_known ? view(program.files[place.file]) : std::string_view("?"));
  json.member("line", std::uint64_t{place.line}).member("column", std::uint64_t{place.column});
}

void add_rows(JsonText& json, const RunSummary& summary) {
  json.name("rows").begin_array();
  for (std::size_t i = 0; i < summary.total.rows.size(); ++i) {
    const RowStatistics& row = summary.total.rows[i];
    json.begin_object().member("method", method_name(summary.program.rows[i].method));
    json.member("name", std::string_view(mask_text(view(summary.program.rows[i].name))));
    json.member("requests", row.requests).member("failures", row.failures);
    json.member("bytes_received", row.bytes_received);
    json.member("http_2", row.http_2).member("http_1_instead", row.fell_back);
    add_times(json, "response", row.response_time);
    add_times(json, "service", row.service_time);
    add_times(json, "failed", row.failed_time);
    add_counts(json, "causes", row.causes);
    json.end_object();
  }
  json.end_array();
}

void add_checks(JsonText& json, const RunSummary& summary) {
  json.name("checks").begin_array();
  for (std::size_t i = 0; i < summary.total.checks.size(); ++i) {
    const nest_check_info& info = summary.program.checks[i];
    json.begin_object().member("text", std::string_view(mask_text(view(info.text))));
    add_place(json, summary.program, info.site);
    json.member("passed", summary.total.checks[i].passed).member("failed", summary.total.checks[i].failed);
    json.end_object();
  }
  json.end_array();
}

void add_transactions(JsonText& json, const RunSummary& summary) {
  json.name("transactions").begin_array();
  for (std::size_t i = 0; i < summary.total.transactions.size(); ++i) {
    const TransactionStatistics& transaction = summary.total.transactions[i];
    json.begin_object().member("name",
                               std::string_view(mask_text(view(summary.program.transactions[i].name))));
    json.member("finished", transaction.finished).member("failures", transaction.failures);
    add_times(json, "time", transaction.time);
    add_counts(json, "causes", transaction.causes);
    json.end_object();
  }
  json.end_array();
}

void add_metrics(JsonText& json, const RunSummary& summary) {
  json.name("metrics").begin_array();
  for (std::size_t i = 0; i < summary.total.metrics.size(); ++i) {
    const nest_metric& info = summary.program.metrics[i];
    const MetricStatistics& metric = summary.total.metrics[i];
    json.begin_object().member("full_name", view(info.full_name)).member("kind", metric_kind_name(info.kind));
    json.member("is_duration", info.element == NEST_DURATION);
    json.member("count", metric.count).member("sum", metric.sum);
    add_times(json, "values", metric.values);
    // As text: below zero, or more than a JSON number can be relied on to hold.
    json.member("latest", std::string_view(std::to_string(metric.latest)));
    json.member("least", std::string_view(std::to_string(metric.least)));
    json.member("greatest", std::string_view(std::to_string(metric.greatest)));
    json.member("latest_at_ns", whole(metric.latest_at)).end_object();
  }
  json.end_array();
}

void add_task_failures(JsonText& json, const RunSummary& summary) {
  json.name("task_failures").begin_array();
  for (const auto& [site, messages] : summary.total.task_failures) {
    json.begin_object();
    add_place(json, summary.program, site);
    add_counts(json, "messages", messages);
    json.end_object();
  }
  json.end_array();
}

void add_spins(JsonText& json, const RunSummary& summary) {
  json.name("spinning_users").begin_array();
  for (const auto& [site, names] : summary.total.spins) {
    json.begin_object();
    add_place(json, summary.program, site);
    add_counts(json, "names", names);
    json.end_object();
  }
  json.end_array();
}

void add_tasksets(JsonText& json, const RunSummary& summary) {
  json.name("tasksets").begin_array();
  for (std::size_t i = 0; i < summary.total.taskset_visits.size(); ++i) {
    json.begin_object().member("full_name", view(summary.program.tasksets[i].full_name));
    json.member("visits", summary.total.taskset_visits[i]).end_object();
  }
  json.end_array().name("tasks").begin_array();
  for (std::size_t i = 0; i < summary.total.tasks_finished.size(); ++i) {
    json.begin_object().member("full_name", view(summary.program.tasks[i].full_name));
    json.member("started", summary.total.tasks_started[i]);
    json.member("finished", summary.total.tasks_finished[i]).end_object();
  }
  json.end_array();
}

void add_workers(JsonText& json, const RunSummary& summary) {
  json.name("workers").begin_array();
  for (const WorkerHealth& worker : summary.workers) {
    json.begin_object().member("wall_ns", whole(worker.wall_time)).member("cpu_ns", whole(worker.cpu_time));
    json.member("worst_lag_ns", whole(worker.worst_lag)).member("total_lag_ns", whole(worker.total_lag));
    json.member("timers", worker.timers).member("late_timers", worker.late_timers);
    json.member("batches", worker.batches);
    json.name("delay_buckets").begin_array();
    for (const std::uint64_t count : worker.delays.buckets()) json.value(count);
    json.end_array().end_object();
  }
  json.end_array();
}

void add_lines(JsonText& json, std::string_view name, const std::vector<std::string>& lines) {
  json.name(name).begin_array();
  for (const std::string& line : lines) json.value(std::string_view(mask_text(line)));
  json.end_array();
}

// Of what runs once only the counts that reports show.
void add_once(JsonText& json, std::string_view word, const Statistics& counted) {
  const RowStatistics all = counted.all_rows();
  json.name(word).begin_object().member("requests_started", counted.requests_started);
  json.member("requests", all.requests).member("failures", all.failures);
  json.member("task_failures", counted.task_failure_count()).end_object();
}

void add_limits(JsonText& json, const RunSummary& summary) {
  json.member("plan", summary.plan).name("limits").begin_array();
  for (const LimitOutcome& limit : summary.limits) {
    json.begin_object()
        .member("text", std::string_view(limit.text))
        .member("place", std::string_view(limit.place));
    json.member("state", std::uint64_t{static_cast<std::uint8_t>(limit.state)});
    json.member("unit", std::uint64_t{static_cast<std::uint8_t>(limit.unit)});
    json.member("value", limit.value).member("at_ns", whole(limit.at)).member("ended_run", limit.ended_run);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

void add_exact(JsonText& json, const RunSummary& summary) {
  const Statistics& total = summary.total;
  json.begin_object().member("elapsed_ns", whole(summary.elapsed)).member("users", summary.users);
  json.member("seed", summary.seed).member("host", std::string_view(mask_url(summary.host)));
  json.member("interrupted", summary.interrupted).member("engine", summary.engine);
  json.member("users_started", total.users_started).member("users_stopped", total.users_stopped);
  json.member("requests_started", total.requests_started).member("requests_cut_off", total.requests_cut_off);
  json.member("arrivals_begun", total.arrivals_begun).member("arrivals_dropped", total.arrivals_dropped);
  json.member("visits_finished", total.visits_finished).member("visits_cut_off", total.visits_cut_off);
  add_rows(json, summary);
  json.member("transactions_started", total.transactions_started);
  json.member("transactions_cut_off", total.transactions_cut_off);
  add_transactions(json, summary);
  add_metrics(json, summary);
  add_checks(json, summary);
  add_task_failures(json, summary);
  add_spins(json, summary);
  add_tasksets(json, summary);
  add_picks(json, summary.picks);
  add_once(json, "setup", summary.setup);
  add_once(json, "teardown", summary.teardown);
  add_workers(json, summary);
  add_limits(json, summary);
  add_lines(json, "service_losses", summary.losses);
  add_lines(json, "left_out", summary.left_out);
  json.end_object();
}

}  // namespace nest
