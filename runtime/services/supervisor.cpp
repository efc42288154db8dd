#include "runtime/services/supervisor.h"

#include <fmt/format.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <utility>

namespace nest {

std::expected<std::unique_ptr<Supervisor>, std::string> Supervisor::create(std::vector<ServiceSpec> specs,
                                                                           SupervisorOptions options) {
  auto plan = plan_start(specs);
  if (!plan) return std::unexpected(plan.error());
  try {
    std::unique_ptr<Supervisor> made(new Supervisor(std::move(specs), std::move(*plan), std::move(options)));
    for (std::size_t i = 0; i < made->specs_.size(); ++i) {
      const ServiceSpec& spec = made->specs_[i];
      auto log = ServiceLog::open(made->options_.log_folder + '/' + spec.name + ".log");
      if (!log) return std::unexpected(fmt::format("{}: {}", service_title(spec), log.error()));
      auto port = PortReservation::any();
      if (!port) return std::unexpected(port.error());
      auto link = GuardianLink::fork_guardian();
      if (!link) return std::unexpected(link.error());
      made->services_.push_back(
          std::make_unique<Service>(i, spec, std::move(*link), std::move(*log), std::move(*port)));
    }
    return made;
  } catch (const std::system_error& error) {
    return std::unexpected(fmt::format("the system refuses what services need: {}", error.what()));
  }
}

Supervisor::Supervisor(std::vector<ServiceSpec> specs, StartPlan plan, SupervisorOptions options)
    : specs_(std::move(specs)),
      plan_(std::move(plan)),
      options_(std::move(options)),
      loop_(clock_),
      bystanders_(descendants_of(getpid())),
      started_(specs_.size()),
      ready_(specs_.size()),
      told_to_stop_(specs_.size()),
      changed_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!changed_.is_open()) throw std::system_error(errno, std::generic_category(), "eventfd");
  // Should somebody end a guardian, what it held comes to nest: see guardian_lost().
  prctl(PR_SET_CHILD_SUBREAPER, 1);
}

Supervisor::~Supervisor() { stop(); }

Supervisor::StartEnd Supervisor::start(int cancel, const std::function<void()>& take_note) {
  for (const auto& service : services_) {
    if (const int error = service->attach(loop_, *this); error != 0) {
      say(fmt::format("services cannot be watched: {}", std::strerror(error)));
      return StartEnd::Failed;
    }
  }
  // Signals are for the thread that waits.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this] { run_loop(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  loop_.post([this] { start_possible(); });
  const auto decided = [](Phase phase) { return phase == Phase::Ready || phase == Phase::Stopped; };
  const auto stopped = [](Phase phase) { return phase == Phase::Stopped; };
  const bool cancelled = !wait([](Phase phase) { return phase != Phase::Starting; }, cancel);
  if (cancelled) {
    take_note();
    loop_.post([this] { begin_stop(false); });
  }
  if (!wait(cancelled ? std::function<bool(Phase)>(stopped) : decided, cancel)) stop(cancel);
  if (phase() == Phase::Ready) return StartEnd::Ready;
  const std::lock_guard lock(mutex_);
  return start_failed_ ? StartEnd::Failed : StartEnd::Cancelled;
}

void Supervisor::stop(int hurry) {
  if (!thread_.joinable()) return;
  const auto stopped = [](Phase phase) { return phase == Phase::Stopped; };
  loop_.post([this] { begin_stop(false); });
  if (!wait(stopped, hurry)) {
    loop_.post([this] { begin_stop(true); });
    wait(stopped, -1);
  }
  loop_.post([this] { quit_ = true; });
  thread_.join();
}

bool Supervisor::wait(const std::function<bool(Phase)>& done, int interruption) {
  while (!done(phase())) {
    std::array<pollfd, 2> watched = {pollfd{changed_.get(), POLLIN, 0}, pollfd{interruption, POLLIN, 0}};
    poll(watched.data(), watched.size(), -1);
    std::uint64_t drained = 0;
    [[maybe_unused]] const auto size = read(changed_.get(), &drained, sizeof drained);
    if (watched[1].revents != 0 && !done(phase())) return false;
  }
  return true;
}

void Supervisor::enter(Phase phase) {
  {
    const std::lock_guard lock(mutex_);
    phase_ = phase;
  }
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto size = write(changed_.get(), &one, sizeof one);
}

Supervisor::Phase Supervisor::phase() const {
  const std::lock_guard lock(mutex_);
  return phase_;
}

