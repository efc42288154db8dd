#include "runtime/report/measures.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "runtime/report/arrivals.h"
#include "runtime/report/format.h"
#include "runtime/report/table.h"
#include "runtime/report/text_lines.h"

namespace nest {
namespace {

constexpr std::array kPercents = {50.0, 90.0, 95.0, 99.0};

const nest_metric& info_of(const RunSummary& summary, std::size_t metric) {
  return summary.program.metrics[metric];
}

std::string metric_name(const RunSummary& summary, std::size_t metric) {
  return shown(view(info_of(summary, metric).full_name));
}

/// The metrics of a kind that were given a value.
std::vector<std::size_t> given(const RunSummary& summary, std::uint32_t kind) {
  std::vector<std::size_t> metrics;
  for (std::size_t i = 0; i < summary.total.metrics.size(); ++i) {
    if (info_of(summary, i).kind == kind && summary.total.metrics[i].count > 0) metrics.push_back(i);
  }
  return metrics;
}

std::string trends(const RunSummary& summary, std::size_t width) {
  std::vector<std::string> heads = {"Trends", "Count", "Average", "Min", "Max"};
  for (const double percent : kPercents) heads.push_back(fmt::format("p{:g}", percent));
  Table table(std::move(heads), "lr");
  const std::vector<std::size_t> metrics = given(summary, NEST_METRIC_TREND);
  for (const std::size_t i : metrics) {
    const nest_metric& info = info_of(summary, i);
    const Histogram& values = summary.total.metrics[i].values;
    std::vector<std::string> cells = {metric_name(summary, i), std::to_string(values.count()),
                                      amount_text(info, std::llround(values.average())),
                                      amount_text(info, values.min()), amount_text(info, values.max())};
    for (const double percent : kPercents) cells.push_back(amount_text(info, values.percentile(percent)));
    table.add(std::move(cells));
  }
  return metrics.empty() ? std::string() : '\n' + table.text(width);
}

std::string counters(const RunSummary& summary, std::size_t width) {
  Table table({"Counters", "Sum", "Per second"}, "lr");
  const std::vector<std::size_t> metrics = given(summary, NEST_METRIC_COUNTER);
  for (const std::size_t i : metrics) {
    const std::uint64_t sum = summary.total.metrics[i].sum;
    table.add({metric_name(summary, i), std::to_string(sum), rate_text(sum, summary.elapsed)});
  }
  return metrics.empty() ? std::string() : '\n' + table.text(width);
}

std::string gauges(const RunSummary& summary, std::size_t width) {
  Table table({"Gauges", "Latest", "Min", "Max"}, "lr");
  const std::vector<std::size_t> metrics = given(summary, NEST_METRIC_GAUGE);
  for (const std::size_t i : metrics) {
    const nest_metric& info = info_of(summary, i);
    const MetricStatistics& gauge = summary.total.metrics[i];
    table.add({metric_name(summary, i), amount_text(info, gauge.latest), amount_text(info, gauge.least),
               amount_text(info, gauge.greatest)});
  }
  return metrics.empty() ? std::string() : '\n' + table.text(width);
}

std::string rates(const RunSummary& summary, std::size_t width) {
  Table table({"Rates", "True", "Of", "Share"}, "lr");
  const std::vector<std::size_t> metrics = given(summary, NEST_METRIC_RATE);
  for (const std::size_t i : metrics) {
    const MetricStatistics& rate = summary.total.metrics[i];
    table.add({metric_name(summary, i), std::to_string(rate.sum), std::to_string(rate.count),
               share_text(rate.sum, rate.count)});
  }
  return metrics.empty() ? std::string() : '\n' + table.text(width);
}

/// Milliseconds of a duration, the number itself of a number.
double plain_number(const nest_metric& metric, double amount) {
  return amount / (metric.element == NEST_DURATION ? 1e6 : 1e3);
}
double plain_number(const nest_metric& metric, std::int64_t amount) {
  return plain_number(metric, static_cast<double>(amount));
}

double per_second(std::uint64_t count, Nanoseconds elapsed) {
  return elapsed <= 0 ? 0.0 : static_cast<double>(count) * 1e9 / static_cast<double>(elapsed);
}

void add_trend(JsonText& json, const nest_metric& info, const Histogram& values) {
  json.member("average", plain_number(info, values.average()));
  json.member("min", plain_number(info, values.min())).member("max", plain_number(info, values.max()));
  for (const double percent : kPercents)
    json.member(fmt::format("p{:g}", percent), plain_number(info, values.percentile(percent)));
}

void add_metric(JsonText& json, const RunSummary& summary, std::size_t i) {
  const nest_metric& info = info_of(summary, i);
  const MetricStatistics& metric = summary.total.metrics[i];
  json.begin_object().member("name", view(info.full_name)).member("kind", metric_kind_name(info.kind));
  json.member("unit", std::string_view(info.element == NEST_DURATION ? "ms" : ""))
      .member("count", metric.count);
  switch (info.kind) {
    case NEST_METRIC_COUNTER:
      json.member("sum", metric.sum).member("per_second", per_second(metric.sum, summary.elapsed));
      break;
    case NEST_METRIC_RATE:
      json.member("true", metric.sum);
      json.member("share", static_cast<double>(metric.sum) / static_cast<double>(metric.count));
      break;
    case NEST_METRIC_TREND:
      add_trend(json, info, metric.values);
      break;
    default:
      json.member("latest", plain_number(info, metric.latest))
          .member("min", plain_number(info, metric.least));
      json.member("max", plain_number(info, metric.greatest));
  }
  json.end_object();
}

void add_transaction(JsonText& json, const RunSummary& summary, std::size_t i) {
  const TransactionStatistics& transaction = summary.total.transactions[i];
  const Histogram& times = transaction.time;
  json.begin_object().member("name", view(summary.program.transactions[i].name));
  json.member("count", transaction.finished).member("failures", transaction.failures);
  json.member("per_second", per_second(transaction.finished, summary.elapsed));
  json.name("time_ms").begin_object().member("average", times.average() / 1e6);
  json.member("min", static_cast<double>(times.min()) / 1e6);
  json.member("max", static_cast<double>(times.max()) / 1e6);
  for (const double percent : kPercents) {
    json.member(fmt::format("p{:g}", percent), static_cast<double>(times.percentile(percent)) / 1e6);
  }
  json.end_object().name("causes").begin_object();
  for (const auto& [cause, count] : transaction.causes.seen()) json.member(cause, count);
  json.end_object().end_object();
}

/// A number with at most three places behind the point.
std::string number_text(double number) {
  std::string text = fmt::format("{:.3f}", number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace

std::string_view metric_kind_name(std::uint32_t kind) {
  constexpr std::array<std::string_view, 4> kNames = {"counter", "trend", "gauge", "rate"};
  return kind < kNames.size() ? kNames[kind] : std::string_view("?");
}

std::string amount_text(const nest_metric& metric, std::int64_t amount) {
  if (metric.element == NEST_DURATION)
    return amount < 0 ? '-' + duration_text(-amount) : duration_text(amount);
  return number_text(plain_number(metric, amount));
}

std::string transactions_text(const RunSummary& summary, std::size_t width) {
  std::vector<std::string> heads = {"Transactions", "Count", "Failures", "Average", "Min", "Max"};
  for (const double percent : kPercents) heads.push_back(fmt::format("p{:g}", percent));
  Table table(std::move(heads), "lr");
  std::string failures;
  bool any = false;
  for (std::size_t i = 0; i < summary.total.transactions.size(); ++i) {
    const TransactionStatistics& one = summary.total.transactions[i];
    if (one.finished == 0) continue;
    any = true;
    const std::string name = shown(view(summary.program.transactions[i].name));
    std::vector<std::string> cells = {name,
                                      std::to_string(one.finished),
                                      count_and_share(one.failures, one.finished),
                                      duration_text(std::llround(one.time.average())),
                                      duration_text(one.time.min()),
                                      duration_text(one.time.max())};
    for (const double percent : kPercents) cells.push_back(duration_text(one.time.percentile(percent)));
    table.add(std::move(cells));
    if (one.failures > 0) failures += name + '\n' + counted_lines(one.causes);
  }
  if (!any) return {};
  return '\n' + table.text(width) + (failures.empty() ? "" : "\nFailed transactions by cause\n" + failures);
}

std::string metrics_text(const RunSummary& summary, std::size_t width) {
  return trends(summary, width) + counters(summary, width) + gauges(summary, width) + rates(summary, width);
}

std::string transaction_books(const RunSummary& summary) {
  const Statistics& total = summary.total;
  if (total.transactions_started == 0) return {};
  std::uint64_t finished = 0;
  for (const TransactionStatistics& transaction : total.transactions) finished += transaction.finished;
  std::string text = fmt::format("  transactions started {} = finished {} + cut off {}\n",
                                 total.transactions_started, finished, total.transactions_cut_off);
  if (finished + total.transactions_cut_off != total.transactions_started)
    text += "  WARNING: the sums differ; please report this as a fault of nest\n";
  return text;
}

void add_measures(JsonText& json, const RunSummary& summary) {
  json.name("transactions").begin_array();
  for (std::size_t i = 0; i < summary.total.transactions.size(); ++i) {
    if (summary.total.transactions[i].finished > 0) add_transaction(json, summary, i);
  }
  json.end_array().name("metrics").begin_array();
  for (std::size_t i = 0; i < summary.total.metrics.size(); ++i) {
    if (summary.total.metrics[i].count > 0) add_metric(json, summary, i);
  }
  json.end_array();
}

std::string metrics_csv_head() {
  std::string head = "Kind,Name,Unit,Count,Sum,Latest,Average,Min,Max";
  for (const double percent : kPercents) head += fmt::format(",{:g}%", percent);
  return head + "\r\n";
}

std::string metrics_csv(const RunSummary& summary) {
  std::string text = arrivals_csv(summary);
  for (std::size_t i = 0; i < summary.total.metrics.size(); ++i) {
    const MetricStatistics& metric = summary.total.metrics[i];
    if (metric.count == 0) continue;
    const nest_metric& info = info_of(summary, i);
    const auto number = [&](auto amount) { return fmt::format("{:.3f}", plain_number(info, amount)); };
    const bool is_trend = info.kind == NEST_METRIC_TREND;
    const bool is_gauge = info.kind == NEST_METRIC_GAUGE;
    text += fmt::format("{},{},{},{},{},", metric_kind_name(info.kind), csv_field(view(info.full_name)),
                        info.element == NEST_DURATION ? "ms" : "", metric.count,
                        is_trend || is_gauge ? "" : std::to_string(metric.sum));
    if (is_gauge) text += number(metric.latest);
    text += ',';
    if (is_trend) text += number(metric.values.average());
    text += ',';
    if (is_trend || is_gauge) text += number(is_gauge ? metric.least : metric.values.min());
    text += ',';
    if (is_trend || is_gauge) text += number(is_gauge ? metric.greatest : metric.values.max());
    for (const double percent : kPercents) {
      text += ',';
      if (is_trend) text += number(metric.values.percentile(percent));
    }
    text += "\r\n";
  }
  return text;
}

}  // namespace nest
