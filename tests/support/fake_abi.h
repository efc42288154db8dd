#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/abi/nest_program.h"

namespace nest::test {

/// What a scripted call answers.
struct FakeReply {
  nest_status status = NEST_OK;
  std::string text{};
  std::int64_t number = 0;
  double real = 0;
};

/// Every function of the ABI without a runtime, for one user: each call is written down and answered from a
/// script, or else by a plain default. Compiled code runs against it through symbols(); start(), resume() and
/// destroy() stand in for the worker. The functions themselves are private to fake_abi.cpp, so that a program
/// may link the real ones too.
class FakeAbi {
 public:
  struct Symbol {
    const char* name;
    void* address;
  };
  /// All of abi_functions.def; the same for every FakeAbi.
  [[nodiscard]] static const std::vector<Symbol>& symbols();

  /// Zeroed state of these sizes.
  explicit FakeAbi(std::size_t state_size = 0, std::size_t user_state_size = 0);
  FakeAbi(const FakeAbi&) = delete;
  FakeAbi& operator=(const FakeAbi&) = delete;

  /// The user to hand to an entry, and its context.
  [[nodiscard]] nest_user* user() { return reinterpret_cast<nest_user*>(&user_); }
  [[nodiscard]] nest_context& context() { return user_.context; }

  /// Answers the next calls of `function` ("nest_env"), in order.
  void reply(const std::string& function, FakeReply reply) { replies_[function].push_back(std::move(reply)); }
  /// The response that the next request without one gets; afterwards 200 and no body.
  void respond(std::int64_t status, std::string body = {});

  /// Runs an entry to its first suspension or its end.
  void start(nest_entry entry);
  /// Resumes the suspended frame; a request's response is there by now.
  void resume();
  void destroy();
  /// Starts an entry, and resumes until it ends (or a thousand times). Gives the outcome.
  std::int32_t run(nest_entry entry);
  [[nodiscard]] bool ended() const { return user_.context.outcome != NEST_RUNNING; }

  /// The calls in order: "nest_check 0 1", "nest_http_start GET /a?b=1". Functions that only compute (text,
  /// JSON, frames, marks) are left out; calls() counts all.
  [[nodiscard]] const std::vector<std::string>& log() const { return log_; }
  [[nodiscard]] int calls(const std::string& function) const {
    const auto found = calls_.find(function);
    return found == calls_.end() ? 0 : found->second;
  }
  /// The failure that is described: "" for none, and the site it was described at.
  [[nodiscard]] const std::string& failure() const { return failure_; }
  [[nodiscard]] std::uint32_t failure_site() const { return failure_site_; }
  /// Bytes of the largest frame so far.
  [[nodiscard]] std::uint64_t frame_size() const { return frame_size_; }
  [[nodiscard]] int suspensions() const { return suspensions_; }
  /// Sees what these calls are given, while it is valid.
  std::function<void(const nest_request*)> on_http_start;
  std::function<void(const char*, std::uint64_t)> on_log;
  /// Back-edges that nest_yield grants.
  std::int64_t loop_budget = 1000;

  /// A text with its padding that lives as long as this object.
  [[nodiscard]] nest_str keep(std::string_view text);
  /// The elements of a flat array: no commas inside them.
  [[nodiscard]] nest_list split(std::string_view array, std::uint64_t kind);

 private:
  friend struct FakeCalls;
  /// The next scripted response becomes the context's.
  void take_response();
  struct User {
    nest_context context;
    FakeAbi* abi;
  };

  User user_{};
  std::vector<std::uint64_t> state_;
  std::vector<std::uint64_t> user_state_;
  std::map<std::string, std::deque<FakeReply>> replies_;
  std::deque<nest_response> scripted_responses_;
  std::deque<nest_response> responses_;
  std::deque<std::string> texts_;
  std::deque<std::vector<nest_value>> lists_;
  std::deque<std::vector<std::uint64_t>> frames_;
  std::vector<std::string> log_;
  std::map<std::string, int> calls_;
  std::string failure_;
  std::uint32_t failure_site_ = 0;
  std::uint64_t frame_size_ = 0;
  std::uint64_t mark_ = 0;
  int suspensions_ = 0;
  bool in_flight_ = false;
  bool in_parallel_ = false;
  std::vector<nest_response*> parallel_;
  void* frame_ = nullptr;
};

}  // namespace nest::test
