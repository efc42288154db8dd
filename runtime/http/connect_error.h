#pragma once

#include <curl/curl.h>

#include <string>
#include <string_view>

#include "runtime/http/transport_error.h"

namespace nest::http {

/// What is known of an attempt that libcurl gave up.
struct ConnectFailure {
  CURLcode code = CURLE_OK;
  long os_error = 0;         ///< errno of the last connect()
  int socket_error = 0;      ///< errno of a socket() that failed; 0 when none did
  long proxy_status = 0;     ///< the HTTP proxy's answer to CONNECT, 0 when there was none
  std::string_view message;  ///< libcurl's own words
  std::string_view proxy;    ///< the proxy that may have been used; empty when none
};

[[nodiscard]] TransportError classify(const ConnectFailure& failure);

/// What a report says after the cause: the same text for the same trouble, so that failures group. libcurl's
/// own words count milliseconds; where the cause alone says what happened it is the address, else they go
/// without the count.
[[nodiscard]] std::string connect_detail(TransportError error, std::string_view message,
                                         std::string_view authority);

/// The cause of a failed system call on a connection or in connecting.
[[nodiscard]] TransportError classify_errno(int error);

/// What the failure of an established connection means, by its errno; 0: the peer has closed it.
[[nodiscard]] TransportError classify_established(int error);

}  // namespace nest::http
