#include "tests/oracle/compiled.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "runtime/user/metric_value.h"
#include "runtime/user/shared_wait.h"
#include "runtime/values/render.h"
#include "runtime/values/state_text.h"
#include "runtime/values/text.h"

namespace nest::oracle {

CompiledProgramPlayer::CompiledProgramPlayer(const nest_program& program, std::uint64_t seed)
    : program_(&program),
      patterns_({program.patterns, program.pattern_count}),
      task_(*this, chunks_, seed, 3),
      script_(task_),
      store_({program.shared, program.shared_count}),
      tables_(DataTables::load(program).value()),
      rows_({program.data, program.data_count}, tables_.rows(), seed),
      state_(program.state_size / sizeof(nest_str) + 1),
      user_state_(program.user.state_size / sizeof(nest_str) + 1) {
  task_.patterns = &patterns_;
  task_.context.user_state = user_state_.data();
  task_.context.state = state_.data();
  task_.context.loop_budget = 3;  // small, so that loops yield
}

CompiledProgramPlayer::~CompiledProgramPlayer() {
  release_state(user_state_.data(), program_->user.owned, program_->user.owned_count);
}

void CompiledProgramPlayer::enter(const nest_taskset& taskset) {
  std::memset(reinterpret_cast<std::byte*>(state_.data()) + taskset.state_offset, 0, taskset.state_size);
}

void CompiledProgramPlayer::leave(const nest_taskset& taskset) {
  release_state(state_.data(), taskset.owned, taskset.owned_count);
}

void CompiledProgramPlayer::run(nest_entry entry) {
  if (entry == nullptr) return;
  task_.context.outcome = NEST_RUNNING;
  task_.failure = {};
  void* frame = entry(task_.as_nest_user());
  while (task_.context.outcome == NEST_RUNNING) (*static_cast<void (**)(void*)>(frame))(frame);
  script_.end_transactions(task_.context.outcome == NEST_ABANDONED);
  if (task_.context.outcome == NEST_ABANDONED) {
    script_.write(fmt::format("failure at line {}: {}", program_->sites[task_.failure.site].line,
                              task_.failure.message));
  }
  script_.write(fmt::format("outcome {}", task_.context.outcome));
  task_.end_task();
}

void CompiledProgramPlayer::begin_parallel() {
  in_parallel_ = true;
  held_.clear();
  start_failure_ = {};
}

nest_status CompiledProgramPlayer::end_parallel() {
  if (start_failure_.kind != NEST_OK) task_.failure = start_failure_;
  return start_failure_.kind;
}

nest_status CompiledProgramPlayer::start_request(const nest_request& request, const nest_value* values,
                                                 Nanoseconds) {
  const nest_status status = send(request, values);
  if (!in_parallel_) return status;
  if (status == NEST_OK) {
    held_.push_back(script_.held());
    return NEST_OK;
  }
  held_.emplace_back();
  task_.context.response = &unsent_;
  if (start_failure_.kind == NEST_OK) start_failure_ = task_.failure;
  return NEST_OK;
}

nest_status CompiledProgramPlayer::send(const nest_request& request, const nest_value* values) {
  nest_str url{};
  nest_str headers{};
  nest_str body{};
  nest_user* user = task_.as_nest_user();
  for (const auto& [text, out] :
       {std::pair{&request.url, &url}, {&request.headers, &headers}, {&request.body, &body}}) {
    const nest_status status = nest_render(user, text, values, out);
    if (status != NEST_OK) return status;
  }
  script_.respond(request.method, {url.data, url.size}, {headers.data, headers.size}, {body.data, body.size},
                  request.flags);
  return NEST_OK;
}

void CompiledProgramPlayer::record_check(std::uint32_t check, bool passed) {
  script_.check(check_text(check), passed);
}

std::string_view CompiledProgramPlayer::check_text(std::uint32_t check) const {
  const nest_str text = program_->checks[check].text;
  return {text.data, text.size};
}

void CompiledProgramPlayer::sleep(Nanoseconds duration) { script_.write(fmt::format("sleep {}", duration)); }

// One user alone: what it waits for never comes.
nest_status CompiledProgramPlayer::shared_call(std::uint32_t object, std::uint32_t method,
                                               std::span<const nest_value> arguments, nest_value& out) {
  struct Nobody final : Wakeup, SharedCaller {
    void wake() override {}
    std::shared_ptr<Wakeup> make_wakeup() override { return std::make_shared<Nobody>(); }
  } nobody;
  SharedAnswer answer = store_.begin({object, method, arguments}, nobody);
  if (const auto* result = std::get_if<SharedResult>(&answer)) return give_shared(task_, *result, out);
  waits_for_ = object;
  waits_within_ = arguments.empty() ? -1 : arguments[0].as.i;
  return NEST_PENDING;
}

nest_status CompiledProgramPlayer::shared_result(nest_value&) {
  return fail_waiting(task_, view_of(program_->shared[waits_for_].name), waits_within_);
}

void CompiledProgramPlayer::begin_transaction(std::uint32_t transaction) {
  script_.begin_transaction(view_of(program_->transactions[transaction].name));
}

void CompiledProgramPlayer::end_transaction(std::uint32_t transaction) {
  script_.end_transaction(view_of(program_->transactions[transaction].name));
}

nest_status CompiledProgramPlayer::add_to_metric(std::uint32_t metric, const nest_value& value) {
  const nest_metric& info = program_->metrics[metric];
  const auto amount = metric_value(info, value, task_.arena);
  if (!amount) return task_.fail(amount.error());
  script_.measure(view_of(info.name), *amount);
  return NEST_OK;
}

nest_status CompiledProgramPlayer::next_row(std::uint32_t data, std::int64_t& row) {
  struct Nobody final : SharedCaller {
    std::shared_ptr<Wakeup> make_wakeup() override { return nullptr; }
  } nobody;
  if (program_->data[data].policy == NEST_DATA_RANDOM) {
    row = static_cast<std::int64_t>(task_.random.below(table(data).rows()));
    return NEST_OK;
  }
  const SharedAnswer answer = rows_.next(data, nobody);
  const auto& result = std::get<SharedResult>(answer);  // nothing that is generated waits
  if (!result) {
    if (program_->data[data].exhausted == NEST_EXHAUSTED_STOP_USER) return NEST_ENDS;
    return task_.fail(fails(task_.arena, "{}", result.error().message).error());
  }
  row = std::get<std::int64_t>(*result);
  if (program_->data[data].policy == NEST_DATA_UNIQUE) claimed_.emplace_back(data, row);
  return NEST_OK;
}

nest_status CompiledProgramPlayer::awaited_row(std::int64_t&) { std::abort(); }

nest_status CompiledProgramPlayer::release_rows(std::uint32_t data, std::int64_t row) {
  const auto kept = std::ranges::remove_if(claimed_, [&](const auto& claim) {
    const bool goes = claim.first == data && (row < 0 || claim.second == row);
    if (goes) rows_.give_back(data, static_cast<std::uint64_t>(claim.second));
    return goes;
  });
  const bool none = kept.empty();
  claimed_.erase(kept.begin(), kept.end());
  if (!none || row < 0) return NEST_OK;
  return task_.fail(fails(task_.arena, "this user does not have row {} of `{}`: it was given back", row + 1,
                          view_of(program_->data[data].name))
                        .error());
}

void CompiledProgramPlayer::log(std::string_view text) { script_.write(fmt::format("log {}", text)); }

}  // namespace nest::oracle
