#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "runtime/loop/engine.h"

namespace nest {

/// The engine that a run will have, and what is to be said about it.
struct ChosenEngine {
  Engine engine = Engine::Epoll;
  std::string remark;  ///< why it is not the one that `auto` prefers; else empty
};

/// `setting` is "epoll", "io_uring" or "auto". An io_uring that was asked for and is refused is an error:
/// why, and what to do. `auto` takes epoll then.
[[nodiscard]] std::expected<ChosenEngine, std::string> choose_engine(std::string_view setting);

}  // namespace nest
