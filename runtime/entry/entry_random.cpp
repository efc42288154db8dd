// Chance, from the user's own stream.

#include <cmath>

#include "runtime/entry/entry.h"

using namespace nest;

extern "C" {

nest_status nest_random_int(nest_user* user, int64_t low, int64_t high, int64_t* out) noexcept {
  UserTask& task = UserTask::from(user);
  if (low > high)
    return task.fail(fails(task.arena, "random({}, {}): nothing lies between them", low, high).error());
  *out = task.random.integer(low, high);
  return NEST_OK;
}

nest_status nest_random_float(nest_user* user, double low, double high, double* out) noexcept {
  UserTask& task = UserTask::from(user);
  // Not `low > high`: nan is neither.
  if (!(low <= high) || !std::isfinite(low) || !std::isfinite(high)) {
    return task.fail(fails(task.arena, "random({}, {}): nothing lies between them", low, high).error());
  }
  *out = task.random.real(low, high);
  return NEST_OK;
}

}  // extern "C"
