#include "runtime/user/user.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include "runtime/secrets/masking.h"
#include "runtime/user/frame.h"
#include "runtime/user/wait_time.h"
#include "runtime/values/state_text.h"

namespace nest {
namespace {

// Steps a user takes on end before others have their turn: a task that does nothing, without a wait, is no
// reason to hold up the thread.
constexpr int kStepsOnEnd = 64;

constexpr std::uint64_t aligned(std::uint64_t size) { return (size + 15) & ~std::uint64_t{15}; }

}  // namespace

User::User(const UserHost& host, std::uint64_t number)
    : task_(*this, *host.chunks, host.seed, number), host_(&host), exchange_(host.exchanges->make()) {
  const std::uint64_t state_size = aligned(host.program->state_size);
  memory_ = std::make_unique<std::byte[]>(state_size + aligned(host.program->user.state_size));
  task_.context.state = memory_.get();
  task_.context.user_state = memory_.get() + state_size;
  task_.patterns = host.patterns;
  open_.reserve(host.picks->depth());
}

User::~User() {
  if (ended()) return;
  drop_frame();
  release_everything();
}

void User::start() {
  stage_ = host_->once != nullptr ? Stage::Once : Stage::UserInit;
  host_->recorder->user_started();
  proceed();
}

const nest_taskset& User::top() const { return host_->program->tasksets[open_.back().taskset]; }

void User::proceed() {
  for (int steps = 0; steps < kStepsOnEnd; ++steps) {
    if (!step()) return;
  }
  let_others_run(place_of_rounds(), false);
}

// One step; false when the user is suspended, or has ended.
bool User::step() {
  if (stopping_) turn_back();
  const nest_user_block& user = host_->program->user;
  switch (stage_) {
    case Stage::Once:
      return call(host_->once);
    case Stage::UserInit:
      return call(user.init);
    case Stage::UserStart:
      return call(user.on_start);
    case Stage::Pick:
      pick();
      return true;
    case Stage::Init:
      return call(top().init);
    case Stage::Start:
      return call(top().on_start);
    case Stage::Task:
      return call(host_->program->tasks[running_task_].run);
    case Stage::Wait:
      return wait();
    case Stage::Stop:
      return call(top().on_stop);
    case Stage::Leave:
      leave();
      return true;
    case Stage::Rest:
      return rest();
    case Stage::UserStop:
      return call(user.on_stop);
    case Stage::End:
      end();
      return false;
    case Stage::Ended:
      return false;
  }
  return false;
}

// Runs an entry up to its end (true) or its first suspension; a missing entry has ended well.
bool User::call(nest_entry entry) {
  nest_context& context = task_.context;
  if (entry == nullptr) {
    next_stage(NEST_DONE);
    return true;
  }
  context.outcome = NEST_RUNNING;
  context.loop_budget = kLoopBudget;
  void* frame = entry(task_.as_nest_user());
  if (context.outcome == NEST_RUNNING) {
    assert(frame != nullptr);
    frame_ = frame;
    return false;
  }
  entry_ended();
  return true;
}

void User::resume() {
  resume_frame(frame_);
  if (task_.context.outcome == NEST_RUNNING) return;
  frame_ = nullptr;
  entry_ended();
  proceed();
}

void User::fire(Instant) {
  if (spin_.is_running()) spin_.goes_on(host_->loop->now());
  if (suspended_in_code()) {
    resume();
    return;
  }
  waiting_ = false;
  note_lateness();
  proceed();
}

void User::entry_ended() {
  const std::int32_t outcome = task_.context.outcome;
  if (pending_.request != nullptr) finish_request();  // its task failed between the answer and the verdict
  if (outcome == NEST_ABANDONED) count_failure();
  if (transactions_ != nullptr) end_transactions(0);
  task_.end_task();
  task_.context.response = nullptr;
  next_stage(outcome);
}

void User::count_failure() {
  const TaskFailure& failure = task_.failure;
  const bool described = failure.kind != NEST_OK;
  const std::uint32_t site = described ? failure.site : task_.context.site;
  // It may quote an answer, and goes into reports and files.
  const std::string message = described ? mask_text(failure.message) : "abandoned";
  host_->recorder->task_failure(site, message);
  fail_transactions(message);
  if (host_->trace != nullptr) host_->trace->failed(number(), site, message);
}

void User::next_stage(std::int32_t outcome) {
  const bool failed = outcome == NEST_ABANDONED;
  const bool stop = outcome == NEST_STOP || stopping_;
  const Leaving leaving = stop                        ? Leaving::StopUser
                          : outcome == NEST_INTERRUPT ? Leaving::PickAtOnce
                                                      : Leaving::WaitFirst;
  const bool interrupted = outcome == NEST_INTERRUPT || outcome == NEST_INTERRUPT_WAIT;
  switch (stage_) {
    case Stage::Once:
      stage_ = Stage::End;
      break;
    case Stage::UserInit:
      stage_ = failed || stop ? Stage::End : Stage::UserStart;
      break;
    case Stage::UserStart:
      stage_ = failed || stop ? Stage::UserStop : Stage::Pick;
      break;
    case Stage::Init:
      if (failed || stop) {
        start_leaving(leaving, false);
      } else {
        stage_ = Stage::Start;
      }
      break;
    case Stage::Start:
      if (failed || stop || interrupted) {
        start_leaving(leaving, !interrupted);
      } else {
        if (top().wait.kind == NEST_WAIT_PACE) open_.back().cycle_start = host_->loop->now();
        stage_ = Stage::Pick;
      }
      break;
    case Stage::Task:
      host_->recorder->task_finished(running_task_);
      late_ = 0;
      if (stop || (interrupted && host_->visit == nullptr)) {
        start_leaving(leaving, true);
      } else {
        stage_ = Stage::Wait;
      }
      break;
    case Stage::Stop:
      if (stop) leaving_ = Leaving::StopUser;
      stage_ = Stage::Leave;
      break;
    case Stage::UserStop:
      stage_ = Stage::End;
      break;
    default:
      assert(false);  // the others run no code
  }
}

void User::start_leaving(Leaving leaving, bool with_on_stop) {
  leaving_ = leaving;
  stage_ = with_on_stop ? Stage::Stop : Stage::Leave;
}

void User::pick() {
  if (host_->visit != nullptr) {
    pick_of_visit();
    return;
  }
  if (open_.empty()) {
    begin_visit();
    return;
  }
  OpenTaskset& open = open_.back();
  const nest_pick* pick = host_->picks->next(open.taskset, open.place, task_.random);
  if (pick == nullptr) {
    start_leaving(Leaving::PickAtOnce, true);
  } else if (pick->kind == NEST_PICK_TASKSET) {
    enter(pick->index);
  } else {
    begin_task(pick->index);
  }
}

// Whether the taskset of the single visit is open.
bool User::is_at_visit() const {
  return std::ranges::find(open_, host_->visit->taskset, &OpenTaskset::taskset) != open_.end();
}

// The way to the visit's taskset, then its tasks and those of the tasksets nested in it; then the way back.
void User::pick_of_visit() {
  const nest_program& program = *host_->program;
  const SingleVisit& visit = *host_->visit;
  if (!is_at_visit()) {
    const std::uint32_t here = open_.empty() ? NEST_NONE : open_.back().taskset;
    std::uint32_t next = visit.taskset;
    while (program.tasksets[next].parent != here) next = program.tasksets[next].parent;
    enter(next);
    return;
  }
  OpenTaskset& open = open_.back();
  for (const nest_taskset& taskset = top(); open.place < taskset.pick_count;) {
    const nest_pick& pick = taskset.picks[open.place++];
    const bool is_task = pick.kind == NEST_PICK_TASK;
    if (visit.task != NEST_NONE && !(is_task && visit.task == pick.index)) continue;
    return is_task ? begin_task(pick.index) : enter(pick.index);
  }
  if (open.taskset == visit.taskset) {
    stopping_ = true;  // the next step turns back
  } else {
    start_leaving(Leaving::PickAtOnce, true);
  }
}

void User::begin_task(std::uint32_t task) {
  running_task_ = task;
  task_.context.iteration = static_cast<std::int64_t>(tasks_begun_++);
  host_->recorder->task_started(task);
  if (host_->trace != nullptr) host_->trace->task_started(number(), task);
  stage_ = Stage::Task;
}

void User::enter(std::uint32_t taskset) {
  open_.push_back({taskset, 0, 0});
  const nest_taskset& entered = top();
  std::memset(static_cast<std::byte*>(task_.context.state) + entered.state_offset, 0, entered.state_size);
  host_->recorder->taskset_entered(taskset);
  if (host_->trace != nullptr) host_->trace->taskset_entered(number(), taskset);
  stage_ = Stage::Init;
}

// The wait of the innermost open taskset; at the top level that of the taskset that was left, which is the
// user's when it has none of its own.
bool User::wait() {
  OpenTaskset& open = open_.empty() ? left_ : open_.back();
  const nest_wait& rule = host_->program->tasksets[open.taskset].wait;
  stage_ = Stage::Pick;
  if (rule.kind == NEST_WAIT_NONE || host_->visit != nullptr) return true;
  const Instant now = host_->loop->now();
  const Nanoseconds wait = wait_time(rule, now - open.cycle_start, task_.random);
  const bool planned = rule.kind == NEST_WAIT_PACE;  // and then it draws nothing from the stream
  intended_ = planned ? open.cycle_start + wait_time(rule, 0, task_.random) : 0;
  open.cycle_start = now + wait;
  if (wait == 0) {
    note_lateness();
    return true;
  }
  waiting_ = true;
  spin_.waits();
  host_->loop->schedule(*this, now + wait);
  return false;
}

void User::leave() {
  const nest_taskset& taskset = top();
  release_state(task_.context.state, taskset.owned, taskset.owned_count);
  give_back_rows(open_.size());
  left_ = open_.back();
  open_.pop_back();
  const bool ends_visit = host_->visit != nullptr && !is_at_visit();
  if (leaving_ == Leaving::StopUser || ends_visit) stopping_ = true;  // the next step turns back
  if (open_.empty() && host_->by_arrival) {
    end_visit(true);
    stage_ = Stage::Rest;
    return;
  }
  stage_ = leaving_ == Leaving::PickAtOnce ? Stage::Pick : Stage::Wait;
}

void User::end() {
  release_everything();
  host_->events->user_ended(*this);
}

}  // namespace nest
