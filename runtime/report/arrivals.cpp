#include "runtime/report/arrivals.h"

#include <fmt/format.h>

#include <string_view>

#include "runtime/report/format.h"

namespace nest {
namespace {

std::uint64_t arrivals_in(const Statistics& counted) {
  return counted.arrivals_begun + counted.arrivals_dropped;
}

std::string_view plural(std::uint64_t count) { return count == 1 ? "" : "s"; }

}  // namespace

std::string arrivals_text(const RunSummary& summary) {
  const Statistics& total = summary.total;
  const std::uint64_t all = arrivals_in(total);
  if (all == 0) return {};
  if (total.arrivals_dropped == 0) return fmt::format("\n{} arrival{}, none was dropped\n", all, plural(all));
  return fmt::format(
      "\nWARNING: {} of {} arrival{} ({}) {} dropped, because every user was busy: the target got less load "
      "than\nthe plan says, and the times above are of the others alone. Look why visits took so long, or "
      "raise max_users.\n",
      total.arrivals_dropped, all, plural(all), share_text(total.arrivals_dropped, all),
      total.arrivals_dropped == 1 ? "was" : "were");
}

std::string arrival_books(const RunSummary& summary) {
  const Statistics& total = summary.total;
  if (arrivals_in(total) == 0) return {};
  std::string text =
      fmt::format("  arrivals {} = visits finished {} + cut off {} + dropped {}\n", arrivals_in(total),
                  total.visits_finished, total.visits_cut_off, total.arrivals_dropped);
  if (total.visits_finished + total.visits_cut_off != total.arrivals_begun)
    text += "  WARNING: the sums differ; please report this as a fault of nest\n";
  return text;
}

std::string arrivals_now(const RunSecond& second) {
  if (arrivals_in(second.total) == 0) return {};
  return fmt::format("  arrivals/s {}  dropped {}", rate_text(arrivals_in(second.delta), second.length),
                     second.total.arrivals_dropped);
}

void add_arrivals(JsonText& json, const RunSummary& summary) {
  const Statistics& total = summary.total;
  const std::uint64_t all = arrivals_in(total);
  if (all == 0) return;
  json.name("arrivals").begin_object().member("begun", total.arrivals_begun);
  json.member("dropped", total.arrivals_dropped);
  json.member("dropped_share", static_cast<double>(total.arrivals_dropped) / static_cast<double>(all));
  json.member("visits_finished", total.visits_finished).member("visits_cut_off", total.visits_cut_off);
  json.end_object();
}

std::string arrivals_csv(const RunSummary& summary) {
  if (arrivals_in(summary.total) == 0) return {};
  // Kind, name, unit, count, sum; then latest, average, min, max and four percentiles, which they have not.
  const auto line = [](std::string_view name, std::uint64_t count) {
    return fmt::format("arrivals,{},,{},{},,,,,,,,\r\n", name, count, count);
  };
  return line("begun", summary.total.arrivals_begun) + line("dropped", summary.total.arrivals_dropped);
}

}  // namespace nest
