// The environment and the log.

#include <cstdlib>
#include <string>

#include "runtime/entry/entry.h"

using namespace nest;

extern "C" {

nest_status nest_env(nest_user* user, const char* name, uint64_t name_size, nest_str* out) noexcept {
  UserTask& task = UserTask::from(user);
  const std::string_view wanted = entry::text(name, name_size);
  const bool possible = wanted.find('\0') == std::string_view::npos;
  const char* value = possible ? std::getenv(std::string(wanted).c_str()) : nullptr;
  if (value == nullptr) {
    return task.fail(
        missing(task.arena, "the environment variable `{}` is not set", excerpt(wanted)).error());
  }
  *out = task.arena.copy(value);
  return out->data != nullptr ? NEST_OK : task.fail(fails_for_space().error());
}

void nest_log(nest_user* user, const char* data, uint64_t size) noexcept {
  UserTask::from(user).actions->log(entry::text(data, size));
}

}  // extern "C"
