#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "runtime/loop/event_loop.h"
#include "runtime/shared/shared_store.h"
#include "runtime/time/clock.h"
#include "runtime/user/user_task.h"

namespace nest {

class User;

/// Brings the word that an operation on a shared object is over from whichever thread ended it to the loop of
/// the user that waits for it.
class UserWakeup final : public Wakeup, public std::enable_shared_from_this<UserWakeup> {
 public:
  UserWakeup(EventLoop& loop, User& user) : loop_(&loop), user_(&user) {}

  void wake() override;
  /// The user does not wait any more. On the loop's thread.
  void forget_user() { user_ = nullptr; }

 private:
  EventLoop* loop_;
  User* user_;  // the loop's thread alone looks at it
};

/// The operation on a shared object, or the row of a data, that a user waits for. Goes when it is over, or
/// with the user's frame.
struct SharedWait {
  SharedWait() = default;
  SharedWait(const SharedWait&) = delete;
  SharedWait& operator=(const SharedWait&) = delete;
  ~SharedWait() {
    if (wakeup != nullptr) wakeup->forget_user();
  }

  std::uint32_t object = 0;  ///< or data
  Nanoseconds within = -1;   ///< how long it may take; negative: for ever
  std::shared_ptr<UserWakeup> wakeup;
  PendingPtr operation;
};

/// Asks a store on behalf of a user; `wait` is made only when there is one.
class Asking final : public SharedCaller {
 public:
  Asking(EventLoop& loop, User& user) : loop_(&loop), user_(&user) {}

  std::shared_ptr<Wakeup> make_wakeup() override;
  /// What the user waits for from now on.
  [[nodiscard]] std::unique_ptr<SharedWait> begin_wait(std::uint32_t object, SharedAnswer& answer);

 private:
  EventLoop* loop_;
  User* user_;
  std::shared_ptr<UserWakeup> wakeup_;
};

/// Hands an operation's result to compiled code: texts as copies in the user's arena. A failure is described.
nest_status give_shared(UserTask& task, const SharedResult& result, nest_value& out);
/// Describes that nothing came into a queue in time.
nest_status fail_waiting(UserTask& task, std::string_view queue, Nanoseconds within);

}  // namespace nest
