// Lists.

#include <span>

#include "runtime/entry/entry.h"
#include "runtime/values/list.h"

using namespace nest;

extern "C" {

nest_status nest_list_make(nest_user* user, const nest_value* items, uint64_t count,
                           nest_list* out) noexcept {
  UserTask& task = UserTask::from(user);
  return entry::give(task, make_list(std::span(items, count), task.arena), out);
}

nest_status nest_fail_index(nest_user* user, int64_t position, uint64_t count) noexcept {
  UserTask& task = UserTask::from(user);
  return task.fail(missing(task.arena, "there is no element {} in a list of {}", position, count).error());
}

}  // extern "C"
