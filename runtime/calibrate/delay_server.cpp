#include "runtime/calibrate/delay_server.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <map>
#include <mutex>
#include <queue>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "runtime/calibrate/delays.h"
#include "runtime/time/stamped_receive.h"

namespace nest::calibrate {
namespace {

constexpr std::string_view kAnswer =
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";
constexpr std::size_t kMostHead = 8192;  // our own requests have 200 bytes

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

Descriptor checked(int fd, const char* what) {
  if (fd < 0) throw std::system_error(errno, std::generic_category(), what);
  return Descriptor(fd);
}

struct Peer {
  Descriptor socket;
  std::uint64_t number;  // a descriptor is given out again
  std::string head;      // of the request that is coming in
};

/// An answer that is to go out.
struct Due {
  Nanoseconds at;       // by wall_clock()
  Nanoseconds arrived;  // the same
  int peer;
  std::uint64_t peer_number;
  bool operator>(const Due& other) const { return at > other.at; }
};

class EpollServer final : public DelayServer {
 public:
  EpollServer();
  EpollServer(const EpollServer&) = delete;
  EpollServer& operator=(const EpollServer&) = delete;
  ~EpollServer() override;

  [[nodiscard]] std::uint16_t port() const override { return port_; }
  void plan_stall(Nanoseconds in, Nanoseconds length) override;
  [[nodiscard]] Truth take() override;
  [[nodiscard]] bool knows_arrivals() const override { return !misses_stamps_; }

 private:
  void run();
  void watch(int fd) const;
  void wake() const;
  void accept_peers();
  void read_from(int fd);
  void request_came(Peer& peer, Nanoseconds stamp);
  void answer_due();
  void set_timer();
  void stand_still_if_planned();

  Descriptor listener_ = checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "socket");
  Descriptor epoll_ = checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  Descriptor event_ = checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd");
  Descriptor timer_ = checked(timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK), "timerfd_create");
  std::uint16_t port_ = 0;
  std::atomic<bool> ends_ = false;
  std::atomic<bool> misses_stamps_ = false;

  // The thread's own.
  std::map<int, Peer> peers_;
  std::uint64_t accepted_ = 0;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;

  std::mutex mutex_;  // what follows is everybody's
  Truth truth_;
  std::uint64_t answers_ = 0;
  Nanoseconds stall_at_ = 0;  // by wall_clock(); 0: none
  Nanoseconds stall_length_ = 0;

  std::thread thread_;  // last: it uses all of the above
};

EpollServer::EpollServer() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (bind(listener_.get(), generic, size) != 0 || listen(listener_.get(), SOMAXCONN) != 0 ||
      getsockname(listener_.get(), generic, &size) != 0) {
    throw std::system_error(errno, std::generic_category(), "a server on 127.0.0.1");
  }
  port_ = ntohs(address.sin_port);
  // Its connections inherit that. The kernel begins to stamp a little later, so early enough.
  if (!ask_for_stamps(listener_.get())) misses_stamps_ = true;
  for (const int fd : {listener_.get(), event_.get(), timer_.get()}) watch(fd);
  thread_ = std::thread([this] { run(); });
}

EpollServer::~EpollServer() {
  ends_ = true;
  wake();
  thread_.join();
}

void EpollServer::wake() const {
  const std::uint64_t one = 1;
  static_cast<void>(write(event_.get(), &one, sizeof one));
}

void EpollServer::watch(int fd) const {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

void EpollServer::plan_stall(Nanoseconds in, Nanoseconds length) {
  {
    const std::lock_guard lock(mutex_);
    stall_at_ = wall_clock() + in;
    stall_length_ = length;
  }
  wake();
}

Truth EpollServer::take() {
  const std::lock_guard lock(mutex_);
  answers_ = 0;
  return std::exchange(truth_, Truth());
}

void EpollServer::run() {
  std::array<epoll_event, 64> events{};
  while (!ends_) {
    const int count = epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), -1);
    stand_still_if_planned();
    // What is due first: it must not wait for what has only just come.
    answer_due();
    for (int i = 0; i < count; ++i) {
      const int fd = events[static_cast<std::size_t>(i)].data.fd;
      std::uint64_t ignored = 0;
      if (fd == listener_.get())
        accept_peers();
      else if (fd == event_.get() || fd == timer_.get())
        static_cast<void>(read(fd, &ignored, sizeof ignored));
      else
        read_from(fd);
    }
    set_timer();
  }
}

