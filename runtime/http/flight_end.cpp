#include <utility>

#include "runtime/http/flight.h"
#include "runtime/http/h2_connection.h"
#include "runtime/http/lane.h"
#include "runtime/http/redirect.h"
#include "runtime/http/request_head.h"

namespace nest::http {

/// The answer is whole.
void Flight::complete() {
  result_.time = answered_at() - result_.sent;
  const bool keep = keep_connection_ && !unsent() && write_error_ == 0;
  head_left_ = body_left_ = {};
  connection_->set_used();
  if (keep) {
    agent_->keep(std::move(connection_));
  } else {
    connection_->want_write(false);
    agent_->retire(std::move(connection_));
  }
  take_answer();
}

/// What an answer means, now that it is whole and its connection has been dealt with.
void Flight::take_answer() {
  if (keeps_body_ && !decode_body()) return;
  if (ExchangeTrace* const trace = lane_->settings.trace) trace->received(trace_head_, result_.body, result_);
  if (answers_challenge_) {
    answer_challenge();
    return;
  }
  if (follows()) {
    follow();
    return;
  }
  if ((request_.flags & NEST_WANTS_URL) != 0 && request_.arena != nullptr) {
    const nest_str url = request_.arena->copy(absolute_url());
    result_.url = {url.data, url.size};
  }
  finish();
}

/// When the answer was whole: as the kernel had its last byte, however late we are at reading it. Held
/// between what we know to be before and after, for the wall clock may have been set meanwhile.
Instant Flight::answered_at() {
  const EventLoop& loop = lane_->loop;
  const bool is_past = arrived_ <= loop.turn_time() || arrived_ <= loop.now();
  if (arrived_ < result_.sent || !is_past) return loop.now();
  lane_->loop.note_exact_time();
  return arrived_;
}

bool Flight::decode_body() {
  result_.body = body_.finish();
  if (encoding_.empty() || result_.body.empty()) return true;
  const DecodedBody decoded =
      lane_->decoder.decode(encoding_, result_.body, *request_.arena, lane_->settings.max_body);
  if (decoded.error != TransportError::None) {
    fail(decoded.error, decoded.detail);
    return false;
  }
  result_.body = decoded.body;
  return true;
}

std::string Flight::absolute_url() const {
  std::string url = origin_->url;
  url += path_prefix_;
  append_target(url, path_);
  return url;
}

/// RFC 9110 15.4.
void Flight::follow() {
  if (result_.redirects >= static_cast<std::uint32_t>(request_.max_redirects)) {
    fail(TransportError::TooManyRedirects);
    return;
  }
  ++result_.redirects;
  std::string next = resolve_reference(absolute_url(), location_);
  const auto url = parse_url(next);
  if (!url) {
    // Without its query, which may differ from user to user: failures are grouped by their text.
    fail(TransportError::BadUrl, "redirected to " + location_.substr(0, location_.find('?')).substr(0, 100));
    return;
  }
  const bool other_origin = lane_->origins.intern(*url) != origin_;
  const std::uint32_t method = redirected_method(result_.status, request_.method);
  const bool drops_body = method != request_.method;
  if (drops_body) {
    request_.body = {};
    request_.body_kind = NEST_BODY_NONE;
  }
  if ((other_origin || drops_body) && !request_.headers.empty()) {
    headers_ = filter_headers(request_.headers, other_origin, drops_body);
    request_.headers = headers_;
  }
  request_.method = method;
  request_.constant = nullptr;
  result_.body = {};
  url_ = std::move(next);
  request_.url = url_;
  dispatch();
}

void Flight::fail(TransportError error, std::string_view detail) {
  result_.error = error;
  if (error != TransportError::TooManyRedirects) result_.status = result_.http_version = 0;
  result_.body = result_.headers = {};
  if (request_.arena != nullptr && !detail.empty()) {
    const nest_str copy = request_.arena->copy(detail);
    result_.error_detail = {copy.data, copy.size};
  }
  result_.time = lane_->loop.now() - (result_.sent != 0 ? result_.sent : started_);
  if (attempt_ != nullptr) lane_->connector.cancel(std::exchange(attempt_, nullptr));
  connection_.reset();
  if (h2_ != nullptr) std::exchange(h2_, nullptr)->detach(*this);
  head_left_ = body_left_ = {};
  if (ExchangeTrace* const trace = lane_->settings.trace) trace->received({}, {}, result_);
  finish();
}

void Flight::finish() {
  if (!starting_) {
    deliver();
    return;
  }
  phase_ = Phase::Over;
  lane_->loop.schedule(*this, lane_->loop.now());
}

/// The last act: from the call on, the flight may be another user's, and the exchange gone.
void Flight::deliver() {
  const ExchangeResult result = result_;
  ExchangeListener* const listener = listener_;
  release();
  listener->exchange_done(result);
}

void Flight::release() {
  phase_ = Phase::Idle;
  if (origin_ != lane_->host) origin_.reset();
  agent_->remove_flight(*this);
  agent_ = nullptr;
  lane_->give_back(*this);
}

}  // namespace nest::http
