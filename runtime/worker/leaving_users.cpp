#include "runtime/worker/leaving_users.h"

#include <utility>

namespace nest {

LeavingUsers::~LeavingUsers() { loop_->cancel(alarm_); }

void LeavingUsers::dismiss(std::unique_ptr<User> user, Nanoseconds finish_within) {
  User& leaving = *user;
  users_.emplace(&leaving, std::move(user));
  if (finish_within <= 0) {
    leaving.stop();
    return;
  }
  const Instant deadline = loop_->turn_time() + finish_within;
  deadlines_.push_back({deadline, &leaving, leaving.number()});
  if (deadlines_.size() == 1) loop_->schedule(alarm_, deadline);
  leaving.finish();
}

void LeavingUsers::forget(const User& user) { users_.erase(&user); }

void LeavingUsers::stop_overdue() {
  while (!deadlines_.empty() && deadlines_.front().at <= loop_->turn_time()) {
    const Deadline deadline = deadlines_.front();
    deadlines_.pop_front();
    const auto found = users_.find(deadline.user);
    if (found != users_.end() && found->second->number() == deadline.number) found->second->stop();
  }
  if (!deadlines_.empty()) loop_->schedule(alarm_, deadlines_.front().at);
}

}  // namespace nest
