#include "runtime/http/h2_connection.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "runtime/http/connect_error.h"
#include "runtime/http/flight.h"
#include "runtime/http/lane.h"
#include "runtime/http/tls.h"

namespace nest::http {
namespace {

/// Our frames are handed to the kernel in pieces of about this size.
constexpr std::size_t kPiece = 64 * 1024;
/// Pieces sent, and buffers received, in one go before other users get their turn.
constexpr int kMaxRounds = 16;

}  // namespace

H2Connection::H2Connection(Lane& lane, UserAgent& agent, OriginPtr origin)
    : lane_(&lane), agent_(&agent), origin_(std::move(origin)) {}

H2Connection::~H2Connection() { close(); }

void H2Connection::open() { attempt_ = lane_->connector.connect(origin_, *this); }

void H2Connection::close() {
  if (attempt_ != nullptr) lane_->connector.cancel(std::exchange(attempt_, nullptr));
  if (state_ == State::Open) {
    busy_ = false;
    session_->leave();
    flush();
  }
  state_ = State::Closed;
  if (connection_ != nullptr) {
    connection_->want_write(false);
    if (agent_ != nullptr) agent_->retire(std::move(connection_));
    connection_.reset();
  }
  agent_ = nullptr;
}

bool H2Connection::is_usable() const {
  if (state_ == State::Open) return write_error_ == 0 && !session_->is_leaving();
  return state_ != State::Closed;
}

TransportError H2Connection::opening_timeout() const {
  if (state_ == State::Handshaking) return TransportError::TlsTimeout;
  return attempt_ == nullptr || Connector::has_address(*attempt_) ? TransportError::ConnectTimeout
                                                                  : TransportError::Dns;
}

void H2Connection::connected(int fd) {
  const auto self = shared_from_this();
  attempt_ = nullptr;
  connection_ = agent_->make_connection(lane_->loop, fd, origin_);
  connection_->set_owner(*this);
  if (const int error = connection_->watch(/*by_readiness=*/true); error != 0) {
    fail(error == ENOSPC ? TransportError::NoDescriptors : classify_errno(error), "no room in epoll");
    return;
  }
  if (!origin_->https) {
    begin();
    return;
  }
  TlsContext& tls = lane_->tls();
  if (!tls.fault().empty()) {
    fail(TransportError::Certificate, tls.fault());
    return;
  }
  state_ = State::Handshaking;
  connection_->start_tls(tls, agent_->take_session(*origin_), /*offers_h2=*/true);
  handshake();
}

void H2Connection::connect_failed(TransportError error, std::string_view detail) {
  const auto self = shared_from_this();
  attempt_ = nullptr;
  fail(error, detail);
}

void H2Connection::handshake() {
  const IoResult result = connection_->handshake();
  switch (result.kind) {
    case IoResult::Kind::Done:
      connection_->want_write(false);
      if (connection_->tls()->chose_h2()) {
        begin();
      } else {
        fall_back();
      }
      return;
    case IoResult::Kind::Blocked:
      connection_->want_write(result.wants_write);
      return;
    case IoResult::Kind::Closed:
    case IoResult::Kind::Failed:
      const auto [error, detail] = connection_->why_no_handshake(result);
      fail(error, detail);
  }
}

void H2Connection::begin() {
  state_ = State::Open;
  session_.emplace();
  busy_ = true;
  for (Flight* const flight : flights_) submit(*flight);
  busy_ = false;
  proceed();
}

/// The server speaks HTTP/1.1 only.
void H2Connection::fall_back() {
  UserAgent& agent = *agent_;
  Flight* const first = flights_.front();
  const std::vector<Flight*> flights = std::exchange(flights_, {});
  ConnectionPtr connection = std::move(connection_);
  connection->set_owner(agent);
  agent.note_http1(origin_);
  agent.remove(*this);
  first->go_on_by_http1(std::move(connection));
  for (Flight* const flight : flights) {
    if (flight != first) flight->go_on_by_http1(nullptr);
  }
}

void H2Connection::attach(Flight& flight) {
  flights_.push_back(&flight);
  if (state_ != State::Open) return;
  submit(flight);
  flush();
}

void H2Connection::submit(Flight& flight) {
  flight.write_stream_head(lane_->h2_headers);
  flight.stream_id = session_->submit(lane_->h2_headers, flight.has_stream_body(), flight);
  // All numbers of the connection are used up: as if the server had said goodbye.
  if (flight.stream_id == 0) flight.stream_reset(H2Reset::Refused, {});
}

void H2Connection::detach(Flight& flight) {
  std::erase(flights_, &flight);
  if (state_ == State::Open) {
    if (flight.stream_id != 0) session_->cancel(flight.stream_id);
    flush();
  } else if (is_opening() && flights_.empty()) {
    agent_->remove(*this);  // nobody waits for it any more; the last act
  }
}

void H2Connection::connection_ready(Connection&, std::uint32_t events) {
  const auto self = shared_from_this();
  if (state_ == State::Handshaking) {
    handshake();
    return;
  }
  if ((events & ~std::uint32_t{EPOLLOUT}) != 0) {
    receive();
  } else {
    proceed();
  }
}

void H2Connection::connection_received(Connection&, const Arrival&) {}  // not of what is watched by readiness
void H2Connection::connection_left_unsent(Connection&, std::string_view, int) {}

void H2Connection::receive() {
  bool again = true;
  for (int round = 0; again && round < kMaxRounds; ++round) {
    const IoResult result = connection_->receive(lane_->buffer.get(), Lane::kBufferSize);
    if (result.kind == IoResult::Kind::Blocked) {
      if (result.wants_write) connection_->want_write(true);
      break;
    }
    if (result.kind != IoResult::Kind::Done) {
      gone(result);
      return;
    }
    heard_at_ = result.arrived;
    busy_ = true;
    const bool good = session_->receive({lane_->buffer.get(), result.bytes});
    busy_ = false;
    if (!good) {
      fail(TransportError::Malformed, session_->fault());
      return;
    }
    again = result.bytes == Lane::kBufferSize || connection_->has_pending();
    // What OpenSSL holds already, the loop will not tell us of.
    if (round + 1 == kMaxRounds && connection_->has_pending()) lane_->loop.schedule(*this, lane_->loop.now());
  }
  if (session_->is_leaving()) move_on_unsent();
  proceed();
}

/// Tells flights of their end, then sends what has come up: both until nothing is left to do.
void H2Connection::proceed() {
  do {
    settle();
    flush();
  } while (has_ended());
  if (state_ != State::Open) return;
  if (flights_.empty() && (session_->is_leaving() || session_->is_over())) {
    agent_->remove(*this);
  } else if (session_->is_over()) {
    fail(session_->server_gave_up() ? TransportError::Closed : TransportError::Malformed, session_->fault());
  }
}

bool H2Connection::has_ended() const { return std::ranges::any_of(flights_, &Flight::stream_has_ended); }

void H2Connection::settle() {
  busy_ = true;
  for (;;) {
    const auto ended = std::ranges::find_if(flights_, &Flight::stream_has_ended);
    if (ended == flights_.end()) break;
    Flight& flight = **ended;
    flights_.erase(ended);
    used_ |= flight.stream_is_answered();
    flight.end_stream();  // anything may happen here, the end of the user included
  }
  busy_ = false;
}

/// Requests that have not gone out before the server said goodbye need not wait for those that have.
void H2Connection::move_on_unsent() {
  for (Flight* const flight : flights_) {
    if (flight->stream_has_ended() || flight->stream_is_out()) continue;
    session_->cancel(flight->stream_id);
    flight->stream_reset(H2Reset::Refused, {});
  }
}

/// A failure is not the end: the peer may have answered before it closed, so the verdict is left to
/// receive().
void H2Connection::flush() {
  if (busy_ || state_ != State::Open || write_error_ != 0) return;
  if (!unsent_.empty()) {
    std::string_view rest = unsent_;
    const bool all = send_all(rest);
    unsent_ = std::string(rest);  // for good when all is gone: an idle user holds none
    if (!all) return;
  }
  for (int round = 0; round < kMaxRounds; ++round) {
    std::string& output = lane_->h2_output;
    output.clear();
    session_->take_output(output, kPiece);
    if (output.empty()) {
      connection_->want_write(false);
      // A stream can end by what is sent for it. Whoever called is not to be told from inside.
      if (has_ended()) lane_->loop.schedule(*this, lane_->loop.now());
      return;
    }
    std::string_view rest = output;
    if (!send_all(rest)) {
      unsent_.assign(rest);
      return;
    }
  }
  connection_->want_write(true);
}

/// False when the kernel has no room for the rest, which is then in `bytes`.
bool H2Connection::send_all(std::string_view& bytes) {
  while (!bytes.empty()) {
    const IoResult result = connection_->send(bytes, {});
    if (result.kind == IoResult::Kind::Blocked) {
      connection_->want_write(result.wants_write);
      return false;
    }
    if (result.kind != IoResult::Kind::Done) {
      write_error_ = result.error != 0 ? result.error : EPIPE;
      connection_->want_write(false);
      bytes = {};
      return false;
    }
    bytes.remove_prefix(result.bytes);
  }
  return true;
}

void H2Connection::gone(const IoResult& result) {
  const TlsStream* const tls = connection_->tls();
  if (tls != nullptr && tls->error() != TransportError::None) {
    fail(tls->error(), tls->detail());
    return;
  }
  const int error = result.kind == IoResult::Kind::Closed ? write_error_ : result.error;
  fail(classify_established(error), session_->fault());
}

/// The end of the connection, and of what is in flight on it. A server may close an idle connection at the
/// moment we use it: then sending again is no second attempt.
void H2Connection::fail(TransportError error, std::string_view detail) {
  const auto self = shared_from_this();
  detail_ = detail;
  for (Flight* const flight : flights_) {
    if (!flight->stream_has_ended()) flight->lose_stream(error, detail_, used_);
  }
  state_ = State::Closed;
  connection_.reset();
  agent_->remove(*this);
  settle();
}

void H2Connection::fire(Instant) {
  const auto self = shared_from_this();
  if (state_ == State::Open) receive();
}

}  // namespace nest::http
