#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/user/user_task.h"
#include "runtime/values/text.h"

namespace nest {

/// What stands behind a nest_user * when there is no scheduler: notes what compiled code asks for.
class FakeUser final : public TaskActions {
 public:
  explicit FakeUser(std::uint64_t seed = 1, std::uint64_t number = 0) : task(*this, pool, seed, number) {
    task.patterns = &patterns;
  }

  nest_status start_request(const nest_request& request, const nest_value* values,
                            Nanoseconds timeout) override {
    started = &request;
    given_values = values;
    given_timeout = timeout;
    return start_status == NEST_OK ? NEST_OK : task.fail(start_status, "not started");
  }
  void finish_request() override { ++finished; }
  void record_check(std::uint32_t check, bool passed) override { checks.emplace_back(check, passed); }
  std::string_view check_text(std::uint32_t check) const override {
    return check == 3 ? "status == 200" : "another condition";
  }
  void sleep(Nanoseconds duration) override { slept.push_back(duration); }
  void yield() override { ++yields; }
  void log(std::string_view text) override { logged.emplace_back(text); }
  nest_status shared_call(std::uint32_t object, std::uint32_t method, std::span<const nest_value> arguments,
                          nest_value& out) override {
    shared_calls.push_back({object, method, {arguments.begin(), arguments.end()}});
    out.as.i = 7;
    return shared_status;
  }
  nest_status shared_result(nest_value& out) override {
    out.as.i = 8;
    return shared_status;
  }

  void begin_parallel() override { parallel += 'b'; }
  void wait_for_parallel() override { parallel += 'w'; }
  void select_parallel(std::uint32_t number) override { parallel += static_cast<char>('0' + number); }
  nest_status end_parallel() override {
    parallel += 'e';
    return start_status;
  }
  void begin_transaction(std::uint32_t transaction) override { transactions.push_back(transaction); }
  void end_transaction(std::uint32_t transaction) override { transactions.push_back(100 + transaction); }
  nest_status add_to_metric(std::uint32_t metric, const nest_value& value) override {
    measured.emplace_back(metric, value.as.i);
    return value.as.i < 0 ? task.fail(NEST_FAILED, "below 0") : NEST_OK;
  }
  nest_status next_row(std::uint32_t data, std::int64_t& row) override {
    row = 10 + data;
    return row_status;
  }
  nest_status awaited_row(std::int64_t& row) override {
    row = 20;
    return row_status;
  }
  nest_status release_rows(std::uint32_t data, std::int64_t row) override {
    released.emplace_back(data, row);
    return row_status;
  }
  [[nodiscard]] const DataTable& table(std::uint32_t) const override { return *rows; }

  [[nodiscard]] nest_user* user() { return task.as_nest_user(); }
  [[nodiscard]] std::string failure() const { return std::string(task.failure.message); }

  ChunkPool pool;
  static constexpr nest_str kPattern = {"id=([0-9]+)", 11};
  Patterns patterns{{&kPattern, 1}};
  UserTask task;

  const nest_request* started = nullptr;
  const nest_value* given_values = nullptr;
  Nanoseconds given_timeout = 0;
  nest_status start_status = NEST_OK;
  struct SharedCall {
    std::uint32_t object;
    std::uint32_t method;
    std::vector<nest_value> arguments;
  };
  std::vector<SharedCall> shared_calls;
  nest_status shared_status = NEST_OK;
  nest_status row_status = NEST_OK;
  std::vector<std::pair<std::uint32_t, std::int64_t>> released;
  const DataTable* rows = nullptr;
  int finished = 0;
  int yields = 0;
  std::vector<std::pair<std::uint32_t, bool>> checks;
  std::vector<Nanoseconds> slept;
  std::vector<std::string> logged;
  std::string parallel;
  std::vector<std::uint32_t> transactions;
  std::vector<std::pair<std::uint32_t, std::int64_t>> measured;
};

/// A string parameter: two arguments.
#define TEXT(text) std::string_view(text).data(), std::string_view(text).size()

}  // namespace nest
