#pragma once

#include <algorithm>
#include <coroutine>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/user/user_task.h"

/// Hand-written programs for tests of the runtime: the tables of nest_program with C++ coroutines for code,
/// and neither compiler nor LLVM. A frame of a C++ coroutine begins with its resume and destroy pointers, as
/// LLVM's does.
namespace nest::test {

/// A coroutine that stands for a compiled entry: `Code body(nest_user* user) { … co_return NEST_DONE; }`.
struct Code {
  struct promise_type {
    explicit promise_type(nest_user* user) : user_(user) {}
    Code get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this).address()}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_value(std::int32_t outcome) { UserTask::from(user_).context.outcome = outcome; }
    void unhandled_exception() { std::abort(); }

   private:
    nest_user* user_;
  };
  void* frame;
};

/// The nest_entry of a coroutine.
template <Code (*Body)(nest_user*)>
void* entry(nest_user* user) {
  return Body(user).frame;
}

/// co_await sending(user, request): sends it, suspends, finishes it. Gives its status, NEST_OK when it was
/// sent.
struct sending {
  nest_user* user;
  const nest_request& request;
  const nest_value* values = nullptr;
  nest_status status = NEST_OK;

  bool await_ready() {
    status = UserTask::from(user).actions->start_request(request, values, -1);
    return status != NEST_OK;
  }
  void await_suspend(std::coroutine_handle<>) {}
  nest_status await_resume() {
    if (status == NEST_OK) UserTask::from(user).actions->finish_request();
    return status;
  }
};

/// co_await sleeping(user, duration), as nest_sleep.
struct sleeping {
  nest_user* user;
  Nanoseconds duration;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) { UserTask::from(user).actions->sleep(duration); }
  void await_resume() {}
};

/// co_await yielding(user), as nest_yield.
struct yielding {
  nest_user* user;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) { UserTask::from(user).actions->yield(); }
  void await_resume() {}
};

/// As nest_fail: describes a failure. `text` must be constant.
inline nest_status describe_failure(nest_user* user, std::string_view text) {
  UserTask& task = UserTask::from(user);
  task.failure = {NEST_FAILED, task.context.site, text};
  return NEST_FAILED;
}

/// The tables of a program, laid out by hand. Indexes are handed out in the order of the calls; parents come
/// first.
class SampleProgram {
 public:
  struct Taskset {
    std::string name = "Shop";
    std::uint32_t weight = 1;
    std::uint32_t parent = NEST_NONE;
    std::uint32_t order = NEST_ORDER_RANDOM;
    nest_wait wait = {NEST_WAIT_NONE, 0, 0, nullptr, nullptr};
    nest_entry init = nullptr;
    nest_entry on_start = nullptr;
    nest_entry on_stop = nullptr;
    std::uint64_t state_offset = 0;
    std::uint64_t state_size = 0;
    std::vector<std::uint32_t> owned = {};
  };

  SampleProgram() = default;
  SampleProgram(const SampleProgram&) = delete;
  SampleProgram& operator=(const SampleProgram&) = delete;

  /// A nested one becomes a pick of its parent, of its weight.
  std::uint32_t taskset(const Taskset& written) {
    const auto index = static_cast<std::uint32_t>(tasksets_.size());
    nest_taskset& made = tasksets_.emplace_back();
    made.name = made.full_name = text(written.name);
    made.weight = written.weight;
    made.parent = written.parent;
    made.order = written.order;
    made.wait = written.wait;
    made.init = written.init;
    made.on_start = written.on_start;
    made.on_stop = written.on_stop;
    made.state_offset = written.state_offset;
    made.state_size = written.state_size;
    owned_.push_back(written.owned);
    made.owned = owned_.back().data();
    made.owned_count = owned_.back().size();
    picks_.emplace_back();
    if (written.parent != NEST_NONE) {
      picks_[written.parent].push_back({NEST_PICK_TASKSET, index, written.weight, 0, nullptr});
    }
    state_size_ = std::max(state_size_, written.state_offset + written.state_size);
    return index;
  }

  std::uint32_t task(std::uint32_t taskset, const std::string& name, nest_entry run, std::uint32_t weight = 1,
                     std::vector<nest_transition> transitions = {},
                     const std::vector<std::string>& tags = {}) {
    const auto index = static_cast<std::uint32_t>(tasks_.size());
    nest_task& made = tasks_.emplace_back();
    made.name = text(name);
    made.full_name = text(std::string(view(tasksets_[taskset].name)) + "." + name);
    made.run = run;
    made.taskset = taskset;
    std::vector<nest_str>& kept_tags = tags_.emplace_back();
    for (const std::string& tag : tags) kept_tags.push_back(text(tag));
    made.tags = kept_tags.data();
    made.tag_count = kept_tags.size();
    transitions_.push_back(std::move(transitions));
    picks_[taskset].push_back({NEST_PICK_TASK, index, weight,
                               static_cast<std::uint32_t>(transitions_.back().size()),
                               transitions_.back().data()});
    return index;
  }

  /// A request of constant texts, in a row of its own. The address stays valid.
  const nest_request& request(std::uint32_t method, const std::string& url, std::uint32_t flags = 0,
                              const std::string& headers = "", const std::string& body = "") {
    nest_request& made = requests_.emplace_back();
    made.method = method;
    made.row = static_cast<std::uint32_t>(rows_.size());
    rows_.push_back({method, 0, text(url)});
    made.flags = flags;
    made.max_redirects = -1;
    made.url = constant(url);
    made.headers = constant(headers);
    made.body = constant(body);
    made.body_kind = body.empty() ? NEST_BODY_NONE : NEST_BODY_TEXT;
    return made;
  }

