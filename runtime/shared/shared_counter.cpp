#include "runtime/shared/shared_counter.h"

#include <fmt/format.h>

namespace nest {

SharedResult SharedCounter::add(std::int64_t amount) {
  std::int64_t before = value_.load();
  std::int64_t after = 0;
  do {
    if (__builtin_add_overflow(before, amount, &after)) {
      return std::unexpected(SharedFailure{
          NEST_FAILED, fmt::format("counter `{}` stands at {}: {} more does not fit the 64 bits of an int",
                                   name_, before, amount)});
    }
  } while (!value_.compare_exchange_weak(before, after));
  return after;
}

}  // namespace nest
