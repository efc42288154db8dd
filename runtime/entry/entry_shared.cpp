// What all users share. Whatever waits is the user's own doing: see runtime/user.

#include "runtime/entry/entry.h"

using namespace nest;

extern "C" {

nest_status nest_shared_call(nest_user* user, uint32_t object, uint32_t method, const nest_value* arguments,
                             uint32_t argument_count, nest_value* out) noexcept {
  return UserTask::from(user).actions->shared_call(object, method, {arguments, argument_count}, *out);
}

nest_status nest_shared_result(nest_user* user, nest_value* out) noexcept {
  return UserTask::from(user).actions->shared_result(*out);
}

}  // extern "C"
