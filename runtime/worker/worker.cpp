#include "runtime/worker/worker.h"

#include <algorithm>
#include <ctime>
#include <utility>

namespace nest {
namespace {

Nanoseconds thread_cpu_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<Nanoseconds>(time.tv_sec) * kSecond + time.tv_nsec;
}

void enter_phase(User& user, RunPhase phase) {
  switch (phase) {
    case RunPhase::Running:
      break;
    case RunPhase::Finishing:
      user.finish();
      break;
    case RunPhase::Stopping:
      user.stop();
      break;
    case RunPhase::Aborting:
      user.abort();
      break;
  }
}

}  // namespace

Worker::Worker(const WorkerPlan& plan, WorkerShare share, const ExchangeMaker& maker, WorkerEvents& events)
    : plan_(&plan),
      share_(share),
      events_(&events),
      loop_(*plan.clock, plan.engine),
      patterns_({plan.program->patterns, plan.program->pattern_count}),
      recorder_(*plan.program),
      exchanges_(maker(loop_, share.worker)) {
  host_.program = plan.program;
  host_.picks = plan.picks;
  host_.loop = &loop_;
  host_.recorder = &recorder_;
  host_.chunks = &chunks_;
  host_.exchanges = exchanges_.get();
  host_.events = this;
  host_.patterns = &patterns_;
  host_.shared = plan.shared;
  host_.data = plan.data;
  host_.rows = plan.rows;
  host_.trace = plan.trace;
  host_.visit = plan.visit;
  host_.seed = plan.seed;
  host_.start = plan.start;
  host_.by_arrival = plan.arrivals != nullptr;
  if (plan.arrivals != nullptr) arrivals_.emplace(*plan.arrivals, share, plan.users.most());
  users_.resize(share.count(plan.users.most()));
  lives_.resize(users_.size());
}

Worker::~Worker() {
  if (!thread_.joinable()) return;
  enter(RunPhase::Aborting);
  join();
}

void Worker::launch() {
  thread_ = std::thread([this] { run(); });
}

void Worker::enter(RunPhase phase) {
  loop_.post([this, phase] { begin_phase(phase); });
}

void Worker::join() { thread_.join(); }

void Worker::run() {
  delivered_at_ = loop_.now();
  follow_schedule();
  loop_.schedule(publisher_, plan_->start + kSecond);
  while (live_ > 0 || awaits_users()) {
    loop_.turn(TimerWheel::kNever);
    sweep();
  }
  deliver(true);
  loop_.cancel(publisher_);
  exchanges_.reset();  // on the thread that used it
}

// More users are on their way, at once or later.
bool Worker::awaits_users() const {
  if (phase_ != RunPhase::Running) return false;
  if (arrivals_) return !arrivals_->all_taken();
  const Nanoseconds now = loop_.turn_time() - plan_->start;
  return plan_->users.taken_from(share_.number(taken_), now) != LoadSteps::kNever;
}

void Worker::follow_schedule() {
  if (arrivals_) {
    admit_arrivals();
    return;
  }
  const Nanoseconds now = loop_.turn_time() - plan_->start;
  const std::uint64_t wanted = share_.count(plan_->users.level_at(now));
  for (int i = 0; i < kStartsATurn && taken_ < wanted; ++i) start_slot(taken_++);
  while (taken_ > wanted) free_slot(--taken_);
  Nanoseconds next = now;
  if (taken_ == wanted) {
    next = plan_->users.taken_from(share_.number(taken_), now);
    if (taken_ > 0) next = std::min(next, plan_->users.free_from(share_.number(taken_ - 1), now));
  }
  if (next != LoadSteps::kNever) loop_.schedule(scheduler_, plan_->start + next);
}

// The number of a slot's first user is the slot's; later ones get numbers that no other user has.
void Worker::make_user(std::size_t slot) {
  const std::uint64_t number = share_.number(slot) + lives_[slot]++ * plan_->users.most();
  users_[slot] = std::make_unique<User>(host_, number);
  peak_ = std::max(peak_, ++live_);
}

std::size_t Worker::slot_of(const User& user) const {
  return share_.index(user.number() % plan_->users.most());
}

void Worker::start_slot(std::size_t slot) {
  make_user(slot);
  users_[slot]->start();
}

void Worker::free_slot(std::size_t slot) {
  if (users_[slot] != nullptr) leaving_.dismiss(std::move(users_[slot]), plan_->stop_timeout);
}

void Worker::begin_phase(RunPhase phase) {
  if (phase <= phase_) return;
  if (arrivals_ && phase_ == RunPhase::Running) admit_overdue();
  phase_ = phase;
  loop_.cancel(scheduler_);
  for (const auto& user : users_) {
    if (user != nullptr) enter_phase(*user, phase);
  }
  leaving_.each([phase](User& user) { enter_phase(user, phase); });
}

void Worker::user_ended(User& user) {
  ended_.push_back(&user);
  --live_;
}

// Users end deep in calls from their own exchange or timer; here nothing of them is on the stack.
void Worker::sweep() {
  for (const User* user : ended_) {
    const std::size_t slot = slot_of(*user);
    if (users_[slot].get() == user) {
      users_[slot].reset();
      if (arrivals_) arrivals_->vacate(slot);
    } else {
      leaving_.forget(*user);
    }
  }
  ended_.clear();
}

void Worker::deliver(bool last) {
  const Instant now = loop_.now();
  const Nanoseconds cpu = thread_cpu_time();
  WorkerDelivery delivery;
  delivery.worker = share_.worker;
  delivery.delta = recorder_.take();
  delivery.peak_users = std::exchange(peak_, live_);
  delivery.wall_time = now - std::exchange(delivered_at_, now);
  delivery.cpu_time = cpu - std::exchange(cpu_at_delivery_, cpu);
  delivery.lag = loop_.take_lag();
  delivery.last = last;
  // On whole seconds of the run; those that passed unheard are left out.
  loop_.schedule(publisher_, plan_->start + ((now - plan_->start) / kSecond + 1) * kSecond);
  events_->delivered(std::move(delivery));
}

void Worker::log(std::uint64_t user, std::uint32_t site, std::string_view text) {
  events_->logged(user, site, text);
}

}  // namespace nest
