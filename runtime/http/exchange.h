#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/abi/nest_program.h"
#include "runtime/http/transport_error.h"
#include "runtime/loop/event_loop.h"
#include "runtime/time/clock.h"
#include "runtime/values/arena.h"

namespace nest::http {

/// One request, rendered. Everything it points to lives until the exchange is done or cancelled (it stands in
/// the user's arena): a retry or a redirect sends it again.
struct ExchangeRequest {
  std::uint32_t method = NEST_GET;  ///< NEST_GET …
  std::string_view url;             ///< absolute, or a path that goes after the run's host
  std::string_view headers;         ///< the request's own lines, each ended by CR LF
  std::string_view body;
  std::uint32_t body_kind = NEST_BODY_NONE;  ///< decides the default Content-Type
  std::uint32_t flags = 0;                   ///< NEST_WANTS_BODY … NEST_COMPRESSED, NEST_HTTP_1, NEST_HTTP_2
  std::int32_t max_redirects = -1;           ///< -1: the settings' default
  Nanoseconds timeout = -1;                  ///< the whole exchange; < 0: the settings' default
  Arena* arena = nullptr;                    ///< where body, headers and url of the answer go
  /// The same address for the same method, url, headers, body and flags, for as long as the factory lives:
  /// what is made of them is then kept. Null when they may differ from one exchange to the next.
  const void* constant = nullptr;
};

/// How it ended. The texts stand in the request's arena.
struct ExchangeResult {
  int status = 0;  ///< of the last answer; 0 when none came
  TransportError error = TransportError::None;
  std::uint8_t http_version = 0;  ///< of the last answer: 1 (HTTP/1.x) or 2; 0 when none came
  bool asked_http_2 = false;      ///< HTTP/2 was wanted, by the request or the settings
  /// More about the error ("certificate has expired"), may be empty. The same for the same cause: failures
  /// are grouped by it.
  std::string_view error_detail;
  /// When the first byte of the first request was handed to the kernel; when connecting began, if a
  /// connection had to be opened first: users wait for that too, and Locust counts it.
  Instant sent = 0;
  /// From `sent` (or the start, when nothing was sent) to the last byte of the answer: until the kernel had
  /// it, where it says when that was (docs/design/0008), else until it was read.
  Nanoseconds time = 0;
  std::uint64_t body_size = 0;  ///< body bytes received for the last answer, before decompression
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  std::string_view body;     ///< decoded; only with NEST_WANTS_BODY
  std::string_view headers;  ///< only with NEST_WANTS_HEADERS
  std::string_view url;      ///< only with NEST_WANTS_URL
  std::uint32_t redirects = 0;
};

/// Told about the end of an exchange, on the worker's thread, from the loop: never from inside start() or
/// cancel().
class ExchangeListener {
 public:
  virtual void exchange_done(const ExchangeResult& result) = 0;

 protected:
  ~ExchangeListener() = default;
};

/// A user's way of making requests, mostly one at a time: it owns the user's connections and cookies. The
/// seam between users and transports: wire_exchange.h is the lane over sockets; other lanes and the tests'
/// fakes implement the same. Belongs to one worker's thread.
class Exchange {
 public:
  virtual ~Exchange() = default;
  /// Begins; exactly one exchange_done follows, unless cancel() or the destructor comes first. Several may be
  /// in flight, each with its own listener, and over a connection of its own or a stream of one (HTTP/2).
  virtual void start(const ExchangeRequest& request, ExchangeListener& listener) = 0;
  /// Drops the exchanges in flight, if any, with their connections; no exchange_done follows.
  virtual void cancel() = 0;
};

/// Makes the exchanges of one worker's users. One a worker; outlives its exchanges.
class ExchangeFactory {
 public:
  virtual ~ExchangeFactory() = default;
  virtual std::unique_ptr<Exchange> make() = 0;
};

/// Sees every message of every exchange, as `nest try` shows them. Texts are valid during the call only.
class ExchangeTrace {
 public:
  virtual ~ExchangeTrace() = default;
  /// `head` is the request line and the headers as sent.
  virtual void sent(std::string_view url, std::string_view head, std::string_view body) = 0;
  /// `head` is the status line and the headers; `body` decoded, and present whether or not the task reads it.
  /// An exchange that fails is shown by an empty head and the error.
  virtual void received(std::string_view head, std::string_view body, const ExchangeResult& result) = 0;
};

}  // namespace nest::http
