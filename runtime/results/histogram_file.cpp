#include "runtime/results/histogram_file.h"

#include <fmt/format.h>

#include <utility>

#include "runtime/report/format.h"
#include "runtime/results/hdr_encoding.h"
#include "runtime/results/hdr_log.h"
#include "runtime/secrets/masking.h"

namespace nest {

std::string histogram_tag(std::string_view kind, std::string_view method, std::string_view name) {
  return hdr_tag(fmt::format("{}:{} {}", kind, method, one_line(name)));
}

std::string histogram_tag(std::string_view kind, std::string_view name) {
  return hdr_tag(fmt::format("{}:{}", kind, one_line(name)));
}

std::string RowNames::next(std::string_view method, std::string_view name) {
  const std::string masked = mask_text(name);
  std::string unique = masked;
  for (int number = 2; !taken_.insert(fmt::format("{} {}", method, one_line(unique))).second; ++number)
    unique = fmt::format("{} ({})", masked, number);
  return unique;
}

std::string histogram_file(const RunSummary& summary, double started_at) {
  std::string text = hdr_log_head(started_at);
  RowNames names;
  for (std::size_t i = 0; i < summary.total.rows.size(); ++i) {
    const RowStatistics& row = summary.total.rows[i];
    const std::string_view method = method_name(summary.program.rows[i].method);
    const std::string name = names.next(method, view(summary.program.rows[i].name));
    const auto add = [&](std::string_view kind, const Histogram& times) {
      if (times.count() == 0) return;
      text += hdr_log_line(histogram_tag(kind, method, name), 0, summary.elapsed, times);
    };
    add(kResponseTag, row.response_time);
    add(kServiceTag, row.service_time);
    add(kFailedTag, row.failed_time);
  }
  const auto add = [&](std::string_view kind, std::string_view name, const Histogram& values) {
    const std::string unique = names.next(kind, name);
    if (values.count() > 0) text += hdr_log_line(histogram_tag(kind, unique), 0, summary.elapsed, values);
  };
  for (std::size_t i = 0; i < summary.total.transactions.size(); ++i)
    add(kTransactionTag, view(summary.program.transactions[i].name), summary.total.transactions[i].time);
  for (std::size_t i = 0; i < summary.total.metrics.size(); ++i)
    add(kTrendTag, view(summary.program.metrics[i].full_name), summary.total.metrics[i].values);
  return text;
}

std::expected<StoredBuckets, std::string> read_histogram_file(std::string_view text) {
  StoredBuckets stored;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    constexpr std::string_view kTag = "Tag=";
    if (!line.starts_with(kTag)) continue;
    const std::size_t comma = std::min(line.find(','), line.size());
    auto buckets = buckets_of_hdr_base64(line.substr(line.rfind(',') + 1));
    if (!buckets) {
      return std::unexpected(fmt::format("the histogram in line {} {}", number, buckets.error()));
    }
    stored[std::string(line.substr(kTag.size(), comma - kTag.size()))] = std::move(*buckets);
  }
  return stored;
}

}  // namespace nest
