#include "runtime/http/transport_error.h"

#include <array>

namespace nest::http {

std::string_view describe(TransportError error) {
  static constexpr std::array<std::string_view, kTransportErrorCount> kTexts{
      "no error",
      "invalid URL",
      "name not resolved",
      "connection refused",
      "host unreachable",
      "connect timed out",
      "TLS handshake timed out",
      "response timed out",
      "connection reset",
      "connection closed before the answer was complete",
      "certificate not accepted",
      "TLS failure",
      "proxy refused",
      "malformed response",
      "response head too large",
      "response body too large",
      "compressed body does not decode",
      "too many redirects",
      "HTTP/2 stream reset",
      "out of file descriptors",
      "out of local ports",
  };
  const auto index = static_cast<std::size_t>(error);
  return index < kTexts.size() ? kTexts[index] : "unknown transport error";
}

}  // namespace nest::http
