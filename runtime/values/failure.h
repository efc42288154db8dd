#pragma once

#include <fmt/core.h>

#include <expected>
#include <string_view>
#include <utility>

#include "runtime/abi/nest_abi.h"
#include "runtime/values/arena.h"

namespace nest {

/// Why an operation on values gave none. Lower case, no full stop, what was read in it.
struct ValueFailure {
  nest_status kind;          ///< NEST_MISSING or NEST_FAILED
  std::string_view message;  ///< in the arena of the call, or constant
};

template <typename T>
using Result = std::expected<T, ValueFailure>;
using Failure = std::unexpected<ValueFailure>;

/// The message is cut when it is longer than 1 KiB, and replaced by a fixed one when the arena is full.
[[nodiscard]] Failure failure_of(Arena& arena, nest_status kind, fmt::string_view format,
                                 fmt::format_args args);

template <typename... Args>
[[nodiscard]] Failure fails(Arena& arena, fmt::format_string<Args...> format, Args&&... args) {
  return failure_of(arena, NEST_FAILED, format, fmt::make_format_args(args...));
}
template <typename... Args>
[[nodiscard]] Failure missing(Arena& arena, fmt::format_string<Args...> format, Args&&... args) {
  return failure_of(arena, NEST_MISSING, format, fmt::make_format_args(args...));
}
/// The arena's limit has been reached.
[[nodiscard]] Failure fails_for_space();

}  // namespace nest
