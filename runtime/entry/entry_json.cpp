// JSON.

#include "runtime/entry/entry.h"
#include "runtime/values/json_value.h"

using namespace nest;

extern "C" {

nest_status nest_json_get(nest_user* user, const char* data, uint64_t size, const nest_path* path,
                          const nest_value* values, nest_str* out) noexcept {
  UserTask& task = UserTask::from(user);
  return entry::give(task, json_get(entry::text(data, size), *path, values, task.arena), out);
}

nest_status nest_json_to_int(nest_user* user, const char* data, uint64_t size, int64_t* out) noexcept {
  UserTask& task = UserTask::from(user);
  return entry::give(task, json_to_int(entry::text(data, size), task.arena), out);
}

nest_status nest_json_to_float(nest_user* user, const char* data, uint64_t size, double* out) noexcept {
  UserTask& task = UserTask::from(user);
  return entry::give(task, json_to_float(entry::text(data, size), task.arena), out);
}

nest_status nest_json_to_bool(nest_user* user, const char* data, uint64_t size, int32_t* out) noexcept {
  UserTask& task = UserTask::from(user);
  return entry::give(task, json_to_bool(entry::text(data, size), task.arena), out);
}

nest_status nest_json_to_string(nest_user* user, const char* data, uint64_t size, nest_str* out) noexcept {
  UserTask& task = UserTask::from(user);
  return entry::give(task, json_to_string(entry::text(data, size), task.arena), out);
}

nest_status nest_json_present(nest_user* user, const char* data, uint64_t size) noexcept {
  UserTask& task = UserTask::from(user);
  const Result<void> present = json_present(entry::text(data, size), task.arena);
  return present ? NEST_OK : task.fail(present.error());
}

nest_status nest_json_length(nest_user* user, const char* data, uint64_t size, int64_t* out) noexcept {
  UserTask& task = UserTask::from(user);
  return entry::give(task, json_length(entry::text(data, size), task.arena), out);
}

nest_status nest_json_elements(nest_user* user, const char* data, uint64_t size, nest_list* out) noexcept {
  UserTask& task = UserTask::from(user);
  return entry::give(task, json_elements(entry::text(data, size), task.arena), out);
}

nest_status nest_json_to_list(nest_user* user, const char* data, uint64_t size, uint32_t kind,
                              nest_list* out) noexcept {
  UserTask& task = UserTask::from(user);
  return entry::give(task, json_to_list(entry::text(data, size), kind, task.arena), out);
}

int32_t nest_json_equal(nest_user* user, const char* data, uint64_t size, const nest_value* other) noexcept {
  UserTask& task = UserTask::from(user);
  const Result<bool> equal = json_equal(entry::text(data, size), *other, task.arena);
  if (equal) return *equal ? 1 : 0;
  task.fail(equal.error());
  return -1;
}

}  // extern "C"
