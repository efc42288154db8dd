#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "runtime/http/io_result.h"
#include "runtime/http/origin.h"
#include "runtime/http/tls.h"
#include "runtime/http/transport_error.h"
#include "runtime/loop/event_loop.h"

namespace nest::http {

class Connection;

/// What the loop received for a connection (Engine::IoUring).
struct Arrival {
  IoResult result;        ///< Done, Closed or Failed
  char* bytes = nullptr;  ///< those of Done, to be changed at will during the call
};

/// Whoever holds a connection: told when its socket is ready, or what the loop has received for it. It may
/// destroy the connection in these calls.
class ConnectionOwner {
 public:
  virtual void connection_ready(Connection& connection, std::uint32_t events) = 0;
  virtual void connection_received(Connection& connection, const Arrival& arrival) = 0;
  /// Of what was sent, `rest` was not: there was no room (0), or an errno. Neither sends nor destroys.
  virtual void connection_left_unsent(Connection& connection, std::string_view rest, int error) = 0;

 protected:
  ~ConnectionOwner() = default;
};

/// A connected socket of one user to one origin, plain or TLS. It is registered with the loop once, for
/// input, and stays so while it is idle: that is how a peer's closing is noticed, and why a request costs no
/// epoll_ctl.
///
/// A plain connection on a loop with streams (Engine::IoUring) is one of those: what comes is told, not
/// received, and send() queues. Only what is too long for that is sent, and waits for room, as always.
class Connection final : public StreamHandler {
 public:
  /// Takes the socket over.
  Connection(EventLoop& loop, int fd, OriginPtr origin, ConnectionOwner& owner);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// Registers with the loop: 0 or an errno. `by_readiness`: as a descriptor, whatever the loop's engine.
  [[nodiscard]] int watch(bool by_readiness = false);
  /// Hands it to another holder; before or between its calls.
  void set_owner(ConnectionOwner& owner) { owner_ = &owner; }
  /// Switches between waiting for input only and waiting for room to write as well.
  void want_write(bool wanted);

  void start_tls(TlsContext& context, TlsSession session, bool offers_h2 = false);
  [[nodiscard]] IoResult handshake();
  /// Of a handshake that came out Closed or Failed; the text lives as long as the connection.
  [[nodiscard]] std::pair<TransportError, std::string_view> why_no_handshake(const IoResult& result) const;
  [[nodiscard]] TlsStream* tls() const { return tls_.get(); }

  /// Sends from both texts, one after the other, in one system call or with others; `second` may be empty.
  [[nodiscard]] IoResult send(std::string_view first, std::string_view second);
  /// Not of a stream: receives().
  [[nodiscard]] IoResult receive(char* out, std::size_t size);
  /// Whether what comes is to be received when the socket is ready; else the owner is told it.
  [[nodiscard]] bool receives() const { return streams_ == nullptr; }
  /// More may be received although the loop will not say so.
  [[nodiscard]] bool has_pending() const { return tls_ != nullptr && tls_->has_pending(); }
  /// For an idle connection whose socket has become ready: whether it is still of use. Only TLS has anything
  /// to say between answers (new tickets).
  [[nodiscard]] bool survives_idle_event();

  [[nodiscard]] const OriginPtr& origin() const { return origin_; }
  /// Whether an answer has come over it before: then its closing at the next request may be mere bad timing.
  [[nodiscard]] bool used() const { return used_; }
  void set_used() { used_ = true; }

  void ready(std::uint32_t events) override { owner_->connection_ready(*this, events); }
  void received(char* bytes, std::size_t size, Nanoseconds at) override;
  void ended(int error) override;
  void left_unsent(std::string_view rest, int error) override {
    owner_->connection_left_unsent(*this, rest, error);
  }

 private:
  [[nodiscard]] IoResult send_now(std::string_view first, std::string_view second) const;

  EventLoop* loop_;
  ConnectionOwner* owner_;
  OriginPtr origin_;
  std::unique_ptr<TlsStream> tls_;
  Streams* streams_ = nullptr;  // of the loop, when this is one of them
  int fd_;
  bool watched_ = false;
  bool wants_write_ = false;
  bool used_ = false;
};

}  // namespace nest::http
