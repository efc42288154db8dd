#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "runtime/abi/nest_program.h"
#include "runtime/random/random_stream.h"
#include "runtime/time/clock.h"
#include "runtime/values/arena.h"
#include "runtime/values/failure.h"
#include "runtime/values/patterns.h"
#include "runtime/values/state_text.h"

namespace nest {

class DataTable;

/// What running code asks of the user it runs for, beyond memory and chance. The user implements it; tests
/// fake it. Called on the worker's thread, from compiled code: nothing may throw, and nothing may resume the
/// running frame before the call has returned.
class TaskActions {
 public:
  /// See nest_http_start. Anything but NEST_OK: described in UserTask::failure, and recorded as a failed
  /// request.
  [[nodiscard]] virtual nest_status start_request(const nest_request& request, const nest_value* values,
                                                  Nanoseconds timeout) = 0;
  /// See nest_http_finish.
  virtual void finish_request() = 0;
  /// See nest_check.
  virtual void record_check(std::uint32_t check, bool passed) = 0;
  /// nest_program.checks[check].text: what the failure of a `require` says.
  [[nodiscard]] virtual std::string_view check_text(std::uint32_t check) const = 0;
  /// Arranges a resumption; the running code suspends next. Never negative.
  virtual void sleep(Nanoseconds duration) = 0;
  /// The same, as soon as others have had their turn; refills context.loop_budget.
  virtual void yield() = 0;
  /// `text` is valid during the call only.
  virtual void log(std::string_view text) = 0;
  /// See nest_shared_call. NEST_PENDING: a resumption comes; the running code suspends next.
  [[nodiscard]] virtual nest_status shared_call(std::uint32_t object, std::uint32_t method,
                                                std::span<const nest_value> arguments, nest_value& out) = 0;
  /// See nest_shared_result; after a resumption that shared_call has promised.
  [[nodiscard]] virtual nest_status shared_result(nest_value& out) = 0;
  /// See nest_data_next. NEST_PENDING: a resumption comes; the running code suspends next.
  [[nodiscard]] virtual nest_status next_row(std::uint32_t data, std::int64_t& row) = 0;
  /// See nest_data_awaited; after a resumption that next_row has promised.
  [[nodiscard]] virtual nest_status awaited_row(std::int64_t& row) = 0;
  /// See nest_data_release.
  [[nodiscard]] virtual nest_status release_rows(std::uint32_t data, std::int64_t row) = 0;
  /// The rows of nest_program.data[data].
  [[nodiscard]] virtual const DataTable& table(std::uint32_t data) const = 0;

  /// See nest_parallel_begin, nest_parallel_wait, nest_parallel_select, nest_parallel_end.
  virtual void begin_parallel() = 0;
  virtual void wait_for_parallel() = 0;
  virtual void select_parallel(std::uint32_t number) = 0;
  [[nodiscard]] virtual nest_status end_parallel() = 0;
  /// See nest_transaction_begin, nest_transaction_end.
  virtual void begin_transaction(std::uint32_t transaction) = 0;
  virtual void end_transaction(std::uint32_t transaction) = 0;
  /// See nest_metric_add. Anything but NEST_OK: described in UserTask::failure.
  [[nodiscard]] virtual nest_status add_to_metric(std::uint32_t metric, const nest_value& value) = 0;

 protected:
  ~TaskActions() = default;
};

/// The last failure of a call that compiled code made, until it is forgiven or the task is abandoned by it.
struct TaskFailure {
  nest_status kind = NEST_OK;  ///< NEST_OK: there is none
  std::uint32_t site = 0;      ///< context.site when it happened
  /// In the arena, or constant: copy it before the arena is reset.
  std::string_view message;
};

/// What stands behind a nest_user *: the part of a virtual user that the entry functions (runtime/entry) work
/// on. The user holds one and sets context.state, user_state, user_id, iteration, outcome and loop_budget
/// itself.
struct UserTask {
  UserTask(TaskActions& task_actions, ChunkPool& chunks, std::uint64_t seed, std::uint64_t user_id)
      : actions(&task_actions), arena(chunks), random(seed, user_id) {
    context.user_id = static_cast<std::int64_t>(user_id);
  }

  nest_context context{};
  TaskActions* actions;
  Arena arena;
  RandomStream random;
  StateTexts state_texts;
  TaskFailure failure;
  /// Of the worker; null only where no code searches.
  Patterns* patterns = nullptr;

  /// Describes a failure at the present site. `message` stands in the arena or is constant.
  nest_status fail(nest_status kind, std::string_view message) {
    failure = {kind, context.site, message};
    return kind;
  }
  nest_status fail(const ValueFailure& reason) { return fail(reason.kind, reason.message); }

  /// After every entry that ended or was destroyed (task, init, on_start, on_stop), once its failure has been
  /// reported: everything it made is gone.
  void end_task() {
    failure = {};
    state_texts.task_ended();
    arena.reset();
  }

  [[nodiscard]] nest_user* as_nest_user() { return reinterpret_cast<nest_user*>(this); }
  [[nodiscard]] static UserTask& from(nest_user* user) { return *reinterpret_cast<UserTask*>(user); }
};
static_assert(std::is_standard_layout_v<UserTask>);
static_assert(offsetof(UserTask, context) == 0, "nest_user * and nest_context * are the same address");

}  // namespace nest
