#include "runtime/results/stored_run.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <limits>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "runtime/report/format.h"
#include "runtime/report/measures.h"
#include "runtime/results/histogram_file.h"
#include "runtime/results/results_folder.h"

namespace nest {
namespace {

using Element = simdjson::dom::element;

/// What is wrong with a file; caught where it is read.
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string text_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Unreadable("cannot be read");
  std::ostringstream text;
  text << file.rdbuf();
  if (file.bad()) throw Unreadable("cannot be read");
  return std::move(text).str();
}

Nanoseconds time_of(Element object, const char* name) {
  const std::uint64_t value = object[name];
  if (value > static_cast<std::uint64_t>(std::numeric_limits<Nanoseconds>::max() / 4))
    throw Unreadable(fmt::format("{} is out of range", name));
  return static_cast<Nanoseconds>(value);
}

std::uint32_t number_of(Element object, const char* name) {
  const std::uint64_t value = object[name];
  if (value > std::numeric_limits<std::uint32_t>::max())
    throw Unreadable(fmt::format("{} is out of range", name));
  return static_cast<std::uint32_t>(value);
}

NanosecondSum sum_of(std::string_view digits) {
  NanosecondSum sum = 0;
  if (digits.empty() || digits.size() > 38 ||
      digits.find_first_not_of("0123456789") != std::string_view::npos)
    throw Unreadable("sum_ns is no number");
  for (const char digit : digits) sum = sum * 10 + static_cast<unsigned>(digit - '0');
  return sum;
}

std::uint32_t method_of(std::string_view name) {
  for (std::uint32_t method = NEST_GET; method <= NEST_OPTIONS; ++method) {
    if (method_name(method) == name) return method;
  }
  throw Unreadable("a method is unknown");
}

std::uint32_t metric_kind_of(std::string_view name) {
  for (std::uint32_t kind = NEST_METRIC_COUNTER; kind <= NEST_METRIC_RATE; ++kind) {
    if (metric_kind_name(kind) == name) return kind;
  }
  throw Unreadable("a kind of metric is unknown");
}

std::int64_t signed_of(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) throw Unreadable("a number is none");
  return number;
}

TextCounts counts_of(Element list) {
  TextCounts counts;
  for (const Element entry : list) counts.add(std::string_view(entry["text"]), entry["count"]);
  return counts;
}

Statistics once_of(Element stored) {
  Statistics counted;
  counted.requests_started = stored["requests_started"];
  RowStatistics& all = counted.rows.emplace_back();
  all.requests = stored["requests"];
  all.failures = stored["failures"];
  counted.task_failures[0].add("", stored["task_failures"]);
  return counted;
}

std::vector<std::string> lines_of(Element list) {
  std::vector<std::string> lines;
  for (const Element line : list) lines.emplace_back(std::string_view(line));
  return lines;
}

}  // namespace

/// Fills a StoredRun from its files.
class StoredRunReader {
 public:
  std::unique_ptr<StoredRun> read(Element results, const StoredBuckets& buckets) {
    run_->is_finished_ = results["finished"];
    const Element exact = results["exact"];
    read_rows(exact["rows"], buckets);
    read_checks(exact["checks"]);
    // Results of a nest that had none of these hold none.
    if (Element list; exact["transactions"].get(list) == simdjson::SUCCESS)
      read_transactions(list, exact, buckets);
    if (Element list; exact["metrics"].get(list) == simdjson::SUCCESS) read_metrics(list, buckets);
    read_task_failures(exact["task_failures"]);
    read_spins(exact);
    read_tasksets(exact);
    read_numbers(exact);
    read_picks(exact);
    if (Element once; exact["setup"].get(once) == simdjson::SUCCESS) run_->setup_ = once_of(once);
    if (Element once; exact["teardown"].get(once) == simdjson::SUCCESS) run_->teardown_ = once_of(once);
    read_workers(exact["workers"]);
    if (!exact["limits"].error()) read_limits(exact);  // older results have none
    finish_program();
    return std::move(run_);
  }

 private:
  nest_str keep(std::string_view text) {
    const std::string& kept = run_->texts_.emplace_back(text);
    return {kept.data(), kept.size()};
  }

  std::uint32_t place(Element object) {
    run_->files_.push_back(keep(object["file"]));
    run_->sites_.push_back({static_cast<std::uint32_t>(run_->files_.size() - 1), number_of(object, "line"),
                            number_of(object, "column")});
    return static_cast<std::uint32_t>(run_->sites_.size() - 1);
  }

  static Histogram histogram(Element times, const StoredBuckets& buckets, const std::string& tag) {
    const auto found = buckets.find(tag);
    if (found == buckets.end()) return {};
    return Histogram::restored(found->second, sum_of(times["sum_ns"]), time_of(times, "min_ns"),
                               time_of(times, "max_ns"));
  }

  /// Of a member that results have had since: 0 where it is missing.
  static std::uint64_t count_or_none(Element object, std::string_view name) {
    std::uint64_t count = 0;
    if (object.at_key(name).get(count) != simdjson::SUCCESS) return 0;
    return count;
  }

