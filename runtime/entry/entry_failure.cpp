// Failing, and conditions.

#include "runtime/entry/entry.h"

using namespace nest;

extern "C" {

nest_status nest_fail(nest_user* user, const char* data, uint64_t size) noexcept {
  UserTask& task = UserTask::from(user);
  const nest_str message = task.arena.copy(entry::text(data, size));
  if (message.data == nullptr) return task.fail(fails_for_space().error());
  return task.fail(NEST_FAILED, view_of(message));
}

nest_status nest_fail_arithmetic(nest_user* user, uint32_t what) noexcept {
  UserTask& task = UserTask::from(user);
  switch (what) {
    case NEST_ARITHMETIC_DIVISION_BY_ZERO:
      return task.fail(NEST_FAILED, "division by zero");
    case NEST_ARITHMETIC_NOT_AN_INT:
      return task.fail(NEST_FAILED, "a float that no int can hold");
    default:
      return task.fail(NEST_FAILED, "a result that does not fit the 64 bits of an int");
  }
}

nest_status nest_fail_called(nest_user* user, const char* place, uint64_t size) noexcept {
  UserTask& task = UserTask::from(user);
  const auto whole = fails(task.arena, "{}, called at {}", task.failure.message, entry::text(place, size));
  task.failure.kind = NEST_FAILED;  // the place stays that of what failed
  task.failure.message = whole.error().message;
  return NEST_FAILED;
}

void nest_forgive(nest_user* user) noexcept { UserTask::from(user).failure = {}; }

void nest_check(nest_user* user, uint32_t check, int32_t passed) noexcept {
  UserTask::from(user).actions->record_check(check, passed != 0);
}

nest_status nest_fail_required(nest_user* user, uint32_t check) noexcept {
  UserTask& task = UserTask::from(user);
  return task.fail(fails(task.arena, "`{}` does not hold", task.actions->check_text(check)).error());
}

}  // extern "C"
