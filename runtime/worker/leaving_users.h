#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <unordered_map>

#include "runtime/loop/alarm.h"
#include "runtime/loop/event_loop.h"
#include "runtime/user/user.h"

namespace nest {

/// The users of a worker that are not wanted any more, on their way out: those that a plan's falling level
/// sends home. Belongs to the worker's thread.
class LeavingUsers {
 public:
  explicit LeavingUsers(EventLoop& loop) : loop_(&loop) {}
  LeavingUsers(const LeavingUsers&) = delete;
  LeavingUsers& operator=(const LeavingUsers&) = delete;
  ~LeavingUsers();

  /// Stops a user where it is; with a time above 0 it may go on with its task for so long. Of one worker
  /// always the same time.
  void dismiss(std::unique_ptr<User> user, Nanoseconds finish_within);
  /// One that has ended: destroys it.
  void forget(const User& user);

  template <typename Visit>
  void each(Visit visit) {
    for (const auto& [address, user] : users_) visit(*user);
  }

 private:
  struct Deadline {
    Instant at = 0;
    const User* user = nullptr;  // may be gone
    std::uint64_t number = 0;    // of that user: another may stand where it stood
  };
  void stop_overdue();

  EventLoop* loop_;
  std::unordered_map<const User*, std::unique_ptr<User>> users_;
  std::deque<Deadline> deadlines_;  // in their order
  Alarm alarm_{[this] { stop_overdue(); }};
};

}  // namespace nest
