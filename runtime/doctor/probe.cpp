#include "runtime/doctor/probe.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <ctime>

namespace nest::doctor {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }

 private:
  int fd_;
};

Nanoseconds cpu_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * kSecond + time.tv_nsec;
}

/// A connection over loopback, both ends of it, and an epoll for the client's.
struct Pair {
  Descriptor listener{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  Descriptor client{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  Descriptor epoll{epoll_create1(EPOLL_CLOEXEC)};

  [[nodiscard]] bool connect_both() const {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    epoll_event event{};
    event.events = EPOLLIN;
    return listener.is_open() && client.is_open() && epoll.is_open() &&
           bind(listener.get(), generic, size) == 0 && listen(listener.get(), 1) == 0 &&
           getsockname(listener.get(), generic, &size) == 0 && connect(client.get(), generic, size) == 0 &&
           epoll_ctl(epoll.get(), EPOLL_CTL_ADD, client.get(), &event) == 0;
  }
};

// One exchange, about as long as a plain GET and its answer.
bool exchange(const Pair& pair, int server) {
  constexpr std::size_t kRequest = 100;
  constexpr std::size_t kAnswer = 300;
  std::array<char, kAnswer> bytes{};
  epoll_event event{};
  return send(pair.client.get(), bytes.data(), kRequest, MSG_NOSIGNAL) == ssize_t{kRequest} &&
         recv(server, bytes.data(), bytes.size(), 0) > 0 &&
         send(server, bytes.data(), kAnswer, MSG_NOSIGNAL) == ssize_t{kAnswer} &&
         epoll_wait(pair.epoll.get(), &event, 1, 1000) == 1 &&
         recv(pair.client.get(), bytes.data(), bytes.size(), 0) > 0;
}

}  // namespace

std::optional<Nanoseconds> measure_exchange() {
  constexpr Nanoseconds kLongEnough = 50 * kMillisecond;
  constexpr int kMost = 20000;
  constexpr int kWarmUp = 200;
  const Pair pair;
  if (!pair.connect_both()) return std::nullopt;
  const Descriptor server(accept4(pair.listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  if (!server.is_open()) return std::nullopt;
  const int on = 1;
  setsockopt(pair.client.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(server.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  for (int i = 0; i < kWarmUp; ++i) {
    if (!exchange(pair, server.get())) return std::nullopt;
  }
  const Nanoseconds began = cpu_time();
  Nanoseconds done = 0;
  while (done < kMost && cpu_time() - began < kLongEnough) {
    if (!exchange(pair, server.get())) return std::nullopt;
    ++done;
  }
  return (cpu_time() - began) / (2 * done);
}

}  // namespace nest::doctor
