#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/user/user_task.h"

namespace nest::oracle {

/// What one side did, as text lines: requests as they would be sent, checks, logs, failures, outcomes. The
/// compiled program and the interpreter must write the same lines.
using Trace = std::vector<std::string>;

/// Stands where servers and time would: the n-th request gets the n-th canned answer, sleeping takes no time.
class Script {
 public:
  explicit Script(UserTask& task) : task_(&task) {}

  /// Answers a request and makes the answer the task's response.
  void respond(std::uint32_t method, std::string_view url, std::string_view headers, std::string_view body,
               std::uint32_t flags);
  /// Answers of a `parallel`, to be judged later; null: it was never sent, and its checks do not count.
  struct Held {
    nest_response* response = nullptr;
    std::uint32_t flags = 0;
  };
  [[nodiscard]] Held held() const { return {task_->context.response, flags_}; }
  void judge(const Held& held);

  /// Decides whether the request in flight failed, by its status and its checks.
  void finish();
  void check(std::string_view text, bool passed);
  void write(std::string line) { trace_.push_back(std::move(line)); }

  /// Transactions, innermost last. Ends the last of that name, and those in it.
  void begin_transaction(std::string_view name);
  void end_transaction(std::string_view name);
  /// The entry is over: what is open ends, as a failure or not.
  void end_transactions(bool failed);
  void measure(std::string_view metric, std::int64_t amount);

  [[nodiscard]] bool in_request() const { return in_request_; }
  [[nodiscard]] const Trace& trace() const { return trace_; }

 private:
  UserTask* task_;
  Trace trace_;
  std::vector<std::string> transactions_;
  std::size_t answered_ = 0;
  std::uint32_t flags_ = 0;
  bool in_request_ = false;
  bool check_failed_ = false;
  bool unsent_ = false;
  nest_response nothing_{};
};

}  // namespace nest::oracle
