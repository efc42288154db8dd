#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "runtime/abi/nest_program.h"
#include "runtime/http/exchange.h"
#include "runtime/user/user_host.h"

namespace nest {

/// Writes what `nest try` shows: each step, message and check of the one user, in the order in which they
/// happen.
class TryPrinter final : public http::ExchangeTrace, public UserTrace {
 public:
  /// `out` and the program must outlive it.
  TryPrinter(const nest_program& program, std::FILE* out, std::size_t body_limit)
      : program_(&program), out_(out), body_limit_(body_limit) {}

  void sent(std::string_view url, std::string_view head, std::string_view body) override;
  void received(std::string_view head, std::string_view body, const http::ExchangeResult& result) override;

  void once_started(std::string_view word) override;
  void taskset_entered(std::uint64_t user, std::uint32_t taskset) override;
  void task_started(std::uint64_t user, std::uint32_t task) override;
  void checked(std::uint64_t user, std::uint32_t check, bool passed) override;
  void request_finished(std::uint64_t user, const RequestSample& sample) override;
  void failed(std::uint64_t user, std::uint32_t site, std::string_view message) override;

  void transaction_ended(std::uint64_t user, const TransactionSample& sample) override;
  void measured(std::uint64_t user, std::uint32_t metric, std::int64_t amount) override;

  /// A `log` statement.
  void logged(std::uint32_t site, std::string_view text);

  /// Why the output could not be written; empty when it was.
  [[nodiscard]] const std::string& error() const { return error_; }

 private:
  void write(const std::string& text);

  const nest_program* program_;
  std::FILE* out_;
  std::size_t body_limit_;
  std::string error_;
};

}  // namespace nest
