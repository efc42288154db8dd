#pragma once

#include <cstdint>
#include <string_view>

namespace nest::http {

/// Why no complete answer came. Each is a cause of its own in the report.
enum class TransportError : std::uint8_t {
  None,
  BadUrl,
  Dns,
  Refused,
  Unreachable,
  ConnectTimeout,
  TlsTimeout,
  ResponseTimeout,
  Reset,         ///< the peer reset the connection
  Closed,        ///< the peer closed the connection before the answer was complete
  Certificate,   ///< the server's certificate was not accepted
  Tls,           ///< any other TLS failure
  Proxy,         ///< the proxy refused the tunnel
  Malformed,     ///< the answer is not HTTP
  HeadTooLarge,  ///< more header bytes than allowed
  BodyTooLarge,  ///< more body bytes than allowed
  Decoding,      ///< a compressed body that does not decode
  TooManyRedirects,
  StreamReset,    ///< the peer gave the HTTP/2 stream up
  NoDescriptors,  ///< this machine: out of file descriptors
  NoPorts,        ///< this machine: out of local ports or memory for sockets
};
inline constexpr std::size_t kTransportErrorCount = static_cast<std::size_t>(TransportError::NoPorts) + 1;

/// "connection refused": as reports name it. Never empty.
[[nodiscard]] std::string_view describe(TransportError error);

}  // namespace nest::http
