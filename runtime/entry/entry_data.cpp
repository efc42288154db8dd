// The rows of data. Who gets which is the user's own doing: see runtime/user.

#include <algorithm>

#include "runtime/entry/entry.h"
#include "runtime/tables/csv_reader.h"
#include "runtime/tables/table.h"

using namespace nest;

extern "C" {

nest_status nest_data_next(nest_user* user, uint32_t data, int64_t* out) noexcept {
  return UserTask::from(user).actions->next_row(data, *out);
}

nest_status nest_data_awaited(nest_user* user, int64_t* out) noexcept {
  return UserTask::from(user).actions->awaited_row(*out);
}

nest_status nest_data_release(nest_user* user, uint32_t data, int64_t row) noexcept {
  return UserTask::from(user).actions->release_rows(data, row);
}

nest_status nest_data_field(nest_user* user, uint32_t data, int64_t row, uint32_t column,
                            nest_str* out) noexcept {
  UserTask& task = UserTask::from(user);
  const TableField field = task.actions->table(data).field(static_cast<std::uint64_t>(row), column);
  if (!field.has_doubled_quotes) {
    *out = {field.text.data(), field.text.size()};  // the table outlives the task
    return NEST_OK;
  }
  char* const text = task.arena.try_text(field.text.size());
  if (text == nullptr) return task.fail(fails_for_space().error());
  *out = {text, undouble_quotes(field.text, text)};
  return NEST_OK;
}

int64_t nest_data_size(nest_user* user, uint32_t data) noexcept {
  return static_cast<int64_t>(UserTask::from(user).actions->table(data).rows());
}

}  // extern "C"
