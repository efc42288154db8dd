#include "runtime/values/failure.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nest {

Failure failure_of(Arena& arena, nest_status kind, fmt::string_view format, fmt::format_args args) {
  constexpr std::size_t kLongest = 1024;
  fmt::memory_buffer text;
  fmt::vformat_to(fmt::appender(text), format, args);
  const nest_str copy = arena.copy({text.data(), std::min(text.size(), kLongest)});
  if (copy.data == nullptr) return Failure({kind, fails_for_space().error().message});
  return Failure({kind, {copy.data, copy.size}});
}

Failure fails_for_space() {
  return Failure(
      {NEST_FAILED, "the task holds too much memory: its texts and answers pass the limit of one task"});
}

}  // namespace nest