void EpollServer::accept_peers() {
  while (true) {
    const int fd = accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) return;
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    peers_.emplace(fd, Peer{Descriptor(fd), ++accepted_, {}});
    watch(fd);
  }
}

// One request at a time comes over a connection: whatever follows its head's end belongs to none.
void EpollServer::read_from(int fd) {
  const auto found = peers_.find(fd);
  if (found == peers_.end()) return;
  std::array<char, kMostHead> bytes{};
  const StampedBytes received = receive_stamped(fd, bytes.data(), bytes.size());
  if (received.size < 0 && (errno == EAGAIN || errno == EINTR)) return;
  Peer& peer = found->second;
  if (received.size > 0) peer.head.append(bytes.data(), static_cast<std::size_t>(received.size));
  if (received.size <= 0 || peer.head.size() > kMostHead) {
    peers_.erase(found);
    return;
  }
  if (!peer.head.ends_with("\r\n\r\n")) return;
  request_came(peer, received.at);
  peer.head.clear();
}

void EpollServer::request_came(Peer& peer, Nanoseconds stamp) {
  const std::string_view head = peer.head;
  const std::size_t path = head.find(' ') + 1;
  const std::string_view asked = head.substr(path, head.find(' ', path) - path);
  if (asked != kMeasuredPath && asked != kOpenPath) {
    static_cast<void>(send(peer.socket.get(), kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL));
    return;
  }
  if (stamp == 0) misses_stamps_ = true;
  const Nanoseconds arrived = stamp != 0 ? stamp : wall_clock();
  Nanoseconds delay = 0;
  if (asked == kMeasuredPath) {
    const std::lock_guard lock(mutex_);
    delay = delay_of(answers_++);
  }
  due_.push({arrived + delay, arrived, peer.socket.get(), peer.number});
}

// The time ends before the answer is handed over: the peer may have it before send() returns. It may also
// take() the truth at once, and must find this answer in it: hence the lock around both.
void EpollServer::answer_due() {
  while (!due_.empty() && due_.top().at <= wall_clock()) {
    const Due due = due_.top();
    due_.pop();
    const auto peer = peers_.find(due.peer);
    if (peer == peers_.end() || peer->second.number != due.peer_number) continue;  // it has gone
    const std::lock_guard lock(mutex_);
    const Nanoseconds now = wall_clock();
    const ssize_t sent = send(due.peer, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL);
    if (sent == static_cast<ssize_t>(kAnswer.size())) truth_.add(now - due.arrived);
  }
}

void EpollServer::set_timer() {
  Nanoseconds next = due_.empty() ? 0 : due_.top().at;
  {
    const std::lock_guard lock(mutex_);
    if (stall_at_ != 0 && (next == 0 || stall_at_ < next)) next = stall_at_;
  }
  itimerspec time{};  // all zero: none
  time.it_value.tv_sec = next / kSecond;
  time.it_value.tv_nsec = next % kSecond;
  timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &time, nullptr);
}

void EpollServer::stand_still_if_planned() {
  Nanoseconds end = 0;
  {
    const std::lock_guard lock(mutex_);
    if (stall_at_ == 0 || wall_clock() < stall_at_) return;
    end = stall_at_ + stall_length_;
    stall_at_ = 0;
  }
  const timespec until{end / kSecond, end % kSecond};
  while (!ends_ && clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &until, nullptr) == EINTR) {
  }
}

}  // namespace

std::expected<std::unique_ptr<DelayServer>, std::string> DelayServer::start() {
  try {
    return std::make_unique<EpollServer>();
  } catch (const std::system_error& error) {
    return std::unexpected(fmt::format("the system refuses what the server needs: {}", error.what()));
  }
}

}  // namespace nest::calibrate
