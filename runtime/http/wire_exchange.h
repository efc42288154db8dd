#pragma once

#include <memory>

#include "runtime/http/exchange.h"
#include "runtime/http/settings.h"
#include "runtime/loop/event_loop.h"

namespace nest::http {

class Lane;

/// The lane over sockets, plain and TLS, of one worker: connections that libcurl opened and OpenSSL encrypts,
/// with nest's own HTTP/1.1 codec on them, or libnghttp2 where a request asks for HTTP/2 and the server
/// agrees. Each exchange keeps its connections alive, its own cookies, and its own TLS tickets.
///
/// Times. ExchangeResult::sent is taken as the first byte is handed to the kernel, or, when the exchange had
/// to connect first, as connecting began: what a user waits for is counted, as Locust counts it.
/// Decompression is not.
///
/// Errors. With an error the status is 0 and there is no body, even when a head had come; only
/// TooManyRedirects keeps the last status. The timeout bounds everything, redirects and retry included; what
/// it is blamed on is the phase it hit: Dns, ConnectTimeout, TlsTimeout or ResponseTimeout.
///
/// Retry. A kept connection that turns out closed before a byte of the answer came is replaced by a new one,
/// once, whatever the method (RFC 9112 9.3.1 leaves that to clients; browsers do it). So is a stream of
/// HTTP/2 that the server has not looked at.
///
/// A trace in the settings sees every message; an exchange that fails is shown as a received() without a
/// head.
class WireExchangeFactory final : public ExchangeFactory {
 public:
  /// The loop outlives the factory. A fault in the settings (find_fault) shows as a BadUrl or Certificate
  /// error of every exchange that it concerns.
  WireExchangeFactory(const Settings& settings, EventLoop& loop);
  WireExchangeFactory(const WireExchangeFactory&) = delete;
  WireExchangeFactory& operator=(const WireExchangeFactory&) = delete;
  ~WireExchangeFactory() override;

  [[nodiscard]] std::unique_ptr<Exchange> make() override;

  /// Bytes of process memory that an exchange takes with one open, idle connection: by the sizes of what it
  /// consists of; OpenSSL's own part, and nghttp2's, as they were measured.
  [[nodiscard]] static std::size_t bytes_of_exchange(bool tls, HttpVersion version);
  /// What it takes besides while a request is in flight, at least.
  [[nodiscard]] static std::size_t bytes_in_flight();

 private:
  std::unique_ptr<Lane> lane_;
};

}  // namespace nest::http