  void read_rows(Element rows, const StoredBuckets& buckets) {
    RowNames names;
    for (const Element stored : rows) {
      const std::string_view method = stored["method"];
      const std::string_view name = stored["name"];
      run_->rows_.push_back({method_of(method), 0, keep(name)});
      RowStatistics& row = run_->total_.rows.emplace_back();
      row.requests = stored["requests"];
      row.failures = stored["failures"];
      row.bytes_received = stored["bytes_received"];
      row.http_2 = count_or_none(stored, "http_2");
      row.fell_back = count_or_none(stored, "http_1_instead");
      const std::string tagged = names.next(method, name);
      const auto tag = [&](std::string_view kind) { return histogram_tag(kind, method, tagged); };
      row.response_time = histogram(stored["response"], buckets, tag(kResponseTag));
      row.service_time = histogram(stored["service"], buckets, tag(kServiceTag));
      row.failed_time = histogram(stored["failed"], buckets, tag(kFailedTag));
      row.causes = counts_of(stored["causes"]);
      if (row.response_time.count() != row.requests)
        throw Unreadable(
            fmt::format("{} and {} do not agree about {} {}", kResultsFile, kHistogramFile, method, name));
    }
  }

  void read_checks(Element checks) {
    for (const Element stored : checks) {
      run_->checks_.push_back({keep(stored["text"]), place(stored), NEST_NONE});
      run_->total_.checks.push_back({stored["passed"], stored["failed"]});
    }
  }

  void read_transactions(Element transactions, Element exact, const StoredBuckets& buckets) {
    run_->total_.transactions_started = exact["transactions_started"];
    run_->total_.transactions_cut_off = exact["transactions_cut_off"];
    RowNames names;
    for (const Element stored : transactions) {
      const std::string_view name = stored["name"];
      run_->transactions_.push_back({keep(name), 0, 0});
      TransactionStatistics& transaction = run_->total_.transactions.emplace_back();
      transaction.finished = stored["finished"];
      transaction.failures = stored["failures"];
      transaction.time = histogram(stored["time"], buckets,
                                   histogram_tag(kTransactionTag, names.next(kTransactionTag, name)));
      transaction.causes = counts_of(stored["causes"]);
      if (transaction.time.count() != transaction.finished)
        throw Unreadable(fmt::format("and {} do not agree about transaction {}", kHistogramFile, name));
    }
  }

  void read_metrics(Element metrics, const StoredBuckets& buckets) {
    RowNames names;
    for (const Element stored : metrics) {
      const std::string_view name = stored["full_name"];
      nest_metric& info = run_->metrics_.emplace_back();
      info.kind = metric_kind_of(stored["kind"]);
      info.element = bool(stored["is_duration"]) ? NEST_DURATION : NEST_FLOAT;
      info.full_name = keep(name);
      MetricStatistics& metric = run_->total_.metrics.emplace_back();
      metric.count = stored["count"];
      metric.sum = stored["sum"];
      metric.values =
          histogram(stored["values"], buckets, histogram_tag(kTrendTag, names.next(kTrendTag, name)));
      metric.latest = signed_of(stored["latest"]);
      metric.least = signed_of(stored["least"]);
      metric.greatest = signed_of(stored["greatest"]);
      metric.latest_at = time_of(stored, "latest_at_ns");
      if (info.kind == NEST_METRIC_TREND && metric.values.count() != metric.count)
        throw Unreadable(fmt::format("and {} do not agree about metric {}", kHistogramFile, name));
    }
  }

  void read_task_failures(Element failures) {
    for (const Element stored : failures)
      run_->total_.task_failures[place(stored)] = counts_of(stored["messages"]);
  }

  // Results of an earlier nest have none.
  void read_spins(Element exact) {
    simdjson::dom::array spins;
    if (exact["spinning_users"].get(spins) != simdjson::SUCCESS) return;
    for (const Element stored : spins) run_->total_.spins[place(stored)] = counts_of(stored["names"]);
  }

  void read_picks(Element exact) {
    Element stored;
    if (exact["picks"].get(stored) != simdjson::SUCCESS) return;
    PickFit& fit = run_->picks_;
    fit.picks = stored["count"];
    fit.chi_square = stored["chi_square"];
    fit.degrees = stored["degrees_of_freedom"];
    fit.p_value = stored["p_value"];
    for (const Element each : stored["deviations"]) {
      fit.deviations.push_back({std::string(std::string_view(each["name"])), each["expected_share"],
                                each["observed_share"], each["picks"]});
    }
  }

  void read_tasksets(Element exact) {
    for (const Element stored : simdjson::dom::array(exact["tasksets"])) {
      run_->tasksets_.emplace_back().full_name = keep(stored["full_name"]);
      run_->total_.taskset_visits.push_back(stored["visits"]);
    }
    for (const Element stored : simdjson::dom::array(exact["tasks"])) {
      run_->tasks_.emplace_back().full_name = keep(stored["full_name"]);
      run_->total_.tasks_finished.push_back(stored["finished"]);
      std::uint64_t started = run_->total_.tasks_finished.back();
      if (stored["started"].get(started) != simdjson::SUCCESS) started = run_->total_.tasks_finished.back();
      run_->total_.tasks_started.push_back(started);
    }
  }

