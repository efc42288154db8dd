// The built-in functions of runtime/library, for a task.

#include <chrono>
#include <span>

#include "runtime/entry/entry.h"
#include "runtime/library/library.h"
#include "runtime/values/list.h"

using namespace nest;

namespace {

class TaskSurroundings final : public library::Surroundings {
 public:
  explicit TaskSurroundings(UserTask& task) : task_(task) {}

  char* text(std::size_t size) override { return task_.arena.try_text(size); }
  void shrink(char* text, std::size_t used) override { task_.arena.shrink(text, used); }
  nest_value* items(std::size_t count) override { return try_items(task_.arena, count); }
  std::uint64_t random_bits() override { return task_.random.next_u64(); }
  std::uint64_t random_below(std::uint64_t bound) override { return task_.random.below(bound); }
  std::int64_t wall_clock() override {
    return std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count();
  }
  nest_status fail(nest_status kind, std::string_view message) override {
    return task_.fail(failure_of(task_.arena, kind, "{}", fmt::make_format_args(message)).error());
  }
  nest_status fail_for_space() override { return task_.fail(fails_for_space().error()); }

 private:
  UserTask& task_;
};

}  // namespace

extern "C" nest_status nest_library_call(nest_user* user, uint32_t function, const nest_value* arguments,
                                         uint32_t argument_count, nest_value* out) noexcept {
  TaskSurroundings surroundings(UserTask::from(user));
  library::Call call(surroundings, std::span(arguments, argument_count), *out);
  return library::functions()[function].run(call);
}
