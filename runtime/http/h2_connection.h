#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/http/connection.h"
#include "runtime/http/connector.h"
#include "runtime/http/h2_session.h"
#include "runtime/http/origin.h"
#include "runtime/http/transport_error.h"
#include "runtime/http/user_agent.h"
#include "runtime/loop/timer.h"

namespace nest::http {

class Flight;
class Lane;

/// A user's HTTP/2 connection to one origin, from the lookup of its name on, with the flights that are its
/// streams: all that one user asks of an origin goes over one. While it opens, flights wait in it; when the
/// server turns out to speak HTTP/1.1 only (ALPN), they go on by that, the first of them on this very
/// connection.
///
/// It sits in epoll whatever the loop's engine: several streams send over it, and a queue of the kernel's
/// that takes a part of one send and all of the next would mix their frames.
///
/// Belongs to the worker's thread, and to the user agent; it holds itself while it tells flights of their
/// end, because their listeners may end the user.
class H2Connection final : public std::enable_shared_from_this<H2Connection>,
                           public ConnectionOwner,
                           public ConnectListener,
                           private Timer {
 public:
  H2Connection(Lane& lane, UserAgent& agent, OriginPtr origin);
  H2Connection(const H2Connection&) = delete;
  H2Connection& operator=(const H2Connection&) = delete;
  ~H2Connection() override;

  /// Begins to connect. The first attach() follows at once.
  void open();
  /// Ends it, with a goodbye where it was open: the user agent's, which forgets it. No flight is told.
  void close();

  [[nodiscard]] const OriginPtr& origin() const { return origin_; }
  /// Whether it takes new requests.
  [[nodiscard]] bool is_usable() const;
  [[nodiscard]] bool is_opening() const { return state_ < State::Open; }
  [[nodiscard]] bool is_idle() const { return state_ == State::Open && flights_.empty(); }
  /// What a flight's time limit is blamed on while the connection opens.
  [[nodiscard]] TransportError opening_timeout() const;

  /// When the kernel had what is being read (IoResult::arrived).
  [[nodiscard]] Instant heard_at() const { return heard_at_; }

  /// Adds a flight: sent now, or once the connection is open. It is not told of anything from inside.
  void attach(Flight& flight);
  /// A flight that goes away before its end: RST_STREAM (CANCEL), and the connection stays.
  void detach(Flight& flight);

  void connected(int fd) override;
  void connect_failed(TransportError error, std::string_view detail) override;
  void connection_ready(Connection& connection, std::uint32_t events) override;
  void connection_received(Connection& connection, const Arrival& arrival) override;
  void connection_left_unsent(Connection& connection, std::string_view rest, int error) override;

 private:
  enum class State : std::uint8_t { Connecting, Handshaking, Open, Closed };

  void handshake();
  void begin();
  void fall_back();
  void submit(Flight& flight);
  void receive();
  void proceed();
  void flush();
  bool send_all(std::string_view& bytes);
  void settle();
  [[nodiscard]] bool has_ended() const;
  void move_on_unsent();
  void gone(const IoResult& result);
  void fail(TransportError error, std::string_view detail);
  void fire(Instant now) override;

  Lane* lane_;
  UserAgent* agent_;  // null once closed
  OriginPtr origin_;
  Connector::Attempt* attempt_ = nullptr;
  ConnectionPtr connection_;
  std::optional<H2Session> session_;
  std::vector<Flight*> flights_;  // those that have not been told of their end
  std::string unsent_;            // of our frames, when the kernel has no room
  std::string detail_;            // of what went wrong, for all flights
  Instant heard_at_ = 0;
  int write_error_ = 0;
  State state_ = State::Connecting;
  bool used_ = false;  // an answer has come
  bool busy_ = false;  // frames are being read or flights told: sending waits until that is over
};

}  // namespace nest::http
