#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/data/data_tables.h"
#include "runtime/data/local_rows.h"
#include "runtime/shared/local_store.h"
#include "tests/oracle/script.h"

namespace nest::oracle {

/// Runs the entries of a compiled image one by one, with the script in the place of servers and time.
class CompiledProgramPlayer final : public TaskActions {
 public:
  CompiledProgramPlayer(const nest_program& program, std::uint64_t seed);
  ~CompiledProgramPlayer();
  CompiledProgramPlayer(const CompiledProgramPlayer&) = delete;
  CompiledProgramPlayer& operator=(const CompiledProgramPlayer&) = delete;

  /// Runs one entry to its end, resuming it whenever it suspends, and writes its outcome. A null entry does
  /// nothing.
  void run(nest_entry entry);
  void enter(const nest_taskset& taskset);
  void leave(const nest_taskset& taskset);

  [[nodiscard]] const Trace& trace() const { return script_.trace(); }

 private:
  nest_status start_request(const nest_request& request, const nest_value* values,
                            Nanoseconds timeout) override;
  nest_status send(const nest_request& request, const nest_value* values);
  void finish_request() override { script_.finish(); }
  void record_check(std::uint32_t check, bool passed) override;
  [[nodiscard]] std::string_view check_text(std::uint32_t check) const override;
  void sleep(Nanoseconds duration) override;
  void yield() override { task_.context.loop_budget = 100; }
  void log(std::string_view text) override;
  nest_status shared_call(std::uint32_t object, std::uint32_t method, std::span<const nest_value> arguments,
                          nest_value& out) override;
  nest_status shared_result(nest_value& out) override;
  nest_status next_row(std::uint32_t data, std::int64_t& row) override;
  nest_status awaited_row(std::int64_t& row) override;
  nest_status release_rows(std::uint32_t data, std::int64_t row) override;
  [[nodiscard]] const DataTable& table(std::uint32_t data) const override { return tables_.table(data); }

  void begin_parallel() override;
  void wait_for_parallel() override { in_parallel_ = false; }
  void select_parallel(std::uint32_t number) override { script_.judge(held_.at(number)); }
  nest_status end_parallel() override;
  void begin_transaction(std::uint32_t transaction) override;
  void end_transaction(std::uint32_t transaction) override;
  nest_status add_to_metric(std::uint32_t metric, const nest_value& value) override;

  const nest_program* program_;
  ChunkPool chunks_;
  Patterns patterns_;
  UserTask task_;
  Script script_;
  LocalStore store_;
  bool in_parallel_ = false;
  std::vector<Script::Held> held_;
  TaskFailure start_failure_;
  nest_response unsent_{};
  DataTables tables_;
  LocalRows rows_;
  std::vector<std::pair<std::uint32_t, std::int64_t>> claimed_;
  std::uint32_t waits_for_ = 0;
  Nanoseconds waits_within_ = 0;
  // Zeroed, which std::max_align_t would not be: it has padding.
  std::vector<nest_str> state_;
  std::vector<nest_str> user_state_;
};

}  // namespace nest::oracle