void Supervisor::run_loop() {
  while (!quit_) loop_.turn(TimerWheel::kNever);
}

void Supervisor::start_possible() {
  if (phase() != Phase::Starting) return;
  const auto is_ready = [this](std::size_t service) { return ready_[service]; };
  if (std::find(ready_.begin(), ready_.end(), false) == ready_.end()) return enter(Phase::Ready);
  for (const auto& service : services_) {
    const auto& after = plan_.after[service->index()];
    if (started_[service->index()] || !std::all_of(after.begin(), after.end(), is_ready)) continue;
    started_[service->index()] = true;
    service->start();
  }
}

void Supervisor::begin_stop(bool at_once) {
  at_once_ = at_once_ || at_once;
  if (phase() == Phase::Stopped) return;
  if (phase() != Phase::Stopping) enter(Phase::Stopping);
  if (at_once) {
    for (const auto& service : services_) {
      told_to_stop_[service->index()] = true;
      if (!service->is_over()) service->stop(0);
    }
  }
  stop_possible();
}

// Those first that nothing which still runs was started after.
void Supervisor::stop_possible() {
  const auto is_over = [this](std::size_t service) { return services_[service]->is_over(); };
  for (const auto& service : services_) {
    const std::size_t index = service->index();
    const auto& dependents = plan_.before[index];
    if (told_to_stop_[index] || !std::all_of(dependents.begin(), dependents.end(), is_over)) continue;
    told_to_stop_[index] = true;
    // Comes back to here when it is over at once.
    service->stop(at_once_ ? 0 : service->spec().grace);
  }
  const bool all_over =
      std::all_of(services_.begin(), services_.end(), [](const auto& s) { return s->is_over(); });
  if (all_over && phase() == Phase::Stopping) enter(Phase::Stopped);
}

FilledLaunch Supervisor::filled_launch(const Service& service) {
  return fill_launch(specs_, plan_, addresses(), service.index());
}

void Supervisor::service_ready(Service& service) {
  ready_[service.index()] = true;
  start_possible();
}

void Supervisor::service_failed(Service&, const std::string& why) {
  say(why);
  {
    const std::lock_guard lock(mutex_);
    start_failed_ = true;
  }
  begin_stop(false);
}

void Supervisor::service_lost(Service&, const std::string& why, bool ends_the_run) {
  say(why);
  if (phase() == Phase::Starting && ends_the_run) {
    {
      const std::lock_guard lock(mutex_);
      start_failed_ = true;
    }
    return begin_stop(false);
  }
  {
    const std::lock_guard lock(mutex_);
    losses_.push_back(why.substr(0, why.find_first_of(";\n")));
    has_ended_run_ = has_ended_run_ || ends_the_run;
  }
  if (ends_the_run) options_.end_run();
}

void Supervisor::service_stopped(Service&) {
  if (phase() == Phase::Stopping) stop_possible();
}

// Everything below nest that is no guardian's is what a lost one has left behind.
void Supervisor::guardian_lost() {
  constexpr int kRounds = 50;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<ProcessId> orphans = descendants_of(getpid());
    const auto forget = [&](pid_t pid) {
      std::erase_if(orphans, [&](const ProcessId& p) { return p.pid == pid; });
    };
    const auto forget_tree = [&](pid_t pid) {
      for (const ProcessId& kept : descendants_of(pid)) forget(kept.pid);
      forget(pid);
    };
    for (const ProcessId& bystander : bystanders_) forget_tree(bystander.pid);
    for (const auto& service : services_) {
      if (!service->is_over()) forget_tree(service->guardian());
    }
    if (orphans.empty()) return;
    for (const ProcessId& orphan : orphans) {
      send_signal(orphan, SIGKILL);
      waitpid(orphan.pid, nullptr, WNOHANG);
    }
    constexpr useconds_t kPause = 10'000;
    usleep(kPause);
  }
}

std::vector<ServiceAddress> Supervisor::addresses() const {
  std::vector<ServiceAddress> all;
  all.reserve(services_.size());
  for (const auto& service : services_) {
    all.push_back({service->spec().name, service->port(), service_url(service->port())});
  }
  return all;
}

std::vector<std::string> Supervisor::losses() const {
  const std::lock_guard lock(mutex_);
  return losses_;
}

bool Supervisor::has_ended_run() const {
  const std::lock_guard lock(mutex_);
  return has_ended_run_;
}

}  // namespace nest
