#include "runtime/worker/worker.h"

#include <algorithm>
#include <ctime>
#include <utility>

namespace nest {
namespace {

// Users started in one turn: more would keep those that run already from their answers.
constexpr int kSpawnsATurn = 64;

Nanoseconds thread_cpu_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<Nanoseconds>(time.tv_sec) * kSecond + time.tv_nsec;
}

}  // namespace

Worker::Worker(const WorkerPlan& plan, WorkerShare share, const ExchangeMaker& maker, WorkerEvents& events)
    : plan_(&plan),
      share_(share),
      events_(&events),
      loop_(*plan.clock),
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
  host_.trace = plan.trace;
  host_.visit = plan.visit;
  host_.seed = plan.seed;
  host_.start = plan.start;
  users_.resize(share.count(plan.users.users()));
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
  schedule_spawn();
  loop_.schedule(publisher_, plan_->start + kSecond);
  while (live_ > 0 || spawned_ < users_.size()) {
    loop_.turn(TimerWheel::kNever);
    sweep();
  }
  deliver(true);
  loop_.cancel(publisher_);
  exchanges_.reset();  // on the thread that used it
}

void Worker::schedule_spawn() {
  if (spawned_ == users_.size()) return;
  loop_.schedule(spawner_, plan_->start + plan_->users.start_of(share_.number(spawned_)));
}

void Worker::spawn() {
  for (int i = 0; i < kSpawnsATurn && spawned_ < users_.size(); ++i) {
    const std::uint64_t number = share_.number(spawned_);
    if (plan_->start + plan_->users.start_of(number) > loop_.turn_time()) break;
    auto& user = users_[spawned_++];
    user = std::make_unique<User>(host_, number);
    peak_ = std::max(peak_, ++live_);
    user->start();
  }
  schedule_spawn();
}

void Worker::begin_phase(RunPhase phase) {
  if (phase <= phase_) return;
  phase_ = phase;
  loop_.cancel(spawner_);
  users_.resize(spawned_);
  for (const auto& user : users_) {
    if (user == nullptr) continue;
    switch (phase) {
      case RunPhase::Running:
        break;
      case RunPhase::Finishing:
        user->finish();
        break;
      case RunPhase::Stopping:
        user->stop();
        break;
      case RunPhase::Aborting:
        user->abort();
        break;
    }
  }
}

void Worker::user_ended(User& user) {
  ended_.push_back(&user);
  --live_;
}

// Users end deep in calls from their own exchange or timer; here nothing of them is on the stack.
void Worker::sweep() {
  for (const User* user : ended_) users_[share_.index(user->number())].reset();
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
