#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "runtime/http/origin.h"
#include "runtime/http/settings.h"
#include "runtime/http/transport_error.h"
#include "runtime/loop/event_loop.h"

namespace nest::http {

/// Told how one attempt to connect ended; from the loop, never from inside connect().
class ConnectListener {
 public:
  /// The listener owns `fd`: a connected, non-blocking TCP socket: to the origin, to a proxy that forwards,
  /// or through the proxy's tunnel.
  virtual void connected(int fd) = 0;
  /// `detail` is valid during the call.
  virtual void connect_failed(TransportError error, std::string_view detail) = 0;

 protected:
  ~ConnectListener() = default;
};

/// Opens plain TCP connections with libcurl: name lookup in threads of its own, addresses raced (RFC 8305),
/// proxies (a CONNECT tunnel for TLS; plain http only needs the connection, see ProxyRoute), SOCKS. The
/// socket is taken over when it is connected, so that libcurl's cost is paid once a connection and not once a
/// request. A name is
/// looked up once for all users that want it at the time, and again after five minutes. One a worker; belongs
/// to its thread; outlives its attempts.
class Connector {
 public:
  struct Attempt;
  struct State;

  /// Reads source_addresses, resolve and dns of the settings; may block for a lookup (DnsPolicy::RoundRobin).
  Connector(const Settings& settings, EventLoop& loop);
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;
  ~Connector();

  /// Begins; exactly one call of the listener ends the attempt, unless cancel() comes first. There is no time
  /// limit.
  [[nodiscard]] Attempt* connect(const OriginPtr& origin, ConnectListener& listener);
  void cancel(Attempt* attempt);
  /// Whether the attempt has got past the name lookup: what a timeout is blamed on.
  [[nodiscard]] static bool has_address(const Attempt& attempt);

 private:
  std::unique_ptr<State> state_;
};

}  // namespace nest::http
