#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "examples/shop/fault_injector.h"

namespace shop {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: any free one
  unsigned threads = 1;
  Faults faults;
};

/// The shop on a listening socket.
class Server {
 public:
  /// Throws boost::system::system_error when it cannot listen.
  explicit Server(const ServerOptions& options);
  ~Server();

  [[nodiscard]] std::uint16_t port() const;
  /// Serves until SIGINT or SIGTERM.
  void run();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace shop
