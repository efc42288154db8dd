#include "runtime/http/connection.h"

#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "runtime/time/stamped_receive.h"

namespace nest::http {
namespace {

constexpr std::uint32_t kInput = EPOLLIN | EPOLLRDHUP;

IoResult outcome(ssize_t bytes) {
  IoResult result;
  if (bytes > 0) {
    result.bytes = static_cast<std::size_t>(bytes);
  } else if (bytes == 0) {
    result.kind = IoResult::Kind::Closed;
  } else if (errno == EAGAIN || errno == EINTR) {
    result.kind = IoResult::Kind::Blocked;
  } else {
    result.kind = IoResult::Kind::Failed;
    result.error = errno;
  }
  return result;
}

/// Without the C library's wrappers: in a program of several threads each of them arms and disarms the
/// cancellation of its thread, by four locked instructions a request.
/// MSG_DONTWAIT, because the sockets of streams block otherwise.
ssize_t send_bytes(int fd, std::string_view bytes) {
  return syscall(SYS_sendto, fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT, nullptr, 0);
}

/// The system writes through no iovec that it sends from; its type is only older than const.
iovec to_iovec(std::string_view text) { return {const_cast<char*>(text.data()), text.size()}; }

}  // namespace

Connection::Connection(EventLoop& loop, int fd, OriginPtr origin, ConnectionOwner& owner)
    : loop_(&loop), owner_(&owner), origin_(std::move(origin)), fd_(fd) {}

Connection::~Connection() {
  if (watched_) loop_->remove(fd_);
  if (streams_ != nullptr) streams_->close(fd_);
  tls_.reset();
  close(fd_);
}

int Connection::watch(bool by_readiness) {
  // Where the system knows none, answers end when they are read.
  ask_for_stamps(fd_);
  if (loop_->streams() != nullptr && !origin_->https && !by_readiness) {
    const int error = loop_->streams()->open(fd_, *this);
    if (error == 0) streams_ = loop_->streams();
    return error;
  }
  const int error = loop_->add(fd_, kInput, *this);
  watched_ = error == 0;
  return error;
}

void Connection::want_write(bool wanted) {
  if (wanted == wants_write_) return;
  wants_write_ = wanted;
  if (streams_ != nullptr) {
    if (wanted) {
      watched_ = loop_->add(fd_, EPOLLOUT, *this) == 0;
    } else if (std::exchange(watched_, false)) {
      loop_->remove(fd_);
    }
    return;
  }
  // Only memory can be short here, and then the exchange runs into its timeout.
  static_cast<void>(loop_->modify(fd_, wanted ? kInput | EPOLLOUT : kInput, *this));
}

void Connection::start_tls(TlsContext& context, TlsSession session, bool offers_h2) {
  tls_ = std::make_unique<TlsStream>(context, fd_, *origin_, std::move(session), offers_h2);
}

IoResult Connection::handshake() {
  tls_->use(loop_->turn_time());
  return tls_->handshake();
}

std::pair<TransportError, std::string_view> Connection::why_no_handshake(const IoResult& result) const {
  if (result.kind == IoResult::Kind::Closed)
    return {TransportError::Tls, "closed by the peer during the handshake"};
  if (result.error != 0) return {TransportError::Reset, "during the TLS handshake"};
  return {tls_->error(), tls_->detail()};
}

IoResult Connection::send(std::string_view first, std::string_view second) {
  if (tls_ != nullptr) {
    tls_->use(loop_->turn_time());
    return tls_->write(first.empty() ? second : first);
  }
  if (streams_ != nullptr && !wants_write_ && streams_->send(fd_, first, second)) {
    IoResult result;
    result.bytes = first.size() + second.size();
    return result;
  }
  return send_now(first, second);
}

IoResult Connection::send_now(std::string_view first, std::string_view second) const {
  ssize_t sent = 0;
  if (second.empty()) {
    sent = send_bytes(fd_, first);
  } else {
    std::array<iovec, 2> parts{to_iovec(first), to_iovec(second)};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    sent = sendmsg(fd_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  }
  IoResult result = outcome(sent);
  result.wants_write = result.kind == IoResult::Kind::Blocked;
  return result;
}

IoResult Connection::receive(char* out, std::size_t size) {
  IoResult result;
  if (tls_ != nullptr) {
    tls_->use(loop_->turn_time());
    result = tls_->read(out, size);
    result.arrived = tls_->arrived();
  } else {
    const StampedBytes received = receive_stamped(fd_, out, size);
    result = outcome(received.size);
    result.arrived = received.at;
  }
  if (result.arrived != 0) result.arrived = loop_->instant_of(result.arrived);
  return result;
}

void Connection::received(char* bytes, std::size_t size, Nanoseconds at) {
  Arrival arrival;
  arrival.result.bytes = size;
  if (at != 0) arrival.result.arrived = loop_->instant_of(at);
  arrival.bytes = bytes;
  owner_->connection_received(*this, arrival);
}

void Connection::ended(int error) {
  Arrival arrival;
  arrival.result.kind = error == 0 ? IoResult::Kind::Closed : IoResult::Kind::Failed;
  arrival.result.error = error;
  owner_->connection_received(*this, arrival);
}

bool Connection::survives_idle_event() {
  if (tls_ == nullptr) return false;
  char byte = 0;
  return receive(&byte, 1).kind == IoResult::Kind::Blocked;
}

}  // namespace nest::http
