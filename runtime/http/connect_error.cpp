#include "runtime/http/connect_error.h"

#include <cerrno>
#include <string>

namespace nest::http {
namespace {

/// "Failed to connect to HOST port PORT after …": libcurl's words tell whether it was the proxy it did not
/// reach.
bool names_proxy(std::string_view message, std::string_view proxy) {
  if (proxy.empty()) return false;
  if (const std::size_t scheme = proxy.find("://"); scheme != std::string_view::npos)
    proxy.remove_prefix(scheme + 3);
  if (const std::size_t at = proxy.rfind('@'); at != std::string_view::npos) proxy.remove_prefix(at + 1);
  proxy = proxy.substr(0, proxy.find('/'));
  const std::size_t colon = proxy.rfind(':');
  std::string words = "connect to " + std::string(proxy.substr(0, colon)) + " port ";
  if (colon != std::string_view::npos) words += std::string(proxy.substr(colon + 1)) + " ";
  return message.find(words) != std::string_view::npos;
}

}  // namespace

TransportError classify_errno(int error) {
  switch (error) {
    case ECONNREFUSED:
      return TransportError::Refused;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EHOSTDOWN:
    case EACCES:
    case EPERM:
      return TransportError::Unreachable;
    case ETIMEDOUT:
      return TransportError::ConnectTimeout;
    case EMFILE:
    case ENFILE:
      return TransportError::NoDescriptors;
    case EADDRNOTAVAIL:
    case EADDRINUSE:
    case ENOBUFS:
    case ENOMEM:
      return TransportError::NoPorts;
    default:
      return TransportError::Reset;
  }
}

TransportError classify(const ConnectFailure& failure) {
  if (failure.socket_error != 0) return classify_errno(failure.socket_error);
  switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return TransportError::Dns;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
      return TransportError::Proxy;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return TransportError::BadUrl;
    case CURLE_OPERATION_TIMEDOUT:
      return TransportError::ConnectTimeout;
    default:
      break;
  }
  if (failure.proxy_status != 0 || names_proxy(failure.message, failure.proxy)) return TransportError::Proxy;
  if (failure.code == CURLE_COULDNT_CONNECT && failure.os_error != 0) {
    return classify_errno(static_cast<int>(failure.os_error));
  }
  if (failure.code == CURLE_COULDNT_CONNECT) return TransportError::Unreachable;
  return failure.proxy.empty() ? TransportError::Reset : TransportError::Proxy;
}

std::string connect_detail(TransportError error, std::string_view message, std::string_view authority) {
  switch (error) {
    case TransportError::Refused:
    case TransportError::Unreachable:
    case TransportError::ConnectTimeout:
    case TransportError::NoDescriptors:
    case TransportError::NoPorts:
      return std::string(authority);
    default:
      break;
  }
  std::string detail(message);
  constexpr std::string_view kAfter = " after ";
  const std::size_t after = detail.find(kAfter);
  if (after == std::string::npos) return detail;
  std::size_t end = detail.find_first_not_of("0123456789", after + kAfter.size());
  if (end == after + kAfter.size() || end == std::string::npos) return detail;
  for (const std::string_view unit : {" milliseconds", " ms"}) {
    if (detail.compare(end, unit.size(), unit) != 0) continue;
    return detail.erase(after, end + unit.size() - after);
  }
  return detail;
}

TransportError classify_established(int error) {
  switch (error) {
    case 0:
      return TransportError::Closed;
    case ETIMEDOUT:
      return TransportError::ResponseTimeout;
    case EHOSTUNREACH:
    case ENETUNREACH:
      return TransportError::Unreachable;
    default:
      return TransportError::Reset;
  }
}

}  // namespace nest::http
