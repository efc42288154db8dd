#include "runtime/services/readiness_probe.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "runtime/values/text.h"

namespace nest {
namespace {

constexpr Nanoseconds kFirstInterval = 20 * kMillisecond;
constexpr Nanoseconds kLaterInterval = 100 * kMillisecond;
constexpr Nanoseconds kEagerTime = 2 * kSecond;
constexpr Nanoseconds kAnswerTime = 5 * kSecond;
constexpr std::size_t kMostOfAnswer = 512;

std::string lower_first(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

std::string error_text(int error) { return lower_first(std::strerror(error)); }

}  // namespace

ReadinessProbe::ReadinessProbe(EventLoop& loop, std::uint16_t port, std::string path,
                               std::function<void()> ready)
    : loop_(&loop), port_(port), path_(std::move(path)), tell_ready_(std::move(ready)), began_(loop.now()) {
  loop_->schedule(next_, began_);
}

ReadinessProbe::~ReadinessProbe() { hang_up(); }

void ReadinessProbe::hang_up() {
  if (socket_.is_open()) loop_->remove(socket_.get());
  socket_.close();
  loop_->cancel(limit_);
  connected_ = false;
}

void ReadinessProbe::fail(std::string why) {
  hang_up();
  latest_ = std::move(why);
  const bool eager = loop_->now() - began_ < kEagerTime;
  loop_->schedule(next_, loop_->now() + (eager ? kFirstInterval : kLaterInterval));
}

void ReadinessProbe::succeed() {
  hang_up();
  const auto tell = std::move(tell_ready_);
  tell();
}

void ReadinessProbe::try_now() {
  socket_ = Descriptor(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket_.is_open()) return fail(error_text(errno));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int result = connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  if (result != 0 && errno != EINPROGRESS) return fail(error_text(errno));
  if (const int error = loop_->add(socket_.get(), EPOLLOUT, *this); error != 0)
    return fail(error_text(error));
  loop_->schedule(limit_, loop_->now() + kAnswerTime);
}

void ReadinessProbe::ready(std::uint32_t) {
  if (connected_) return unsent_.empty() ? read_answer() : write_request();
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) return fail(error_text(error));
  if (path_.empty()) return succeed();
  connected_ = true;
  answer_.clear();
  unsent_ = fmt::format(
      "GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nUser-Agent: nest\r\nAccept: */*\r\nConnection: close\r\n\r\n",
      path_, port_);
  write_request();
}

void ReadinessProbe::write_request() {
  const ssize_t size = send(socket_.get(), unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
  if (size < 0) return errno == EAGAIN ? void() : fail(error_text(errno));
  unsent_.erase(0, static_cast<std::size_t>(size));
  if (unsent_.empty()) static_cast<void>(loop_->modify(socket_.get(), EPOLLIN, *this));
}

void ReadinessProbe::read_answer() {
  std::array<char, kMostOfAnswer> piece{};
  const ssize_t size = recv(socket_.get(), piece.data(), piece.size(), 0);
  if (size < 0) return errno == EAGAIN ? void() : fail(error_text(errno));
  if (size == 0) return fail("the connection was closed without an answer");
  answer_.append(piece.data(), static_cast<std::size_t>(size));
  if (answer_.find('\n') != std::string::npos) return take_first_line();
  if (answer_.size() >= kMostOfAnswer) fail("the answer is not HTTP");
}

void ReadinessProbe::take_first_line() {
  const std::string_view line = std::string_view(answer_).substr(0, answer_.find('\n'));
  constexpr std::size_t kStatus = std::string_view("HTTP/1.1 ").size();
  const auto is_digit = [&](std::size_t at) { return line[at] >= '0' && line[at] <= '9'; };
  const bool is_http = line.size() >= kStatus + 3 && line.starts_with("HTTP/1.") &&
                       line[kStatus - 1] == ' ' && is_digit(kStatus) && is_digit(kStatus + 1) &&
                       is_digit(kStatus + 2);
  if (!is_http) return fail("the answer is not HTTP");
  if (line[kStatus] == '2' || line[kStatus] == '3') return succeed();
  fail(fmt::format("status {}", line.substr(kStatus, 3)));
}

bool answers_on_ipv6_loopback(std::uint16_t port) {
  const Descriptor socket(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(port);
  address.sin6_addr = in6addr_loopback;
  if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return true;
  if (errno != EINPROGRESS) return false;
  pollfd answered{socket.get(), POLLOUT, 0};
  constexpr int kMoment = 50;  // ms
  if (poll(&answered, 1, kMoment) != 1) return false;
  int error = EINPROGRESS;
  socklen_t size = sizeof error;
  getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  return error == 0;
}

}  // namespace nest
