#pragma once

#include <cstdint>
#include <string>

namespace nest::oracle {

/// What comparing the two ways of running one source gave.
struct Comparison {
  bool accepted = false;    ///< the checker let it through
  bool endless = false;     ///< it loops too long to be run here: compiled, not compared
  std::string diagnostics;  ///< what it said, when it did not
  std::string difference;   ///< empty when both did the same; else where they part
  std::size_t events = 0;   ///< lines of the trace: how much was compared
};

/// Parses, checks and compiles `source`, runs every entry of it both ways with the same seed and compares
/// what they did.
[[nodiscard]] Comparison compare(const std::string& source, std::uint64_t seed);

}  // namespace nest::oracle
