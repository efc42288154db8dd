#include "runtime/cli/duration_option.h"

#include "compiler/config/time_text.h"

namespace nest {

std::optional<Nanoseconds> parse_duration(std::string_view text) {
  const auto time = config::parse_time(text);
  if (!time) return std::nullopt;
  return time->count();
}

}  // namespace nest
