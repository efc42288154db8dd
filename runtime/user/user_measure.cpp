// What compiled code asks of transactions and metrics.

#include <fmt/format.h>

#include "runtime/secrets/masking.h"
#include "runtime/user/metric_value.h"
#include "runtime/user/user.h"
#include "runtime/values/text.h"

namespace nest {

void User::begin_transaction(std::uint32_t transaction) {
  host_->recorder->transaction_started();
  if (transactions_ == nullptr) transactions_ = std::make_unique<OpenTransactions>();
  transactions_->begin(transaction, host_->loop->now());
}

void User::end_transaction(std::uint32_t transaction) {
  if (transactions_ == nullptr) return;
  const std::size_t depth = transactions_->depth_of(transaction);
  if (depth > 0) end_transactions(depth - 1);
}

// Down to so many; all of them at the same moment.
void User::end_transactions(std::size_t kept) {
  const Instant now = host_->loop->now();
  for (; transactions_->depth() > kept; transactions_->drop_innermost()) {
    const OpenTransaction& ended = transactions_->innermost();
    const TransactionSample sample{ended.transaction, now - ended.began, ended.cause};
    host_->recorder->transaction(sample);
    if (host_->trace != nullptr) host_->trace->transaction_ended(number(), sample);
  }
}

void User::fail_transactions(std::string_view cause) {
  if (transactions_ != nullptr) transactions_->fail(cause);
}

// The user is stopped where it is: no sample, but counted.
void User::cut_off_transactions() {
  if (transactions_ == nullptr) return;
  for (; !transactions_->empty(); transactions_->drop_innermost()) host_->recorder->transaction_cut_off();
}

nest_status User::add_to_metric(std::uint32_t metric, const nest_value& value) {
  const nest_metric& info = host_->program->metrics[metric];
  const Result<std::int64_t> amount = metric_value(info, value, task_.arena);
  if (!amount) return task_.fail(amount.error());
  host_->recorder->metric(metric, *amount, host_->loop->now() - host_->start);
  if (host_->trace != nullptr) host_->trace->measured(number(), metric, *amount);
  return NEST_OK;
}

}  // namespace nest
