#pragma once

#include <cstdint>
#include <string>

namespace nest::oracle {

/// A well-typed .nest source made from the seed: the same seed gives the same text. Programs always end, use
/// every construct of the language now and then, and are meant to fail at run time in every way that a
/// checked program can.
[[nodiscard]] std::string generate_source(std::uint64_t seed);

}  // namespace nest::oracle
