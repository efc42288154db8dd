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

}  // extern "C"
