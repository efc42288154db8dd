// Chance, from the user's own stream: a seed gives the same again.

#include <array>
#include <cstdint>
#include <memory>
#include <utility>

#include "runtime/library/functions.h"

namespace nest::library {

nest_status choice(Call& call) {
  const std::span<const nest_value> list = call.list(0);
  if (list.empty()) return call.around.fail(NEST_MISSING, "`choice` was given an empty list");
  return call.give(list[call.around.random_below(list.size())]);
}

/// Durstenfeld, "Algorithm 235: Random permutation" (CACM 7, 1964).
nest_status shuffle(Call& call) {
  const std::span<const nest_value> list = call.list(0);
  nest_value* items = call.around.items(list.size());
  if (items == nullptr) return call.around.fail_for_space();
  std::uninitialized_copy(list.begin(), list.end(), items);
  for (std::size_t left = list.size(); left > 1; --left) {
    std::swap(items[left - 1], items[call.around.random_below(left)]);
  }
  return call.give_list(items, list.size());
}

/// Version 4 of RFC 9562.
nest_status uuid(Call& call) {
  std::array<char, 16> bytes{};
  for (std::size_t half = 0; half < bytes.size(); half += 8) {
    std::uint64_t bits = call.around.random_bits();
    for (std::size_t i = 0; i < 8; ++i, bits >>= 8U) bytes[half + i] = static_cast<char>(bits & 255U);
  }
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0FU) | 0x40U);
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3FU) | 0x80U);
  constexpr std::size_t kSize = 36;
  char* const begin = call.around.text(kSize);
  if (begin == nullptr) return call.around.fail_for_space();
  char* out = begin;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *out++ = '-';
    out = write_hex({&bytes[i], 1}, out);
  }
  return call.give_text({begin, kSize});
}

}  // namespace nest::library
