// What compiled code asks of the objects that all users share.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "runtime/user/user.h"
#include "runtime/user/wait_time.h"
#include "runtime/values/number_text.h"
#include "runtime/values/text.h"

namespace nest {
std::shared_ptr<Wakeup> Asking::make_wakeup() {
  wakeup_ = std::make_shared<UserWakeup>(*loop_, *user_);
  return wakeup_;
}

std::unique_ptr<SharedWait> Asking::begin_wait(std::uint32_t object, SharedAnswer& answer) {
  auto wait = std::make_unique<SharedWait>();
  wait->object = object;
  wait->wakeup = std::move(wakeup_);
  wait->operation = std::move(std::get<PendingPtr>(answer));
  return wait;
}

void UserWakeup::wake() {
  loop_->post([self = shared_from_this()] {
    if (self->user_ != nullptr) self->user_->shared_done();
  });
}

nest_status User::shared_call(std::uint32_t object, std::uint32_t method,
                              std::span<const nest_value> arguments, nest_value& out) {
  Asking asking(*host_->loop, *this);
  SharedAnswer answer = host_->shared->begin({object, method, arguments}, asking);
  if (const auto* result = std::get_if<SharedResult>(&answer)) return give_shared(task_, *result, out);
  shared_wait_ = asking.begin_wait(object, answer);
  if (method == NEST_SHARED_TAKE && !arguments.empty()) {
    shared_wait_->within = std::clamp<Nanoseconds>(arguments[0].as.i, 0, kLongestWait);
    host_->loop->schedule(*this, host_->loop->now() + shared_wait_->within);
  }
  return NEST_PENDING;
}

void User::shared_done() {
  spin_.waits();
  host_->loop->cancel(*this);
  resume();
}

// Resumed by the operation's end, or because it took too long. What came in the meantime counts.
nest_status User::shared_result(nest_value& out) {
  const auto wait = std::move(shared_wait_);
  if (const std::optional<SharedResult> result = wait->operation->result())
    return give_shared(task_, *result, out);
  return fail_waiting(task_, view_of(host_->program->shared[wait->object].name), wait->within);
}

nest_status fail_waiting(UserTask& task, std::string_view queue, Nanoseconds within) {
  return task.fail(missing(task.arena, "nothing came into queue `{}` within {}", queue,
                           NumberText::of_duration(within).view())
                       .error());
}

nest_status give_shared(UserTask& task, const SharedResult& result, nest_value& out) {
  if (!result) {
    const SharedFailure& failure = result.error();
    const nest_str message = task.arena.copy(failure.message);
    if (message.data == nullptr) return task.fail(fails_for_space().error());
    return task.fail(failure.kind, view_of(message));
  }
  out = {};
  if (const auto* number = std::get_if<std::int64_t>(&*result)) {
    out.as.i = *number;
  } else if (const auto* real = std::get_if<double>(&*result)) {
    out.kind = NEST_FLOAT;
    out.as.f = *real;
  } else if (const auto* text = std::get_if<std::string>(&*result)) {
    out.kind = NEST_STRING;
    out.as.s = task.arena.copy(*text);
    if (out.as.s.data == nullptr) return task.fail(fails_for_space().error());
  }
  return NEST_OK;
}

}  // namespace nest
