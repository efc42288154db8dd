#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <string>

#include "runtime/share/share_calls.h"

namespace nest {

/// What the connections of one server have in common. On its thread only.
struct ShareService {
  ShareCalls calls;
  std::string token;
  std::size_t connections = 0;
};

/// Serves one connection until it ends; `service` outlives it. One more than the server takes is told so.
void serve_share(boost::asio::ip::tcp::socket socket, ShareService& service);

}  // namespace nest
