#include "runtime/random/random_stream.h"

#include <cmath>
#include <numbers>

#include "runtime/random/philox.h"

namespace nest {
namespace {

constexpr std::uint32_t low_half(std::uint64_t value) { return static_cast<std::uint32_t>(value); }
constexpr std::uint32_t high_half(std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32); }
constexpr std::uint64_t joined(std::uint32_t low, std::uint32_t high) {
  return std::uint64_t{high} << 32 | low;
}

}  // namespace

std::uint64_t RandomStream::next_u64() {
  const std::uint64_t draw = draws_++;
  if (draw % 2 != 0) return second_half_;
  const std::uint64_t block = draw / 2;
  const auto bits = philox({low_half(block), high_half(block), low_half(user_), high_half(user_)},
                           {low_half(seed_), high_half(seed_)});
  second_half_ = joined(bits[2], bits[3]);
  return joined(bits[0], bits[1]);
}

std::uint64_t RandomStream::below(std::uint64_t bound) {
  __extension__ using Wide = unsigned __int128;
  if (bound == 0) return 0;
  Wide product = Wide{next_u64()} * bound;
  if (static_cast<std::uint64_t>(product) < bound) {
    const std::uint64_t threshold = (0 - bound) % bound;
    while (static_cast<std::uint64_t>(product) < threshold) product = Wide{next_u64()} * bound;
  }
  return static_cast<std::uint64_t>(product >> 64);
}

std::int64_t RandomStream::integer(std::int64_t low, std::int64_t high) {
  const std::uint64_t width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
  const std::uint64_t offset = width == UINT64_MAX ? next_u64() : below(width + 1);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
}

double RandomStream::uniform() { return static_cast<double>(next_u64() >> 11) * 0x1p-53; }

double RandomStream::real(double low, double high) {
  const double part = uniform();
  // Not low + part * (high - low): that difference may be infinite.
  const double value = low * (1 - part) + high * part;
  return std::fmin(std::fmax(value, low), high);
}

double RandomStream::exponential(double mean) {
  // 1 - uniform() is in (0, 1]: its logarithm is finite and not positive.
  return -mean * std::log(1 - uniform());
}

double RandomStream::normal(double mean, double deviation) {
  const double radius = std::sqrt(-2 * std::log(1 - uniform()));
  const double angle = 2 * std::numbers::pi * uniform();
  return mean + deviation * radius * std::cos(angle);
}

}  // namespace nest
