#pragma once

#include <cstdint>
#include <string_view>

namespace nest {

/// How a worker's loop learns that bytes have come: docs/design/0005-io-uring.md.
enum class Engine : std::uint8_t {
  Epoll,    ///< told of readiness; sends and receives itself
  IoUring,  ///< plain connections: the kernel receives, and what there is to send goes to it in batches
};

/// As the setting `engine` names it.
[[nodiscard]] constexpr std::string_view engine_name(Engine engine) {
  return engine == Engine::IoUring ? "io_uring" : "epoll";
}

}  // namespace nest
