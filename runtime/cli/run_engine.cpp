#include "runtime/cli/run_engine.h"

#include <fmt/format.h>

#include <optional>

#include "runtime/uring/refusal.h"

namespace nest {

std::expected<ChosenEngine, std::string> choose_engine(std::string_view setting) {
  if (setting == "epoll") return ChosenEngine{};
  const std::optional<std::string> refusal = uring::refusal();
  if (!refusal) return ChosenEngine{Engine::IoUring, ""};
  if (setting == "auto") return ChosenEngine{Engine::Epoll, "epoll, not io_uring: " + *refusal};
  return std::unexpected(
      fmt::format("the engine io_uring cannot be had: {}; use --engine epoll, or auto to have io_uring where "
                  "it is allowed",
                  *refusal));
}

}  // namespace nest
