#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>

#include "runtime/abi/nest_program.h"
#include "runtime/share/share_options.h"
#include "runtime/shared/shared_store.h"

namespace nest {

/// Serves the shared objects of a run over HTTP (docs/shared.md), on a thread of its own. What it is asked is
/// hostile until it was checked: heads, bodies, times and the number of connections have limits.
class ShareServer {
 public:
  /// Listens, and serves from then on. `objects` and `store` outlive it; it goes before the store does. The
  /// error is a message for the command line: the address is taken, say.
  [[nodiscard]] static std::expected<std::unique_ptr<ShareServer>, std::string> start(
      const ShareOptions& options, std::span<const nest_shared> objects, SharedStore& store);
  ShareServer(const ShareServer&) = delete;
  ShareServer& operator=(const ShareServer&) = delete;
  /// Cuts off what is under way; a value that was on its way to somebody goes back to its queue.
  ~ShareServer();

  /// "http://127.0.0.1:7788".
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::uint16_t port() const;

  static constexpr std::size_t kMostConnections = 64;
  static constexpr std::uint32_t kMostHead = 8 * 1024;
  static constexpr std::uint64_t kMostBody = 1024 * 1024;

 private:
  struct Parts;
  explicit ShareServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace nest
