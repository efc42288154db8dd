// The environment and the log.

#include <cstdlib>
#include <set>
#include <string>

#include "runtime/entry/entry.h"
#include "runtime/secrets/masking.h"

using namespace nest;

namespace {

/// Null when it is not set.
const char* variable(std::string_view name) {
  const bool possible = name.find('\0') == std::string_view::npos;
  return possible ? std::getenv(std::string(name).c_str()) : nullptr;
}

nest_status give_variable(UserTask& task, std::string_view name, const char* value, nest_str* out) {
  if (value == nullptr) {
    return task.fail(missing(task.arena, "the environment variable `{}` is not set", excerpt(name)).error());
  }
  *out = task.arena.copy(value);
  return out->data != nullptr ? NEST_OK : task.fail(fails_for_space().error());
}

/// Remembering takes a lock; nothing changes the environment of a run, so an address is enough to know a
/// value by.
void keep_secret(const char* value) {
  thread_local std::set<const char*> known;
  if (known.insert(value).second) remember_secret(value);
}

}  // namespace

extern "C" {

nest_status nest_env(nest_user* user, const char* name, uint64_t name_size, nest_str* out) noexcept {
  return give_variable(UserTask::from(user), entry::text(name, name_size),
                       variable(entry::text(name, name_size)), out);
}

nest_status nest_secret(nest_user* user, const char* name, uint64_t name_size, nest_str* out) noexcept {
  const char* value = variable(entry::text(name, name_size));
  if (value != nullptr) keep_secret(value);
  return give_variable(UserTask::from(user), entry::text(name, name_size), value, out);
}

void nest_log(nest_user* user, const char* data, uint64_t size) noexcept {
  UserTask::from(user).actions->log(entry::text(data, size));
}

}  // extern "C"
