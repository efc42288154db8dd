#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/http/exchange.h"
#include "runtime/time/clock.h"

namespace nest::http {

/// Which of a host's addresses a connection goes to.
enum class DnsPolicy : std::uint8_t {
  First,       ///< the first that answers (RFC 8305), the same for all as a rule
  RoundRobin,  ///< of the run's host and of `resolve`: one after the other
};

/// Which version of HTTP requests go out by when they do not say it themselves.
enum class HttpVersion : std::uint8_t {
  Http1,  ///< HTTP/1.1
  Http2,  ///< HTTP/2: over TLS where the server agrees (ALPN), else HTTP/1.1; without TLS at once
};

/// What all exchanges of a run have in common. Plain data; read-only once a factory was made from it.
struct Settings {
  /// What paths are put after: "http://shop.test:8080", perhaps with a path of its own
  /// ("https://shop.test/api"). Empty: every request must bring an absolute URL.
  std::string host;
  Nanoseconds timeout = 60 * kSecond;  ///< of a whole exchange that states none; <= 0: none
  Nanoseconds connect_timeout =
      -1;                 ///< name lookup, connecting, proxy and TLS; <= 0: only `timeout` bounds them
  bool insecure = false;  ///< accept any certificate
  std::string cacert;     ///< a PEM file of authorities to trust instead of the system's; empty: the system's
  /// "http://…", "socks5://…", "socks5h://…", "socks4://…"; "" means the environment (http_proxy,
  /// https_proxy, all_proxy, no_proxy, as curl reads them), "none" means no proxy whatever the environment
  /// says.
  std::string proxy;
  /// Local addresses that connections begin at, one after the other: SourceAddresses::parse(). Empty: the
  /// system's choice.
  std::string source_addresses;
  std::vector<std::string> resolve;  ///< "HOST:PORT:ADDRESS[,ADDRESS]": instead of looking the host up
  DnsPolicy dns = DnsPolicy::First;
  HttpVersion http = HttpVersion::Http1;
  std::int32_t max_redirects = 30;
  std::uint64_t max_body = 64ull * 1024 * 1024;  ///< of a body that is kept, decoded
  std::string user_agent;                        ///< empty: nest/VERSION
  ExchangeTrace* trace = nullptr;                ///< told about every message; bodies are then always kept
};

/// What is wrong with the settings, in words for the command line; nothing when a run can start with them.
[[nodiscard]] std::optional<std::string> find_fault(const Settings& settings);

}  // namespace nest::http
