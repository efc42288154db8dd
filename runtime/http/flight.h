#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/http/body_reader.h"
#include "runtime/http/body_text.h"
#include "runtime/http/connection.h"
#include "runtime/http/connector.h"
#include "runtime/http/cookie_jar.h"
#include "runtime/http/exchange.h"
#include "runtime/http/h2_session.h"
#include "runtime/http/response_head.h"
#include "runtime/http/user_agent.h"
#include "runtime/loop/timer.h"

namespace nest::http {

class H2Connection;
class Lane;

/// One exchange on its way, redirects and a retry included, from the request to the call of its listener.
/// Flights are pooled: a user has one only while a request of its is in flight, several in a `parallel`.
/// Belongs to the worker's thread.
///
/// Its timer is lazy: it is set to the earliest limit of the flights that it served, and looks at the present
/// one when it fires; so the requests that end in time, which is most, never touch the timer wheel.
class Flight final : public Timer, public ConnectListener, public H2Stream {
 public:
  explicit Flight(Lane& lane) : lane_(&lane) {}

  void begin(UserAgent& agent, const ExchangeRequest& request, ExchangeListener& listener);
  /// Drops everything; the listener is not told.
  void abandon();

  [[nodiscard]] bool holds(const Connection& connection) const { return connection_.get() == &connection; }
  /// The connection's socket is ready. The flight may be over, and given back, on return.
  void ready(std::uint32_t events);
  /// The same for a connection that is a stream: this has come over it.
  void received(const Arrival& arrival);
  /// Of the request that went into the stream, `rest` did not go out; see ConnectionOwner.
  void left_unsent(std::string_view rest, int error);

  /// Of a flight that is, or waits to be, a stream of an HTTP/2 connection: its number, 0 until it has one.
  std::int32_t stream_id = 0;
  void write_stream_head(std::vector<H2Header>& headers);
  [[nodiscard]] bool has_stream_body() const { return !request_.body.empty(); }
  /// Its frames have begun to go out.
  [[nodiscard]] bool stream_is_out() const { return stream_out_; }
  [[nodiscard]] bool stream_has_ended() const { return stream_end_ != StreamEnd::None; }
  [[nodiscard]] bool stream_is_answered() const { return stream_end_ == StreamEnd::Answered; }
  /// Ends with its connection; is sent again when the connection had been `used` and nothing has come.
  /// `detail` lives until end_stream().
  void lose_stream(TransportError error, std::string_view detail, bool used);
  /// Goes on after the stream's end, of which the connection knows no more. The flight may be given back, and
  /// its user gone, on return.
  void end_stream();
  /// The server speaks no HTTP/2; `connection` may be null.
  void go_on_by_http1(ConnectionPtr connection);

  void stream_sent(std::size_t bytes) override;
  void stream_received(std::size_t bytes) override { result_.bytes_received += bytes; }
  std::size_t stream_body(char* out, std::size_t size, bool& last) override;
  void stream_head() override;
  void stream_header(std::string_view name, std::string_view value) override;
  void stream_head_done() override;
  void stream_data(std::string_view bytes) override;
  void stream_answered() override;
  void stream_reset(H2Reset why, std::string_view detail) override;

  /// The user agent's: the next of its flights.
  Flight* next_of_user = nullptr;

  void connected(int fd) override;
  void connect_failed(TransportError error, std::string_view detail) override;

 private:
  enum class Phase : std::uint8_t {
    Idle,         // in the pool
    Connecting,   // lookup, TCP, proxy
    Handshaking,  // TLS
    Exchanging,   // the request goes out, the answer comes in
    Streaming,    // the same as a stream, or waiting to become one
    Over,         // ended inside start(); the listener is told from the timer
  };
  enum class StreamEnd : std::uint8_t { None, Answered, Refused, NeedsHttp1, Failed };

  // flight.cpp: where to, by which connection, until when
  void dispatch();
  bool route();
  void go();
  void connect();
  void handshake();
  void fire(Instant now) override;
  void arm();
  [[nodiscard]] Instant limit() const;
  void time_out();

  // flight_messages.cpp: the request, the answer
  void send_request();
  void append_head(std::string& head);
  [[nodiscard]] std::string_view whole_head();
  [[nodiscard]] std::string_view prepared_head();
  void pump();
  [[nodiscard]] bool unsent() const { return !head_left_.empty() || !body_left_.empty(); }
  void receive();
  bool consume(char* bytes, std::size_t size);
  [[nodiscard]] HeadResult parse_head(char* bytes, std::size_t size);
  bool accept_head(const char* bytes);
  bool keep_head(const char* bytes);
  bool consume_body(std::string_view bytes);
  void peer_gone(const IoResult& result);
  void take_cookies(std::string_view lines);
  [[nodiscard]] CookieTarget cookie_target();
  [[nodiscard]] bool follows() const;

  // flight_digest.cpp: `auth digest`
  [[nodiscard]] std::string_view own_headers();
  enum class Heeded : std::uint8_t { Nothing, Answers, Failed };
  [[nodiscard]] Heeded heed_challenge(std::string_view header_lines);
  void answer_challenge();

  // flight_stream.cpp: the same as a stream
  [[nodiscard]] bool goes_by_stream() const;
  void start_stream();
  void time_out_stream();

  // flight_end.cpp: redirects, results
  void complete();
  [[nodiscard]] Instant answered_at();
  void take_answer();
  bool decode_body();
  void follow();
  [[nodiscard]] std::string absolute_url() const;
  void fail(TransportError error, std::string_view detail = {});
  void finish();
  void deliver();
  void release();

  Lane* lane_;
  UserAgent* agent_ = nullptr;
  ExchangeListener* listener_ = nullptr;
  ExchangeRequest request_;
  ExchangeResult result_;

  OriginPtr origin_;
  std::string_view path_prefix_;
  std::string_view path_;
  std::string_view userinfo_;
  ConnectionPtr connection_;
  Connector::Attempt* attempt_ = nullptr;
  H2Connection* h2_ = nullptr;  // whose stream it is, or waits to be; the user agent's

  Instant started_ = 0;
  Instant deadline_ = 0;
  Instant connect_deadline_ = 0;
  Instant arrived_ = 0;  // the bytes received last (IoResult::arrived)

  std::string_view head_left_;  // of the request, to be sent
  std::string_view body_left_;
  HeadParser parser_;
  BodyReader reader_;
  BodyText body_;
  int write_error_ = 0;
  Phase phase_ = Phase::Idle;
  bool starting_ = false;
  bool retried_ = false;
  bool received_any_ = false;
  bool in_body_ = false;
  bool keeps_body_ = false;
  bool keep_connection_ = false;
  bool has_digest_ = false;         // the request's lines have a digest's credentials
  bool answers_challenge_ = false;  // when this answer is whole
  int challenges_ = 0;              // that were answered
  bool by_h2_ = false;              // as far as the server agrees
  bool stream_out_ = false;
  StreamEnd stream_end_ = StreamEnd::None;
  TransportError stream_error_ = TransportError::None;  // of StreamEnd::Failed
  std::string_view stream_detail_;
  bool goes_on_ = false;  // receive() gave others their turn with bytes left: the timer brings it back

  // Rarely used, and keeping their memory for the next flight.
  std::string unsent_;   // what is left of a head that the kernel did not take at once
  std::string pending_;  // the beginning of an answer's head that came in pieces
  std::string location_;
  std::string encoding_;
  std::string url_;      // after a redirect
  std::string headers_;  // after a redirect
  std::string trace_head_;
  std::string signed_headers_;  // with the answer to a challenge
};

}  // namespace nest::http
