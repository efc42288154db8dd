#include "runtime/cli/try_printer.h"

#include <fmt/format.h>

#include "runtime/cli/message_text.h"
#include "runtime/report/console.h"
#include "runtime/report/format.h"
#include "runtime/report/measures.h"
#include "runtime/secrets/masking.h"

namespace nest {

void TryPrinter::write(const std::string& text) {
  const std::string failure = write_text(out_, text);
  if (error_.empty()) error_ = failure;
}

void TryPrinter::sent(std::string_view url, std::string_view head, std::string_view body) {
  write(sent_text(url, head, body, body_limit_));
}

void TryPrinter::received(std::string_view head, std::string_view body, const http::ExchangeResult& result) {
  write(received_text(head, body, result, body_limit_));
}

void TryPrinter::once_started(std::string_view word) { write(fmt::format("\n{}\n", word)); }

void TryPrinter::taskset_entered(std::uint64_t, std::uint32_t taskset) {
  write(fmt::format("\ntaskset {}\n", one_line(view(program_->tasksets[taskset].full_name))));
}

void TryPrinter::task_started(std::uint64_t, std::uint32_t task) {
  write(fmt::format("\ntask {}\n", one_line(view(program_->tasks[task].full_name))));
}

void TryPrinter::checked(std::uint64_t, std::uint32_t check, bool passed) {
  const nest_check_info& info = program_->checks[check];
  write(fmt::format("  {}  {}  ({})\n", passed ? "passed" : "FAILED", one_line(view(info.text)),
                    site_text(*program_, info.site)));
}

void TryPrinter::request_finished(std::uint64_t, const RequestSample& sample) {
  if (sample.failed) write(fmt::format("  request FAILED: {}\n", one_line(sample.cause)));
}

void TryPrinter::failed(std::uint64_t, std::uint32_t site, std::string_view message) {
  write(fmt::format("  FAILED  {}  ({})\n", one_line(message), site_text(*program_, site)));
}

void TryPrinter::transaction_ended(std::uint64_t, const TransactionSample& sample) {
  const std::string name = one_line(view(program_->transactions[sample.transaction].name));
  const std::string failure = sample.cause.empty() ? "" : fmt::format("  FAILED: {}", one_line(sample.cause));
  write(fmt::format("  transaction {}  {}{}\n", name, duration_text(sample.time), failure));
}

void TryPrinter::measured(std::uint64_t, std::uint32_t metric, std::int64_t amount) {
  const nest_metric& info = program_->metrics[metric];
  const bool is_truth = info.kind == NEST_METRIC_RATE;
  const std::string value = is_truth                           ? (amount != 0 ? "true" : "false")
                            : info.kind == NEST_METRIC_COUNTER ? std::to_string(amount)
                                                               : amount_text(info, amount);
  write(fmt::format("  {} {}  {}\n", metric_kind_name(info.kind), one_line(view(info.full_name)), value));
}

void TryPrinter::logged(std::uint32_t site, std::string_view text) {
  write(fmt::format("  log     {}  ({})\n", one_line(mask_text(text)), site_text(*program_, site)));
}

}  // namespace nest
