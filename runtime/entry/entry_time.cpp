// Time: both are followed by a suspension.

#include <algorithm>

#include "runtime/entry/entry.h"

using namespace nest;

extern "C" {

void nest_sleep(nest_user* user, int64_t nanoseconds) noexcept {
  UserTask::from(user).actions->sleep(std::max<int64_t>(nanoseconds, 0));
}

void nest_yield(nest_user* user) noexcept { UserTask::from(user).actions->yield(); }

}  // extern "C"
