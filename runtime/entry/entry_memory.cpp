// Memory: frames, marks, state.

#include "runtime/entry/entry.h"

using namespace nest;

extern "C" {

void* nest_frame_alloc(nest_user* user, uint64_t size) noexcept {
  return UserTask::from(user).arena.allocate(size);
}

uint64_t nest_arena_mark(nest_user* user) noexcept { return UserTask::from(user).arena.mark(); }

void nest_arena_rewind(nest_user* user, uint64_t mark) noexcept {
  UserTask& task = UserTask::from(user);
  task.arena.rewind(mark);
  task.state_texts.rewound(mark);
}

nest_status nest_state_store(nest_user* user, nest_str* slot, const char* data, uint64_t size) noexcept {
  UserTask& task = UserTask::from(user);
  task.state_texts.store(*slot, entry::text(data, size), task.arena.mark());
  return NEST_OK;
}

nest_status nest_state_store_list(nest_user* user, nest_list* slot, const void* items,
                                  uint64_t count) noexcept {
  UserTask& task = UserTask::from(user);
  const std::span<const nest_value> values(static_cast<const nest_value*>(items), count);
  if (task.state_texts.store(*slot, values, task.arena.mark())) return NEST_OK;
  return task.fail(fails(task.arena, "a list of {} elements is too large to be kept: more than {} MiB", count,
                         StateTexts::kLargestList >> 20)
                       .error());
}

}  // extern "C"
