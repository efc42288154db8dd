#include <cerrno>
#include <ctime>
#include <utility>

#include "runtime/http/connect_error.h"
#include "runtime/http/flight.h"
#include "runtime/http/lane.h"
#include "runtime/http/redirect.h"
#include "runtime/http/request_head.h"
#include "runtime/http/text.h"

namespace nest::http {
namespace {

/// A body up to this goes into one buffer with the head: copying it is cheaper than a second iovec.
constexpr std::size_t kInlineBody = 8 * 1024;
/// Full buffers received in one go before other users get their turn.
constexpr int kMaxRounds = 16;

/// The header lines with CR LF at each line's end, whatever the server wrote.
void append_normalised(std::string& out, std::string_view lines) {
  for_each_header(lines, [&](std::string_view name, std::string_view value) {
    (((out += name) += ": ") += value) += "\r\n";
  });
}

}  // namespace

/// With the empty line at its end.
void Flight::append_head(std::string& head) {
  has_digest_ = false;
  const RequestHead parts{.method = request_.method,
                          .prefix = path_prefix_,
                          .path = path_,
                          .headers = request_.headers.empty() ? request_.headers : own_headers(),
                          .userinfo = userinfo_,
                          .body_kind = request_.body_kind,
                          .body_size = request_.body.size(),
                          .compressed = (request_.flags & NEST_COMPRESSED) != 0};
  const bool may_add_cookies = append_request_head(head, *origin_, parts);
  if (may_add_cookies && agent_->cookies() != nullptr) {
    agent_->cookies()->append_header(head, cookie_target(), std::time(nullptr));
  }
  head += "\r\n";
}

/// The head and a small body as one text.
std::string_view Flight::whole_head() {
  std::string& head = lane_->head;
  head.clear();
  append_head(head);
  if (ExchangeTrace* const trace = lane_->settings.trace) trace->sent(absolute_url(), head, request_.body);
  body_left_ = request_.body;
  if (body_left_.size() <= kInlineBody) head += std::exchange(body_left_, {});
  return head;
}

/// The same, made once for a request that is always the same.
std::string_view Flight::prepared_head() {
  Lane::PreparedHead& prepared = lane_->prepared_head(request_.constant);
  if (prepared.constant != request_.constant || prepared.origin != origin_.get()) {
    prepared = {request_.constant, origin_.get(), std::string(whole_head())};
    if (has_digest_) prepared.constant = nullptr;  // the next one has another answer
  }
  return prepared.text;
}

void Flight::send_request() {
  const bool same_as_ever = request_.constant != nullptr && agent_->cookies() == nullptr &&
                            request_.body.size() <= kInlineBody && lane_->settings.trace == nullptr;
  body_left_ = {};
  head_left_ = same_as_ever ? prepared_head() : whole_head();
  parser_.reset();
  pending_.clear();
  write_error_ = 0;
  received_any_ = in_body_ = goes_on_ = false;
  arrived_ = 0;
  phase_ = Phase::Exchanging;
  if (result_.sent == 0) result_.sent = starting_ ? started_ : lane_->loop.now();
  pump();
}

/// Sends what the kernel takes. A failure is not the end: the peer may have answered before it closed
/// ("413"), so the verdict is left to receive().
void Flight::pump() {
  while (unsent()) {
    const IoResult result = connection_->send(head_left_, body_left_);
    if (result.kind == IoResult::Kind::Blocked) {
      if (!head_left_.empty() && head_left_.data() != unsent_.data()) {
        unsent_.assign(head_left_);
        head_left_ = unsent_;
      }
      connection_->want_write(result.wants_write);
      return;
    }
    if (result.kind != IoResult::Kind::Done) {
      write_error_ = result.error != 0 ? result.error : EPIPE;
      head_left_ = body_left_ = {};
      break;
    }
    result_.bytes_sent += result.bytes;
    const std::size_t of_head = std::min(result.bytes, head_left_.size());
    head_left_.remove_prefix(of_head);
    body_left_.remove_prefix(result.bytes - of_head);
  }
  connection_->want_write(false);
}

void Flight::receive() {
  for (int round = 0; round < kMaxRounds; ++round) {
    const IoResult result = connection_->receive(lane_->buffer.get(), Lane::kBufferSize);
    if (result.kind == IoResult::Kind::Blocked) {
      if (result.wants_write) connection_->want_write(true);
      return;
    }
    if (result.kind != IoResult::Kind::Done) {
      peer_gone(result);
      return;
    }
    result_.bytes_received += result.bytes;
    arrived_ = result.arrived;
    if (!consume(lane_->buffer.get(), result.bytes)) return;
    const bool pending = connection_->has_pending();
    if (result.bytes < Lane::kBufferSize && !pending) return;
    // What OpenSSL holds already, the loop will not tell us of.
    if (pending && round + 1 == kMaxRounds) {
      goes_on_ = true;
      lane_->loop.schedule(*this, lane_->loop.now());
    }
  }
}

void Flight::received(const Arrival& arrival) {
  if (arrival.result.kind != IoResult::Kind::Done) {
    peer_gone(arrival.result);
    return;
  }
  result_.bytes_received += arrival.result.bytes;
  arrived_ = arrival.result.arrived;
  consume(arrival.bytes, arrival.result.bytes);
}

/// As pump() does when the kernel takes a part, or refuses.
void Flight::left_unsent(std::string_view rest, int error) {
  if (phase_ != Phase::Exchanging) return;
  result_.bytes_sent -= rest.size();
  if (error != 0) {
    write_error_ = error;
    return;
  }
  unsent_.assign(rest);
  head_left_ = unsent_;
  connection_->want_write(true);
}

/// As HeadParser::parse(), for bytes that may be a head that has been parsed before.
HeadResult Flight::parse_head(char* bytes, std::size_t size) {
  if (const HeadParser* const known = lane_->recent_heads.find(bytes, size)) {
    parser_ = *known;
    return HeadResult::Complete;
  }
  const HeadResult result = parser_.parse(bytes, size);
  if (result == HeadResult::Complete) lane_->recent_heads.keep(bytes, size, parser_);
  return result;
}

/// Bytes of the answer, in a buffer that is not the flight's. False when the exchange has ended or gone
/// elsewhere.
bool Flight::consume(char* bytes, std::size_t size) {
  received_any_ = true;
  if (in_body_) return consume_body({bytes, size});
  if (!pending_.empty()) {
    pending_.append(bytes, size);
    bytes = pending_.data();
    size = pending_.size();
  }
  for (;;) {
    switch (parse_head(bytes, size)) {
      case HeadResult::Incomplete:
        if (bytes != pending_.data()) pending_.assign(bytes, size);
        return true;
      case HeadResult::Malformed:
        fail(TransportError::Malformed, parser_.fault({bytes, size}));
        return false;
      case HeadResult::TooLarge:
        fail(TransportError::HeadTooLarge);
        return false;
      case HeadResult::Complete:
        break;
    }
    const int status = parser_.head().status;
    if (status >= 200 || status == 101) break;
    // An interim answer (RFC 9110 15.2): the real one follows.
    bytes += parser_.size();
    size -= parser_.size();
    parser_.reset();
    if (size == 0) {
      pending_.clear();
      return true;
    }
  }
  if (!accept_head(bytes)) return false;
  return consume_body({bytes + parser_.size(), size - parser_.size()});
}

/// Whether this answer is a redirect that the request follows.
bool Flight::follows() const {
  return is_redirect(result_.status) && parser_.head().location.size > 0 && request_.max_redirects > 0;
}

bool Flight::accept_head(const char* bytes) {
  const ResponseHead& head = parser_.head();
  in_body_ = true;
  result_.status = head.status;
  result_.http_version = h2_ == nullptr ? 1 : 2;
  result_.body_size = 0;
  reader_.begin(head, request_.method == NEST_HEAD);
  keep_connection_ = head.minor_version > 0 ? !head.close : head.keep_alive && !head.close && !head.chunked;
  if (head.status == 101 || reader_.ends_with_connection()) keep_connection_ = false;
  if (head.sets_cookies) take_cookies(head.lines.in(bytes));
  keeps_body_ = request_.arena != nullptr &&
                ((request_.flags & NEST_WANTS_BODY) != 0 || lane_->settings.trace != nullptr);
  const Heeded heeded = has_digest_ ? heed_challenge(head.lines.in(bytes)) : Heeded::Nothing;
  if (heeded == Heeded::Failed) return false;
  answers_challenge_ = heeded == Heeded::Answers;
  if (answers_challenge_) keeps_body_ = keeps_body_ && lane_->settings.trace != nullptr;
  if (follows()) {
    location_.assign(head.location.in(bytes));
    keeps_body_ = keeps_body_ && lane_->settings.trace != nullptr;
  }
  return keep_head(bytes);
}

/// Copies what outlives the buffer: headers that are asked for, and what the body's decoding needs.
bool Flight::keep_head(const char* bytes) {
  const ResponseHead& head = parser_.head();
  if (lane_->settings.trace != nullptr) {
    trace_head_.assign(bytes, parser_.size());
    constexpr std::string_view kVersion1 = "HTTP/1.1";
    if (h2_ != nullptr) trace_head_.replace(0, kVersion1.size(), "HTTP/2");
  }
  if ((request_.flags & NEST_WANTS_HEADERS) != 0 && request_.arena != nullptr && !follows()) {
    std::string_view lines = head.lines.in(bytes);
    if (head.bare_line_feeds) {
      lane_->scratch.clear();
      append_normalised(lane_->scratch, lines);
      lines = lane_->scratch;
    }
    const nest_str kept = request_.arena->copy(lines);
    if (kept.data == nullptr) {
      fail(TransportError::HeadTooLarge, "the task's memory is used up");
      return false;
    }
    result_.headers = {kept.data, kept.size};
  }
  if (!keeps_body_) return true;
  encoding_.assign(head.content_encoding.in(bytes));
  const std::uint64_t limit = lane_->settings.max_body;
  if (reader_.known_remaining() > limit) {
    fail(TransportError::BodyTooLarge);
    return false;
  }
  body_.begin(*request_.arena, reader_.known_remaining(), limit);
  return true;
}

bool Flight::consume_body(std::string_view bytes) {
  while (!bytes.empty() && !reader_.done() && !reader_.failed()) {
    const std::string_view piece = reader_.take(bytes);
    result_.body_size += piece.size();
    if (keeps_body_ && !piece.empty() && !body_.append(piece)) {
      fail(TransportError::BodyTooLarge);
      return false;
    }
  }
  if (reader_.failed()) {
    fail(TransportError::Malformed, "in the chunks of the body");
    return false;
  }
  if (!reader_.done()) return true;
  // Bytes that belong to no answer of ours: the connection cannot be trusted with the next request.
  if (!bytes.empty()) keep_connection_ = false;
  complete();
  return false;
}

void Flight::peer_gone(const IoResult& result) {
  const bool closed = result.kind == IoResult::Kind::Closed;
  if (closed && in_body_ && reader_.ends_with_connection()) {
    complete();
    return;
  }
  const TlsStream* const tls = connection_->tls();
  if (tls != nullptr && tls->error() != TransportError::None) {
    fail(tls->error(), tls->detail());
    return;
  }
  // The server may close an idle connection at the moment we use it; only then is sending again no second
  // attempt.
  if (!received_any_ && connection_->used() && !retried_) {
    retried_ = true;
    connection_.reset();
    connect();
    return;
  }
  fail(classify_established(closed ? write_error_ : result.error));
}

CookieTarget Flight::cookie_target() {
  std::string_view path = path_.substr(0, path_.find_first_of("?#"));
  if (!path_prefix_.empty() || !path.starts_with('/')) {
    std::string& whole = lane_->scratch;
    whole.assign(path_prefix_);
    append_target(whole, path);
    path = whole;
  }
  return {origin_->https, origin_->host, origin_->is_address, path};
}

void Flight::take_cookies(std::string_view lines) {
  CookieJar& jar = agent_->make_cookies();
  const CookieTarget target = cookie_target();
  const std::int64_t now = std::time(nullptr);
  for_each_header(lines, [&](std::string_view name, std::string_view value) {
    if (same_text(name, "set-cookie")) jar.set(value, target, now);
  });
}

}  // namespace nest::http
