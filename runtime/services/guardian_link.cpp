#include "runtime/services/guardian_link.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "runtime/services/guardian.h"
#include "runtime/services/packet.h"

namespace nest {

std::expected<GuardianLink, std::string> GuardianLink::fork_guardian() {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return std::unexpected(fmt::format("no socket for a guardian: {}", std::strerror(errno)));
  }
  Descriptor ours(ends[0]);
  const Descriptor theirs(ends[1]);
  // A Ctrl-C goes to all processes of the terminal: the guardian must not see one before it ignores them.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t process = fork();
  if (process == 0) Guardian::live(theirs.get());
  const int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (process < 0) return std::unexpected(fmt::format("no process for a guardian: {}", std::strerror(error)));
  return GuardianLink(std::move(ours), process);
}

GuardianLink::~GuardianLink() {
  if (!socket_.is_open()) return;
  socket_.close();
  const Descriptor handle(static_cast<int>(syscall(SYS_pidfd_open, process_, 0)));
  pollfd ended{handle.get(), POLLIN, 0};
  constexpr int kMoment = 1000;  // ms
  if (handle.is_open()) poll(&ended, 1, kMoment);
  waitpid(process_, nullptr, WNOHANG);
}

int GuardianLink::launch(const Launch& launch, Nanoseconds grace, int output) const {
  GuardianOrder order;
  order.kind = GuardianOrder::Kind::Launch;
  order.grace = grace;
  std::string packet(reinterpret_cast<const char*>(&order), sizeof order);
  const auto add = [&packet](const std::string& text) { packet.append(text.c_str(), text.size() + 1); };
  add(launch.folder);
  add(launch.command);
  for (const std::string& assignment : launch.assignments) add(assignment);
  return send_packet(socket_.get(), packet, output);
}

int GuardianLink::stop(Nanoseconds grace) const {
  GuardianOrder order;
  order.kind = GuardianOrder::Kind::Stop;
  order.grace = grace;
  return send_packet(socket_.get(), {reinterpret_cast<const char*>(&order), sizeof order}, -1);
}

GuardianLink::Received GuardianLink::receive() const {
  GuardianEvent event;
  const ssize_t size = recv(socket_.get(), &event, sizeof event, MSG_DONTWAIT);
  if (size == sizeof event) return {event, false};
  const bool nothing_yet = size < 0 && (errno == EAGAIN || errno == EINTR);
  return {std::nullopt, !nothing_yet};
}

}  // namespace nest
