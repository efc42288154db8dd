// How a user is brought to its end: after its task, where it is, or at once.

#include <utility>

#include "runtime/user/frame.h"
#include "runtime/user/user.h"
#include "runtime/values/state_text.h"

namespace nest {

void User::finish() {
  if (ended()) return;
  if (in_visit_) {
    last_visit_ = true;
    return;
  }
  if (std::exchange(stopping_, true)) return;
  if (!waiting_) return;  // what runs goes on to its end
  wake_to_stop();
}

void User::stop() {
  if (ended()) return;
  told_to_end_ = true;
  stopping_ = true;
  if (waiting_) {
    wake_to_stop();
    return;
  }
  const bool is_leaving = stage_ == Stage::Stop || stage_ == Stage::UserStop;
  if (!suspended_in_code() || is_leaving) return;
  drop_frame();
  switch (stage_) {
    case Stage::Once:
    case Stage::UserInit:
      stage_ = Stage::End;
      break;
    case Stage::UserStart:
      stage_ = Stage::UserStop;
      break;
    default:  // on_stop belongs to an on_start that has begun
      start_leaving(Leaving::StopUser, stage_ != Stage::Init);
  }
  proceed();
}

void User::wake_to_stop() {
  waiting_ = false;
  host_->loop->cancel(*this);
  proceed();
}

void User::abort() {
  if (ended()) return;
  told_to_end_ = true;
  drop_frame();
  end();
}

// What was about to begin does not: outward instead, past every on_stop on the way.
void User::turn_back() {
  switch (stage_) {
    case Stage::Once:
    case Stage::UserInit:
    case Stage::UserStart:
      stage_ = Stage::End;
      break;
    case Stage::Init:
    case Stage::Start:
      start_leaving(Leaving::StopUser, false);
      break;
    case Stage::Pick:
    case Stage::Task:
    case Stage::Wait:
    case Stage::Rest:
      if (open_.empty()) {
        stage_ = Stage::UserStop;
      } else {
        start_leaving(Leaving::StopUser, true);
      }
      break;
    default:  // on its way out already
      break;
  }
}

void User::drop_frame() {
  host_->loop->cancel(*this);
  waiting_ = false;
  if (pending_.in_flight) {
    exchange_->cancel();
    host_->recorder->request_cut_off();
  }
  pending_ = {};
  cut_off_parallel();
  cut_off_transactions();
  shared_wait_.reset();  // an item that is on its way goes back to its queue
  if (frame_ != nullptr) destroy_frame(std::exchange(frame_, nullptr));
  task_.end_task();
  task_.context.response = nullptr;
}

void User::release_everything() {
  const nest_program& program = *host_->program;
  for (; !open_.empty(); open_.pop_back()) {
    release_state(task_.context.state, top().owned, top().owned_count);
  }
  release_state(task_.context.user_state, program.user.owned, program.user.owned_count);
  give_back_rows(0);
  end_visit(false);
  stage_ = Stage::Ended;
  host_->recorder->user_stopped();
}

}  // namespace nest
