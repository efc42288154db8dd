#include <algorithm>
#include <limits>
#include <utility>

#include "runtime/http/flight.h"
#include "runtime/http/h2_connection.h"
#include "runtime/http/h2_request.h"
#include "runtime/http/lane.h"

namespace nest::http {

/// A proxy that forwards plain http speaks HTTP/1.1 to us, whatever it speaks to the origin.
bool Flight::goes_by_stream() const {
  return origin_->route.target_prefix.empty() && !agent_->speaks_http1(*origin_);
}

void Flight::start_stream() {
  phase_ = Phase::Streaming;
  stream_id = 0;
  stream_end_ = StreamEnd::None;
  stream_out_ = received_any_ = in_body_ = goes_on_ = false;
  body_left_ = request_.body;
  const Instant now = starting_ ? started_ : lane_->loop.now();
  if (result_.sent == 0) result_.sent = now;
  h2_ = &agent_->h2_connection(*lane_, origin_);
  const Nanoseconds allowed = lane_->settings.connect_timeout;
  connect_deadline_ = allowed > 0 ? now + allowed : std::numeric_limits<Instant>::max();
  h2_->attach(*this);
  if (!starting_) arm();
}

void Flight::time_out_stream() {
  if (!h2_->is_opening()) {
    fail(TransportError::ResponseTimeout, stream_out_ ? "" : "no stream of the connection was free");
    return;
  }
  const TransportError error = h2_->opening_timeout();
  fail(error, error == TransportError::Dns ? "the lookup timed out" : "");
}

void Flight::write_stream_head(std::vector<H2Header>& headers) {
  std::string& head = lane_->head;
  head.clear();
  append_head(head);
  make_h2_request(head, *origin_, headers);
  if (ExchangeTrace* const trace = lane_->settings.trace) {
    std::string text;
    append_h2_text(text, headers);
    trace->sent(absolute_url(), text, request_.body);
  }
}

void Flight::go_on_by_http1(ConnectionPtr connection) {
  h2_ = nullptr;
  body_left_ = {};
  if (connection == nullptr) {
    go();
    return;
  }
  connection_ = std::move(connection);
  send_request();
}

void Flight::stream_sent(std::size_t bytes) {
  stream_out_ = true;
  result_.bytes_sent += bytes;
}

std::size_t Flight::stream_body(char* out, std::size_t size, bool& last) {
  const std::size_t put = body_left_.copy(out, size);
  body_left_.remove_prefix(put);
  last = body_left_.empty();
  return put;
}

void Flight::stream_head() {
  received_any_ = true;
  if (!in_body_) pending_.clear();
}

/// The answer's head is written as HTTP/1.1 has it, so that whoever reads heads knows one form only.
void Flight::stream_header(std::string_view name, std::string_view value) {
  if (in_body_) return;  // trailers
  if (name == ":status") {
    ((pending_ += "HTTP/1.1 ") += value) += "\r\n";
  } else if (!name.starts_with(':')) {
    (((pending_ += name) += ": ") += value) += "\r\n";
  }
}

void Flight::stream_head_done() {
  if (in_body_) return;
  pending_ += "\r\n";
  parser_.reset();
  // What fails here is told once libnghttp2 has returned.
  const bool before = std::exchange(starting_, true);
  const HeadResult result = parser_.parse(pending_.data(), pending_.size());
  if (result == HeadResult::TooLarge) {
    fail(TransportError::HeadTooLarge);
  } else if (result != HeadResult::Complete) {
    fail(TransportError::Malformed, parser_.fault(pending_));
  } else if (parser_.head().status >= 200) {
    accept_head(pending_.data());
  }
  starting_ = before;
}

void Flight::stream_data(std::string_view bytes) {
  result_.body_size += bytes.size();
  if (!keeps_body_ || bytes.empty() || body_.append(bytes)) return;
  const bool before = std::exchange(starting_, true);
  fail(TransportError::BodyTooLarge);
  starting_ = before;
}

void Flight::stream_answered() {
  stream_end_ = StreamEnd::Answered;
  arrived_ = h2_->heard_at();
  result_.time = answered_at() - result_.sent;
}

void Flight::stream_reset(H2Reset why, std::string_view detail) {
  stream_end_ = StreamEnd::Failed;
  stream_detail_ = detail;
  switch (why) {
    case H2Reset::Refused:
      stream_end_ = StreamEnd::Refused;
      return;
    case H2Reset::NeedsHttp1:
      stream_end_ = StreamEnd::NeedsHttp1;
      return;
    case H2Reset::ByServer:
      stream_error_ = TransportError::StreamReset;
      return;
    case H2Reset::Malformed:
      stream_error_ = TransportError::Malformed;
      return;
    case H2Reset::HeadTooLarge:
      stream_error_ = TransportError::HeadTooLarge;
  }
}

void Flight::lose_stream(TransportError error, std::string_view detail, bool used) {
  stream_end_ = used && !received_any_ && !retried_ ? StreamEnd::Refused : StreamEnd::Failed;
  stream_error_ = error;
  stream_detail_ = detail;
}

void Flight::end_stream() {
  h2_ = nullptr;
  body_left_ = {};
  switch (stream_end_) {
    case StreamEnd::Answered:
      take_answer();
      return;
    case StreamEnd::NeedsHttp1:
      agent_->note_http1(origin_);
      go();
      return;
    case StreamEnd::Refused:
      if (std::exchange(retried_, true)) {
        fail(TransportError::StreamReset, "REFUSED_STREAM");
      } else {
        go();
      }
      return;
    default:
      fail(stream_error_, stream_detail_);
  }
}

}  // namespace nest::http
