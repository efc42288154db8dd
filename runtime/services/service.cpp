#include "runtime/services/service.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "runtime/services/service_template.h"
#include "runtime/services/start_plan.h"

namespace nest {
namespace {

// A service without a readiness of its own has to live this long.
constexpr Nanoseconds kSettleTime = 300 * kMillisecond;
constexpr Nanoseconds kLongService = 60 * kSecond;
constexpr Nanoseconds kFirstPause = 250 * kMillisecond;
constexpr int kMostStolenPorts = 3;
// How long a guardian may take beyond the grace time: its own limit for killing, and some more.
constexpr Nanoseconds kGuardianTime = 8 * kSecond;
constexpr int kPipeSize = 1 << 20;

std::string seconds_text(Nanoseconds time) {
  return fmt::format("{:.3g} s", static_cast<double>(time) / 1e9);
}

std::string end_text(int status) {
  if (WIFSIGNALED(status))
    return fmt::format("signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)));
  return fmt::format("exit status {}", WEXITSTATUS(status));
}

}  // namespace

Service::Service(std::size_t index, const ServiceSpec& spec, GuardianLink link, ServiceLog log,
                 PortReservation port)
    : index_(index), spec_(&spec), link_(std::move(link)), log_(std::move(log)), port_(std::move(port)) {}

Service::~Service() {
  drop_output();
  if (loop_ != nullptr) loop_->remove(link_.descriptor());
}

int Service::attach(EventLoop& loop, ServiceEvents& events) {
  loop_ = &loop;
  events_ = &events;
  return loop.add(link_.descriptor(), EPOLLIN, guardian_events_);
}

std::string Service::title() const { return service_title(*spec_); }

void Service::start() {
  if (restarts_ > 0) log_.write("--- nest: started again ---\n");
  if (auto fault = launch()) return fail(*fault);
  state_ = State::GettingReady;
  await_readiness();
}

// Nothing, or why not.
std::optional<std::string> Service::launch() {
  drop_output();
  filled_ = events_->filled_launch(*this);
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return fmt::format("{} cannot be started: no pipe: {}", title(), std::strerror(errno));
  }
  output_ = Descriptor(ends[0]);
  const Descriptor theirs(ends[1]);
  fcntl(output_.get(), F_SETFL, O_NONBLOCK);
  fcntl(output_.get(), F_SETPIPE_SZ, kPipeSize);
  int error = loop_->add(output_.get(), EPOLLIN, output_events_);
  launched_at_ = loop_->now();
  port_.release();
  if (error == 0) error = link_.launch(filled_.launch, spec_->grace, theirs.get());
  if (error == EMSGSIZE) return fmt::format("{} cannot be started: its command is too long", title());
  if (error != 0) return fmt::format("{} cannot be started: {}", title(), std::strerror(error));
  return std::nullopt;
}

void Service::await_readiness() {
  loop_->schedule(limit_, launched_at_ + spec_->within);
  const auto make_probe = [this](const std::string& path) {
    probe_ = std::make_unique<ReadinessProbe>(*loop_, port(), path, [this] { become_ready(); });
  };
  switch (spec_->ready.by) {
    case ReadyBy::Start:
      loop_->schedule(settled_, launched_at_ + std::min(kSettleTime, spec_->within));
      break;
    case ReadyBy::Http:
      make_probe(filled_.ready);
      break;
    case ReadyBy::Tcp:
      make_probe("");
      break;
    case ReadyBy::Line:
      search_.emplace(filled_.ready);
      break;
  }
}

void Service::stop_waiting() {
  loop_->cancel(limit_);
  loop_->cancel(settled_);
  probe_.reset();
  search_.reset();
}

void Service::become_ready() {
  stop_waiting();
  state_ = State::Ready;
  ready_at_ = loop_->now();
  const std::string after = seconds_text(ready_at_ - launched_at_);
  if (was_ready_) {
    events_->say(fmt::format("{} is ready again after {}", title(), after));
    return;
  }
  was_ready_ = true;
  events_->say(fmt::format("{} is ready after {}: {}", title(), after, service_url(port())));
  events_->service_ready(*this);
}

std::string Service::readiness_text() const {
  switch (spec_->ready.by) {
    case ReadyBy::Http:
      return fmt::format("GET {}{}: {}", service_url(port()), filled_.ready, probe_->latest());
    case ReadyBy::Tcp:
      return fmt::format("connecting to port {}: {}", port(), probe_->latest());
    case ReadyBy::Line:
      return fmt::format(
          "no line of its output holds `{}` (programs that write into a pipe may keep their output back)",
          filled_.ready);
    case ReadyBy::Start:
      break;
  }
  return {};
}

void Service::run_out_of_time() {
  std::string why =
      fmt::format("{} was not ready within {}: {}", title(), seconds_text(spec_->within), readiness_text());
  if (probe_ && !uses_placeholder(spec_->command, "port") && !uses_placeholder(spec_->command, "url")) {
    why += fmt::format(
        ". Its command does not use {{port}}: how is it to know that it is expected on port {}?", port());
  } else if (probe_ && answers_on_ipv6_loopback(port())) {
    why += ". It listens on ::1 only; have it listen on 127.0.0.1";
  }
  read_output(false);
  fail(with_last_lines(std::move(why)));
}

std::string Service::with_last_lines(std::string what) {
  constexpr std::size_t kShown = 20;
  const auto lines = log_.last_lines(kShown);
  if (lines.empty()) return what + "; it printed nothing";
  what += fmt::format("; its last lines ({}):", log_.path());
  for (const std::string& line : lines) what += "\n    " + line;
  return what;
}

void Service::fail(const std::string& why) {
  stop_waiting();
  if (was_ready_) return lose(why);
  fail_to_start(why);
}

void Service::fail_to_start(std::string why) {
  why_ = std::move(why);
  end_rest(&Service::report_failed_start);
}

// Once nothing of it lives: whoever listens on its port now has taken it.
void Service::report_failed_start() {
  if (is_listened_on(port()) && stolen_ports_ < kMostStolenPorts) {
    if (auto other = PortReservation::any()) {
      ++stolen_ports_;
      events_->say(fmt::format("{}: another program has taken port {}; trying again with port {}", title(),
                               port(), other->port()));
      port_ = std::move(*other);
      return start();
    }
  }
  become_over();
  events_->service_failed(*this, why_);
}

void Service::lose(std::string why) {
  if (loop_->now() - ready_at_ > kLongService) restarts_ = 0;
  const bool restarts = spec_->on_failure == OnFailure::Restart;
  if (restarts && restarts_ < kMostRestarts) {
    ++restarts_;
    events_->service_lost(
        *this, fmt::format("{}\n  it is started again (restart {} of {})", why, restarts_, kMostRestarts),
        false);
    return end_rest(&Service::pause);
  }
  if (restarts) why += fmt::format("\n  it was started again {} times, which is enough", restarts_);
  end_rest(&Service::become_over);
  events_->service_lost(*this, why, spec_->on_failure != OnFailure::GoOn);
}

void Service::end_rest(void (Service::*then)()) {
  state_ = State::Ending;
  then_ = then;
  link_.stop(spec_->grace);
  loop_->schedule(patience_, loop_->now() + spec_->grace + kGuardianTime);
}

void Service::pause() {
  state_ = State::Pausing;
  loop_->schedule(pause_, loop_->now() + (kFirstPause << (restarts_ - 1)));
}

void Service::stop(Nanoseconds grace) {
  if (state_ == State::Waiting) become_over();
  if (state_ == State::Over) return events_->service_stopped(*this);
  stop_waiting();
  loop_->cancel(pause_);
  state_ = State::Stopping;
  link_.stop(grace);
  loop_->schedule(patience_, loop_->now() + grace + kGuardianTime);
}

void Service::become_over() {
  state_ = State::Over;
  loop_->cancel(patience_);
  read_output(false);
  drop_output();
}

void Service::lose_guardian() {
  if (state_ == State::Over) return;
  const bool stopping = state_ == State::Stopping;
  loop_->remove(link_.descriptor());
  stop_waiting();
  loop_->cancel(pause_);
  become_over();
  events_->guardian_lost();
  const std::string why = fmt::format("{}: the guardian process that nest keeps for it is gone", title());
  if (stopping) return events_->service_stopped(*this);
  if (!was_ready_) return events_->service_failed(*this, why);
  events_->service_lost(*this, why, spec_->on_failure != OnFailure::GoOn);
}

void Service::take_guardian_events() {
  for (;;) {
    const GuardianLink::Received received = link_.receive();
    if (received.guardian_is_gone) return lose_guardian();
    if (!received.event) return;
    take(*received.event);
  }
}

void Service::take(const GuardianEvent& event) {
  using Kind = GuardianEvent::Kind;
  const bool runs = state_ == State::GettingReady || state_ == State::Ready;
  switch (event.kind) {
    case Kind::Launched:
      break;
    case Kind::NotLaunched: {
      if (!runs) break;
      const char* error = std::strerror(event.fault.error);
      const Launch& launch = filled_.launch;
      fail(event.fault.stage == LaunchStage::Folder
               ? fmt::format("{} cannot be started in the folder {}: {}", title(), launch.folder, error)
               : fmt::format("{} cannot be started: {}", title(), error));
      break;
    }
    case Kind::Ended:
    case Kind::Gone:
      if (runs) take_end(event);
      break;
    case Kind::Stopped:
      if (event.more_live) {
        events_->say(fmt::format("{}: some of its processes could not be killed", title()));
      } else if (event.value > 0) {
        events_->say(fmt::format("{} did not end in time and was killed", title()));
      }
      loop_->cancel(patience_);
      if (state_ == State::Stopping) {
        become_over();
        events_->service_stopped(*this);
      } else if (state_ == State::Ending) {
        (this->*std::exchange(then_, nullptr))();
      }
      break;
  }
}

void Service::take_end(const GuardianEvent& event) {
  const bool is_last = event.kind == GuardianEvent::Kind::Gone;
  // It has put itself into the background, as daemons do: its children are the service.
  if (!is_last && event.more_live && event.value == 0) return;
  search_.reset();
  read_output(false);
  const std::string how = is_last ? "its last process has ended" : end_text(event.value);
  const Nanoseconds time = loop_->now() - (state_ == State::Ready ? ready_at_ : launched_at_);
  std::string why = state_ == State::Ready
                        ? fmt::format("{} ended {} after it was ready: {}", title(), seconds_text(time), how)
                        : fmt::format("{} ended before it was ready: {}", title(), how);
  fail(with_last_lines(std::move(why)));
}

void Service::take_output() { read_output(true); }

// A few pieces at a time: others want their turn, and a service may print for ever.
void Service::read_output(bool look_for_line) {
  constexpr int kPieces = 16;
  static thread_local std::array<char, 65536> piece;
  for (int i = 0; i < kPieces && output_.is_open(); ++i) {
    const ssize_t size = read(output_.get(), piece.data(), piece.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) break;
    if (size == 0) {
      drop_output();
      break;
    }
    const std::string_view text(piece.data(), static_cast<std::size_t>(size));
    log_.write(text);
    if (const std::string error = log_.take_error(); !error.empty())
      events_->say(fmt::format("{}: {}", title(), error));
    if (look_for_line && search_ && search_->feed(text)) become_ready();
  }
}

void Service::drop_output() {
  if (output_.is_open()) loop_->remove(output_.get());
  output_.close();
}

}  // namespace nest
