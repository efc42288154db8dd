// The server in a process of its own: what holds up the generator, all of its threads, does not hold up the
// server.

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <type_traits>
#include <utility>
#include <vector>

#include "runtime/calibrate/delay_server.h"

namespace nest::calibrate {
namespace {

/// What the parent asks. Both are of one build, on one machine: plain bytes will do.
struct Order {
  enum class Kind : std::uint8_t { Stall, Take };
  Kind kind = Kind::Take;
  Nanoseconds in = 0;
  Nanoseconds length = 0;
};
/// The child's first message; a port of 0 means that it has no server.
struct Greeting {
  std::uint16_t port = 0;
};
/// Before the times themselves.
struct Taken {
  std::uint64_t count = 0;
  bool knows_arrivals = false;
};

bool send_bytes(int fd, const void* data, std::size_t size) {
  const auto* bytes = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t done = send(fd, bytes, size, MSG_NOSIGNAL);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    bytes += done;
    size -= static_cast<std::size_t>(done);
  }
  return true;
}

bool receive_bytes(int fd, void* data, std::size_t size) {
  auto* bytes = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t done = recv(fd, bytes, size, 0);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    bytes += done;
    size -= static_cast<std::size_t>(done);
  }
  return true;
}

template <typename Message>
bool send_message(int fd, const Message& message) {
  static_assert(std::is_trivially_copyable_v<Message>);
  return send_bytes(fd, &message, sizeof message);
}

template <typename Message>
bool receive_message(int fd, Message& message) {
  static_assert(std::is_trivially_copyable_v<Message>);
  return receive_bytes(fd, &message, sizeof message);
}

bool send_truth(int fd, DelayServer& server) {
  const Truth truth = server.take();
  const std::vector<Nanoseconds>& times = truth.times();
  return send_message(fd, Taken{times.size(), server.knows_arrivals()}) &&
         send_bytes(fd, times.data(), times.size() * sizeof(Nanoseconds));
}

// The child's whole life: until its parent has gone, or wants no more.
void serve(int fd) {
  // Ctrl-C at a terminal is for the parent, which ends us.
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGHUP, SIG_IGN);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const auto server = DelayServer::start();
  if (!send_message(fd, Greeting{server ? (*server)->port() : std::uint16_t{0}}) || !server) return;
  for (Order order; receive_message(fd, order);) {
    if (order.kind == Order::Kind::Stall)
      (*server)->plan_stall(order.in, order.length);
    else if (!send_truth(fd, **server))
      return;
  }
}

class ForkedServer final : public DelayServer {
 public:
  ForkedServer(int fd, pid_t child, std::uint16_t port) : fd_(fd), child_(child), port_(port) {}
  ForkedServer(const ForkedServer&) = delete;
  ForkedServer& operator=(const ForkedServer&) = delete;
  ~ForkedServer() override {
    close(fd_);
    while (waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

  [[nodiscard]] std::uint16_t port() const override { return port_; }
  void plan_stall(Nanoseconds in, Nanoseconds length) override {
    static_cast<void>(send_message(fd_, Order{Order::Kind::Stall, in, length}));
  }
  [[nodiscard]] Truth take() override;
  [[nodiscard]] bool knows_arrivals() const override { return knows_arrivals_; }

 private:
  int fd_;
  pid_t child_;
  std::uint16_t port_;
  bool knows_arrivals_ = true;
};

// A server that is gone has answered nothing: the counts will not agree.
Truth ForkedServer::take() {
  Taken taken;
  if (!send_message(fd_, Order{}) || !receive_message(fd_, taken)) return {};
  std::vector<Nanoseconds> times(taken.count);
  if (!receive_bytes(fd_, times.data(), times.size() * sizeof(Nanoseconds))) return {};
  knows_arrivals_ = taken.knows_arrivals;
  Truth truth;
  for (const Nanoseconds time : times) truth.add(time);
  return truth;
}

}  // namespace

std::expected<std::unique_ptr<DelayServer>, std::string> DelayServer::start_apart() {
  const auto refused = [] {
    return std::unexpected(fmt::format("no process for the server: {}", std::strerror(errno)));
  };
  int ends[2];  // NOLINT(modernize-avoid-c-arrays): socketpair's
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return refused();
  const pid_t child = fork();
  if (child < 0) {
    const int error = errno;
    close(ends[0]);
    close(ends[1]);
    errno = error;
    return refused();
  }
  if (child == 0) {
    close(ends[0]);
    serve(ends[1]);
    // Nothing of the parent's is ours to flush or destroy.
    _exit(0);
  }
  close(ends[1]);
  Greeting greeting;
  const bool greeted = receive_message(ends[0], greeting);
  auto server = std::make_unique<ForkedServer>(ends[0], child, greeting.port);
  if (!greeted || greeting.port == 0)
    return std::unexpected("the server's process has no server on 127.0.0.1");
  return server;
}

}  // namespace nest::calibrate
