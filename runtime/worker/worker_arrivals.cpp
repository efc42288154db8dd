// A worker of a plan of arrivals: what comes due begins a visit, or is dropped.

#include <algorithm>

#include "runtime/worker/worker.h"

namespace nest {

void Worker::admit_arrivals() {
  const Nanoseconds now = loop_.turn_time() - plan_->start;
  for (int i = 0; i < kStartsATurn && arrivals_->next_due() <= now; ++i) admit_arrival();
  if (!arrivals_->all_taken()) {
    loop_.schedule(scheduler_, plan_->start + std::max(now, arrivals_->next_due()));
  } else if (arrivals_->is_over()) {
    dismiss_resting();
  }
}

void Worker::admit_arrival() {
  const Instant due = plan_->start + arrivals_->next_due();
  const std::uint64_t arrival = arrivals_->take();
  const auto slot = arrivals_->occupy();
  if (!slot) {
    recorder_.arrival_dropped();
    return;
  }
  recorder_.arrival_begun();
  if (users_[*slot] == nullptr) make_user(*slot);
  users_[*slot]->arrive(arrival, due);
}

// Those whose time came before the run went on to its end, and which the loop has not got to: each arrival
// of the plan is counted.
void Worker::admit_overdue() {
  const Nanoseconds now = loop_.now() - plan_->start;
  while (arrivals_->next_due() <= now) admit_arrival();
}

void Worker::dismiss_resting() {
  for (const std::size_t slot : arrivals_->dismiss_resting()) users_[slot]->finish();
}

void Worker::visit_ended(User& user) {
  if (arrivals_->is_over()) {
    user.finish();
  } else {
    arrivals_->release(slot_of(user));
  }
}

}  // namespace nest
