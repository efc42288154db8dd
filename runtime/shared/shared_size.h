#pragma once

#include <cstddef>

#include "runtime/shared/shared_store.h"

namespace nest {

/// What a queue or a map may hold at most: 256 MiB of values, each with what keeping it costs.
inline constexpr std::size_t kSharedLimit = 256UL * 1024 * 1024;

/// What keeping a value costs, about: its text, and what stands around it.
[[nodiscard]] inline std::size_t cost_of(const SharedValue& value) {
  constexpr std::size_t kAround = 64;
  const auto* text = std::get_if<std::string>(&value);
  return kAround + (text == nullptr ? 0 : text->size());
}

}  // namespace nest
