// Transactions and metrics.

#include "runtime/entry/entry.h"

using namespace nest;

extern "C" {

void nest_transaction_begin(nest_user* user, uint32_t transaction) noexcept {
  UserTask::from(user).actions->begin_transaction(transaction);
}

void nest_transaction_end(nest_user* user, uint32_t transaction) noexcept {
  UserTask::from(user).actions->end_transaction(transaction);
}

nest_status nest_metric_add(nest_user* user, uint32_t metric, const nest_value* value) noexcept {
  return UserTask::from(user).actions->add_to_metric(metric, *value);
}

}  // extern "C"
