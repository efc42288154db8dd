#include "runtime/http/flight.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "runtime/http/connect_error.h"
#include "runtime/http/h2_connection.h"
#include "runtime/http/lane.h"

namespace nest::http {
namespace {

constexpr Instant kNever = std::numeric_limits<Instant>::max();

}  // namespace

void Flight::begin(UserAgent& agent, const ExchangeRequest& request, ExchangeListener& listener) {
  agent_ = &agent;
  listener_ = &listener;
  request_ = request;
  result_ = {};
  challenges_ = 0;
  answers_challenge_ = false;
  started_ = lane_->loop.now();
  const Nanoseconds timeout = request.timeout < 0 ? lane_->settings.timeout : request.timeout;
  deadline_ = timeout > 0 ? started_ + timeout : kNever;
  if (request_.max_redirects < 0) request_.max_redirects = lane_->settings.max_redirects;
  by_h2_ = (request.flags & NEST_HTTP_2) != 0 ||
           (lane_->settings.http == HttpVersion::Http2 && (request.flags & NEST_HTTP_1) == 0);
  result_.asked_http_2 = by_h2_;
  starting_ = true;
  dispatch();
  starting_ = false;
  arm();
}

void Flight::abandon() {
  if (attempt_ != nullptr) lane_->connector.cancel(std::exchange(attempt_, nullptr));
  connection_.reset();
  if (h2_ != nullptr) std::exchange(h2_, nullptr)->detach(*this);
  release();
}

/// Sends the request as it now is.
void Flight::dispatch() {
  retried_ = false;
  if (route()) go();
}

/// On a kept connection if there is one.
void Flight::go() {
  if (by_h2_ && goes_by_stream()) {
    start_stream();
    return;
  }
  connection_ = agent_->take(*origin_);
  if (connection_ != nullptr) {
    send_request();
  } else {
    connect();
  }
}

/// Finds origin and path; false when the flight has failed.
bool Flight::route() {
  if (!has_scheme(request_.url)) {
    if (lane_->host == nullptr) {
      fail(TransportError::BadUrl, lane_->host_fault);
      return false;
    }
    if (origin_ != lane_->host) origin_ = lane_->host;  // counting references is what costs here
    path_prefix_ = lane_->host_path;
    path_ = request_.url;
    userinfo_ = lane_->host_userinfo;
    return true;
  }
  const auto url = parse_url(request_.url);
  if (!url) {
    fail(TransportError::BadUrl, url.error());
    return false;
  }
  origin_ = lane_->origins.intern(*url);
  path_prefix_ = {};
  path_ = url->target;
  userinfo_ = url->userinfo;
  return true;
}

void Flight::connect() {
  phase_ = Phase::Connecting;
  goes_on_ = false;
  const Instant now = lane_->loop.now();
  if (result_.sent == 0) result_.sent = now;
  const Nanoseconds allowed = lane_->settings.connect_timeout;
  connect_deadline_ = allowed > 0 ? now + allowed : kNever;
  attempt_ = lane_->connector.connect(origin_, *this);
  if (!starting_) arm();
}

void Flight::connected(int fd) {
  attempt_ = nullptr;
  connection_ = agent_->make_connection(lane_->loop, fd, origin_);
  if (const int error = connection_->watch(); error != 0) {
    fail(error == ENOSPC ? TransportError::NoDescriptors : classify_errno(error), "no room in epoll");
    return;
  }
  if (!origin_->https) {
    send_request();
    return;
  }
  TlsContext& tls = lane_->tls();
  if (!tls.fault().empty()) {
    fail(TransportError::Certificate, tls.fault());
    return;
  }
  phase_ = Phase::Handshaking;
  connection_->start_tls(tls, agent_->take_session(*origin_));
  handshake();
}

void Flight::connect_failed(TransportError error, std::string_view detail) {
  attempt_ = nullptr;
  fail(error, detail);
}

void Flight::handshake() {
  const IoResult result = connection_->handshake();
  switch (result.kind) {
    case IoResult::Kind::Done:
      connection_->want_write(false);
      send_request();
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

void Flight::ready(std::uint32_t events) {
  if (phase_ == Phase::Handshaking) {
    handshake();
    return;
  }
  if (unsent()) pump();
  if ((events & ~std::uint32_t{EPOLLOUT}) != 0 && connection_->receives()) receive();
}

Instant Flight::limit() const {
  const bool connecting = phase_ == Phase::Connecting || phase_ == Phase::Handshaking ||
                          (phase_ == Phase::Streaming && h2_->is_opening());
  return connecting ? std::min(deadline_, connect_deadline_) : deadline_;
}

void Flight::arm() {
  if (phase_ == Phase::Idle || phase_ == Phase::Over) return;
  const Instant latest = limit();
  if (latest != kNever && (!scheduled() || due() > latest)) lane_->loop.schedule(*this, latest);
}

void Flight::fire(Instant now) {
  if (phase_ == Phase::Idle) return;
  if (phase_ == Phase::Over) {
    deliver();
  } else if (now >= limit()) {
    time_out();
  } else {
    arm();
    if (std::exchange(goes_on_, false)) receive();
  }
}

void Flight::time_out() {
  switch (phase_) {
    case Phase::Connecting:
      if (Connector::has_address(*attempt_)) {
        fail(TransportError::ConnectTimeout);
      } else {
        fail(TransportError::Dns, "the lookup timed out");
      }
      return;
    case Phase::Handshaking:
      fail(TransportError::TlsTimeout);
      return;
    case Phase::Streaming:
      time_out_stream();
      return;
    default:
      fail(TransportError::ResponseTimeout);
      return;
  }
}

}  // namespace nest::http
