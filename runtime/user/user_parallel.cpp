// Requests of a user that are in flight together.

#include <cassert>
#include <utility>

#include "runtime/user/user.h"

namespace nest {

void ParallelRequest::exchange_done(const http::ExchangeResult& result) {
  user_->parallel_request_done(*this, result);
}

void User::begin_parallel() {
  if (parallel_ == nullptr) parallel_ = std::make_unique<ParallelRequests>();
  assert(parallel_->phase == ParallelRequests::Phase::None);
  parallel_->phase = ParallelRequests::Phase::Starting;
  parallel_->count = 0;
  parallel_->in_flight = 0;
  parallel_->failure = {NEST_OK, {}};
}

// The next place; its response is the context's from now on.
ParallelRequest& User::next_parallel_place() {
  ParallelRequests& all = *parallel_;
  if (all.count == all.places.size()) all.places.emplace_back(*this);
  ParallelRequest& place = all.places[all.count++];
  place.pending = {};
  place.unsent = {};
  place.response = &place.unsent;
  task_.context.response = place.response;
  return place;
}

void User::wait_for_parallel() {
  parallel_->phase = ParallelRequests::Phase::InFlight;
  // None could be started: there is nothing to wait for.
  if (parallel_->in_flight == 0) host_->loop->schedule(*this, host_->loop->turn_time());
}

void User::parallel_request_done(ParallelRequest& request, const http::ExchangeResult& result) {
  take_result(result, request.pending, *request.response);
  if (--parallel_->in_flight > 0) return;
  spin_.waits();
  resume();
}

void User::select_parallel(std::uint32_t number) {
  ParallelRequests& all = *parallel_;
  all.phase = ParallelRequests::Phase::Judging;
  ParallelRequest& place = all.places[number];
  all.selected_unsent = place.pending.request == nullptr;
  pending_ = std::exchange(place.pending, {});
  task_.context.response = place.response;
}

nest_status User::end_parallel() {
  ParallelRequests& all = *parallel_;
  all.phase = ParallelRequests::Phase::None;
  all.selected_unsent = false;
  if (all.failure.kind == NEST_OK) return NEST_OK;
  task_.failure = {all.failure.kind, all.failure_site, all.failure.message};
  return all.failure.kind;
}

// The user is stopped where it is: what has no verdict yet gives no sample, but is counted.
void User::cut_off_parallel() {
  if (parallel_ == nullptr || parallel_->phase == ParallelRequests::Phase::None) return;
  for (std::size_t i = 0; i < parallel_->count; ++i) {
    if (std::exchange(parallel_->places[i].pending, {}).request != nullptr)
      host_->recorder->request_cut_off();
  }
  if (std::exchange(parallel_->in_flight, 0) > 0) exchange_->cancel();
  parallel_->phase = ParallelRequests::Phase::None;
  parallel_->selected_unsent = false;
}

}  // namespace nest
