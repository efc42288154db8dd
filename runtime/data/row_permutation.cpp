#include "runtime/data/row_permutation.h"

#include <algorithm>
#include <bit>

#include "runtime/random/philox.h"

namespace nest {
namespace {

constexpr std::uint32_t kRounds = 8;

std::uint32_t low(std::uint64_t number) { return static_cast<std::uint32_t>(number); }
std::uint32_t high(std::uint64_t number) { return static_cast<std::uint32_t>(number >> 32); }

}  // namespace

std::uint64_t permuted_row(std::uint64_t key, std::uint64_t pass, std::uint64_t place, std::uint64_t rows) {
  const int half = std::max(1, static_cast<int>(std::bit_width(rows - 1) + 1) / 2);
  const std::uint64_t mask = (std::uint64_t{1} << half) - 1;
  do {
    std::uint64_t left = place >> half;
    std::uint64_t right = place & mask;
    for (std::uint32_t round = 0; round < kRounds; ++round) {
      const auto mixed = philox({low(right), round, low(pass), high(pass)}, {low(key), high(key)});
      const std::uint64_t next = left ^ (mixed[0] & mask);
      left = right;
      right = next;
    }
    place = left << half | right;
  } while (place >= rows);
  return place;
}

}  // namespace nest
