// HTTP. Whatever waits is the user's own doing: see runtime/user.

#include "runtime/entry/entry.h"

using namespace nest;

extern "C" {

nest_status nest_http_start(nest_user* user, const nest_request* request, const nest_value* values,
                            int64_t timeout) noexcept {
  return UserTask::from(user).actions->start_request(*request, values, timeout);
}

void nest_http_finish(nest_user* user) noexcept { UserTask::from(user).actions->finish_request(); }

void nest_parallel_begin(nest_user* user) noexcept { UserTask::from(user).actions->begin_parallel(); }

void nest_parallel_wait(nest_user* user) noexcept { UserTask::from(user).actions->wait_for_parallel(); }

void nest_parallel_select(nest_user* user, uint32_t number) noexcept {
  UserTask::from(user).actions->select_parallel(number);
}

nest_status nest_parallel_end(nest_user* user) noexcept {
  return UserTask::from(user).actions->end_parallel();
}

nest_status nest_response_header(nest_user* user, const nest_response* response, const char* name,
                                 uint64_t name_size, nest_str* out) noexcept {
  UserTask& task = UserTask::from(user);
  const std::string_view wanted = entry::text(name, name_size);
  const std::string_view value = find_header(view_of(response->headers), wanted);
  if (value.data() == nullptr) {
    return task.fail(missing(task.arena, "no header `{}` in the answer", excerpt(wanted)).error());
  }
  *out = str_of(value);
  return NEST_OK;
}

}  // extern "C"
