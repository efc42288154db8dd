#include "runtime/services/guardian.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "runtime/services/descriptor.h"
#include "runtime/services/packet.h"

namespace nest {
namespace {

constexpr Nanoseconds kKillInterval = 20 * kMillisecond;
// A process that does not end when it is killed hangs in the kernel. With nest gone nobody waits for an
// answer.
constexpr Nanoseconds kKillTime = 5 * kSecond;
constexpr Nanoseconds kKillTimeAlone = 60 * kSecond;

Instant now() { return SteadyClock().now(); }

void ignore_signals() {
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action{};
    const bool is_fault = signal == SIGSEGV || signal == SIGBUS || signal == SIGILL || signal == SIGFPE ||
                          signal == SIGABRT || signal == SIGTRAP || signal == SIGSYS;
    action.sa_handler = is_fault || signal == SIGCHLD ? SIG_DFL : SIG_IGN;
    sigaction(signal, &action, nullptr);
  }
}

void detach(int& socket) {
  setsid();
  const int null = open("/dev/null", O_RDWR);
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) dup2(null, stream);
  constexpr int kKept = STDERR_FILENO + 1;
  if (socket != kKept) dup2(socket, kKept);
  socket = kKept;
  fcntl(socket, F_SETFD, FD_CLOEXEC);
  close_range(kKept + 1, ~0U, 0);
}

}  // namespace

void Guardian::live(int socket) {
  detach(socket);
  ignore_signals();
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  prctl(PR_SET_PDEATHSIG, 0);
  prctl(PR_SET_NAME, "nest-guardian");
  Guardian guardian(socket);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGCHLD);
  guardian.children_ = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  sigprocmask(SIG_SETMASK, &signals, nullptr);
  if (guardian.children_ >= 0) guardian.run();
  _exit(0);
}

void Guardian::run() {
  while (!nest_is_gone_ || stopping_) {
    // Once nest is gone the socket has nothing more to say.
    std::array<pollfd, 2> watched = {pollfd{nest_is_gone_ ? -1 : socket_, POLLIN, 0},
                                     pollfd{children_, POLLIN, 0}};
    poll(watched.data(), watched.size(), patience());
    if (watched[0].revents != 0) take_order();
    std::array<signalfd_siginfo, 16> drained;
    while (read(children_, drained.data(), sizeof drained) > 0) {
    }
    reap();
    if (stopping_) go_on_stopping();
  }
}

// Milliseconds to wait for events; -1: for ever.
int Guardian::patience() const {
  if (!stopping_) return -1;
  const Nanoseconds left = kill_at_ - now();
  return static_cast<int>(std::clamp(left, kKillInterval, 60 * kSecond) / kMillisecond);
}

void Guardian::take_order() {
  Packet packet = receive_packet(socket_);
  if (packet.size <= 0) {
    if (packet.size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    nest_is_gone_ = true;
    begin_stop(grace_);
    return;
  }
  GuardianOrder order;
  if (static_cast<std::size_t>(packet.size) < sizeof order) return;
  std::memcpy(&order, packet.bytes.data(), sizeof order);
  if (order.kind == GuardianOrder::Kind::Stop) {
    begin_stop(order.grace);
    return;
  }
  const char* const begin = packet.bytes.data();
  launch_service(order, begin + sizeof order, begin + packet.size, packet.descriptor.get());
}

void Guardian::launch_service(const GuardianOrder& order, const char* texts, const char* end, int output) {
  Launch what;
  std::vector<std::string> list;
  while (texts < end) {
    list.emplace_back(texts, strnlen(texts, static_cast<std::size_t>(end - texts)));
    texts += list.back().size() + 1;
  }
  if (list.size() < 2) return;
  what.folder = std::move(list[0]);
  what.command = std::move(list[1]);
  what.assignments.assign(std::make_move_iterator(list.begin() + 2), std::make_move_iterator(list.end()));
  grace_ = order.grace;
  more_live_ = false;
  GuardianEvent event;
  if (const auto started = launch(what, output)) {
    service_ = *started;
    event.kind = GuardianEvent::Kind::Launched;
    event.value = *started;
  } else {
    event.kind = GuardianEvent::Kind::NotLaunched;
    event.fault = started.error();
  }
  tell(event);
}

void Guardian::begin_stop(Nanoseconds grace) {
  const Instant kill_at = now() + grace;
  if (stopping_ && kill_at >= kill_at_ && !nest_is_gone_) return;
  if (!stopping_) {
    killed_.clear();
    if (grace > 0) {
      for (const ProcessId& process : descendants_of(getpid())) {
        send_signal(process, SIGTERM);
        send_signal(process, SIGCONT);  // what is stopped could not see it
      }
    }
  }
  kill_at_ = stopping_ ? std::min(kill_at, kill_at_) : kill_at;
  give_up_at_ = kill_at_ + (nest_is_gone_ ? kKillTimeAlone : kKillTime);
  stopping_ = true;
}

// Everything below a guardian is its child, or the child of something that lives: no children means that
// there is nothing left at all.
void Guardian::reap() {
  int status = 0;
  pid_t ended = 0;
  GuardianEvent event;
  bool service_ended = false;
  while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
    if (ended != service_) continue;
    service_ended = true;
    service_ = 0;
    event.kind = GuardianEvent::Kind::Ended;
    event.value = status;
  }
  const bool empty = ended < 0 && errno == ECHILD;
  if (service_ended) {
    event.more_live = more_live_ = !empty;
    tell(event);
  } else if (empty && more_live_) {
    more_live_ = false;
    event.kind = GuardianEvent::Kind::Gone;
    tell(event);
  }
  if (empty && stopping_) {
    stopping_ = false;
    event = {};
    event.kind = GuardianEvent::Kind::Stopped;
    event.value = static_cast<int>(killed_.size());
    tell(event);
  }
}

void Guardian::go_on_stopping() {
  const Instant time = now();
  if (time < kill_at_) return;
  if (time > give_up_at_) {
    stopping_ = false;
    GuardianEvent event;
    event.kind = GuardianEvent::Kind::Stopped;
    event.value = static_cast<int>(killed_.size());
    event.more_live = true;
    tell(event);
    return;
  }
  // Again and again: what forks meanwhile is found the next time.
  for (const ProcessId& process : descendants_of(getpid())) {
    if (!send_signal(process, SIGKILL)) continue;
    if (std::find(killed_.begin(), killed_.end(), process) == killed_.end()) killed_.push_back(process);
  }
}

void Guardian::tell(const GuardianEvent& event) {
  if (nest_is_gone_) return;
  // Nothing can be done about a failure; that nest is gone is seen by reading.
  send(socket_, &event, sizeof event, MSG_NOSIGNAL | MSG_DONTWAIT);
}

}  // namespace nest
