#pragma once

#include <cstdint>

namespace nest {

/// An order of `rows` rows that depends on a key and the number of the pass, as a function: nothing is
/// stored, so every process of a run computes the same from a place that they share. A Feistel network over
/// the smallest square domain that holds the rows, with Philox (runtime/random) as its round function; places
/// outside of it are walked on until one is inside (Black and Rogaway, "Ciphers with arbitrary finite
/// domains", CT-RSA 2002). `place` is below `rows`, and so is the result.
[[nodiscard]] std::uint64_t permuted_row(std::uint64_t key, std::uint64_t pass, std::uint64_t place,
                                         std::uint64_t rows);

}  // namespace nest