  void read_numbers(Element exact) {
    run_->elapsed_ = time_of(exact, "elapsed_ns");
    run_->users_ = exact["users"];
    run_->seed_ = exact["seed"];
    run_->host_ = std::string_view(exact["host"]);
    run_->interrupted_ = exact["interrupted"];
    if (!exact["engine"].error()) run_->engine_ = std::string_view(exact["engine"]);  // older ones have none
    run_->total_.users_started = exact["users_started"];
    run_->total_.users_stopped = exact["users_stopped"];
    run_->total_.requests_started = exact["requests_started"];
    run_->total_.requests_cut_off = exact["requests_cut_off"];
    if (!exact["arrivals_begun"].error()) read_arrivals(exact);  // older results have none
    run_->losses_ = lines_of(exact["service_losses"]);
    run_->left_out_ = lines_of(exact["left_out"]);
  }

  void read_arrivals(Element exact) {
    run_->total_.arrivals_begun = exact["arrivals_begun"];
    run_->total_.arrivals_dropped = exact["arrivals_dropped"];
    run_->total_.visits_finished = exact["visits_finished"];
    run_->total_.visits_cut_off = exact["visits_cut_off"];
  }

  void read_workers(Element workers) {
    for (const Element stored : workers) {
      WorkerHealth& worker = run_->workers_.emplace_back();
      worker.wall_time = time_of(stored, "wall_ns");
      worker.cpu_time = time_of(stored, "cpu_ns");
      worker.worst_lag = time_of(stored, "worst_lag_ns");
      worker.total_lag = time_of(stored, "total_lag_ns");
      worker.timers = stored["timers"];
      worker.late_timers = stored["late_timers"];
      if (!stored["batches"].error()) worker.batches = stored["batches"];
      std::vector<std::uint64_t> delays;
      for (const Element count : simdjson::dom::array(stored["delay_buckets"])) delays.push_back(count);
      worker.delays.restore(delays);
    }
  }

  void read_limits(Element exact) {
    run_->plan_ = std::string_view(exact["plan"]);
    for (const Element stored : simdjson::dom::array(exact["limits"])) {
      LimitOutcome& limit = run_->limits_.emplace_back();
      limit.text = std::string_view(stored["text"]);
      limit.place = std::string_view(stored["place"]);
      limit.state = static_cast<LimitOutcome::State>(std::min<std::uint64_t>(stored["state"], 2));
      limit.unit = static_cast<LimitOutcome::Unit>(std::min<std::uint64_t>(stored["unit"], 2));
      limit.value = stored["value"];
      limit.at = time_of(stored, "at_ns");
      limit.ended_run = stored["ended_run"];
    }
  }

  void finish_program() {
    nest_program& program = run_->program_;
    program.files = run_->files_.data();
    program.file_count = run_->files_.size();
    program.sites = run_->sites_.data();
    program.site_count = run_->sites_.size();
    program.rows = run_->rows_.data();
    program.row_count = run_->rows_.size();
    program.checks = run_->checks_.data();
    program.check_count = run_->checks_.size();
    program.transactions = run_->transactions_.data();
    program.transaction_count = run_->transactions_.size();
    program.metrics = run_->metrics_.data();
    program.metric_count = run_->metrics_.size();
    program.tasksets = run_->tasksets_.data();
    program.taskset_count = run_->tasksets_.size();
    program.tasks = run_->tasks_.data();
    program.task_count = run_->tasks_.size();
  }

  std::unique_ptr<StoredRun> run_{new StoredRun};
};

std::expected<std::unique_ptr<StoredRun>, std::string> StoredRun::read(const std::string& folder) {
  std::string path = folder + "/" + kResultsFile;
  try {
    const std::string text = text_of_file(path);
    simdjson::dom::parser parser;
    const Element results = parser.parse(text);
    if (std::string_view(results["kind"]) != kResultsKind) throw Unreadable("is no result of nest run");
    if (const std::uint64_t format = results["format"]; format != kResultsFormat)
      throw Unreadable(fmt::format("has format {}; this nest reads {}", format, kResultsFormat));
    if (!results["exact"].error()) {
      path = folder + "/" + kHistogramFile;
      const auto buckets = read_histogram_file(text_of_file(path));
      if (!buckets) throw Unreadable(buckets.error());
      path = folder + "/" + kResultsFile;
      return StoredRunReader().read(results, *buckets);
    }
    throw Unreadable("holds no measurements: nest ended before it had any");
  } catch (const Unreadable& fault) {
    return std::unexpected(fmt::format("{} {}", path, fault.what()));
  } catch (const simdjson::simdjson_error& fault) {
    return std::unexpected(fmt::format("{} is not as nest writes it: {}", path, fault.what()));
  }
}

RunSummary StoredRun::summary() const {
  return {program_, total_,    elapsed_, users_,    seed_,  host_, interrupted_, workers_,
          losses_,  left_out_, setup_,   teardown_, picks_, plan_, limits_,      engine_};
}

}  // namespace nest