  /// The request's one header line has a hole: values[0].
  const nest_request& request_with_header_hole(const std::string& url) {
    nest_request& made = requests_.emplace_back(request(NEST_GET, url));
    auto& parts = parts_.emplace_back();
    parts.push_back({NEST_PART_TEXT, 0, text("X-Hole: ")});
    parts.push_back({NEST_PART_HEADER, 0, {}});
    parts.push_back({NEST_PART_TEXT, 0, text("\r\n")});
    made.headers = {parts.data(), parts.size()};
    return made;
  }

  std::uint32_t check(const std::string& condition, std::uint32_t row = NEST_NONE) {
    checks_.push_back({text(condition), 0, row});
    return static_cast<std::uint32_t>(checks_.size() - 1);
  }

  /// NEST_SHARED_…, of strings where it has elements.
  std::uint32_t shared(std::uint32_t kind, const std::string& name) {
    const std::uint32_t element = kind == NEST_SHARED_COUNTER ? NEST_INT : NEST_STRING;
    shared_.push_back({kind, element, text(name), text(name), {}, 0, 0});
    return static_cast<std::uint32_t>(shared_.size() - 1);
  }

  std::uint32_t transaction(const std::string& name) {
    transactions_.push_back({text(name), 0, 0});
    return static_cast<std::uint32_t>(transactions_.size() - 1);
  }

  /// NEST_METRIC_…; of a trend or gauge, whether it takes durations.
  std::uint32_t metric(std::uint32_t kind, const std::string& name, bool durations = false) {
    const std::uint32_t element = kind == NEST_METRIC_COUNTER ? NEST_INT
                                  : kind == NEST_METRIC_RATE  ? NEST_BOOL
                                  : durations                 ? NEST_DURATION
                                                              : NEST_FLOAT;
    metrics_.push_back({kind, element, text(name), text(name), {}, 0, 0});
    return static_cast<std::uint32_t>(metrics_.size() - 1);
  }

  /// Of rows that the test brings along (`host.data`): NEST_DATA_UNIQUE …, NEST_EXHAUSTED_FAIL ….
  std::uint32_t data(const std::string& name, const std::string& path, std::uint32_t policy,
                     std::uint32_t exhausted) {
    nest_data made{};
    made.name = text(name);
    made.full_name = text("sample." + name);
    made.format = NEST_DATA_LINES;
    made.policy = policy;
    made.exhausted = exhausted;
    made.path = text(path);
    data_.push_back(made);
    return static_cast<std::uint32_t>(data_.size() - 1);
  }

  nest_user_block user{};

  /// The program as built so far; valid until the next change.
  const nest_program& image() {
    for (std::size_t i = 0; i < tasksets_.size(); ++i) {
      tasksets_[i].picks = picks_[i].data();
      tasksets_[i].pick_count = picks_[i].size();
    }
    image_ = {};
    image_.abi_version = NEST_ABI_VERSION;
    image_.state_size = state_size_;
    image_.files = &file_;
    image_.file_count = 1;
    image_.sites = sites_.data();
    image_.site_count = sites_.size();
    image_.rows = rows_.data();
    image_.row_count = rows_.size();
    image_.checks = checks_.data();
    image_.check_count = checks_.size();
    image_.tasksets = tasksets_.data();
    image_.taskset_count = tasksets_.size();
    image_.tasks = tasks_.data();
    image_.task_count = tasks_.size();
    image_.user = user;
    image_.shared = shared_.data();
    image_.shared_count = shared_.size();
    image_.transactions = transactions_.data();
    image_.transaction_count = transactions_.size();
    image_.metrics = metrics_.data();
    image_.metric_count = metrics_.size();
    image_.data = data_.data();
    image_.data_count = data_.size();
    return image_;
  }

 private:
  static std::string_view view(const nest_str& text) { return {text.data, text.size}; }
  nest_str text(const std::string& content) {
    const std::string& kept = texts_.emplace_back(content);
    return {kept.data(), kept.size()};
  }
  nest_template constant(const std::string& content) {
    auto& parts = parts_.emplace_back();
    if (content.empty()) return {nullptr, 0};
    parts.push_back({NEST_PART_TEXT, 0, text(content)});
    return {parts.data(), parts.size()};
  }

  // Deques where addresses must last.
  std::deque<std::string> texts_;
  std::deque<std::vector<nest_part>> parts_;
  std::deque<nest_request> requests_;
  std::deque<std::vector<std::uint32_t>> owned_;
  std::deque<std::vector<nest_str>> tags_;
  std::deque<std::vector<nest_transition>> transitions_;
  std::vector<std::vector<nest_pick>> picks_;
  std::vector<nest_taskset> tasksets_;
  std::vector<nest_task> tasks_;
  std::vector<nest_row> rows_;
  std::vector<nest_check_info> checks_;
  std::vector<nest_shared> shared_;
  std::vector<nest_transaction> transactions_;
  std::vector<nest_metric> metrics_;
  std::vector<nest_data> data_;
  std::uint64_t state_size_ = 0;
  nest_str file_ = text("sample.nest");
  std::vector<nest_site> sites_ = std::vector<nest_site>(16, nest_site{0, 1, 1});
  nest_program image_{};
};

}  // namespace nest::test
