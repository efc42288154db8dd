// Any text: whatever the checker accepts compiles, runs without crashing, and does what the interpreter says.
// Inputs of eight bytes are taken as a seed of the generator, since most random texts are no programs.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "tests/oracle/compare.h"
#include "tests/oracle/generator.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string source(reinterpret_cast<const char*>(data), size);
  if (size == sizeof(std::uint64_t)) {
    std::uint64_t seed = 0;
    std::memcpy(&seed, data, sizeof seed);
    source = nest::oracle::generate_source(seed);
  }
  // A text that doubles in a loop meets the arena's limit sooner in the interpreter, which copies more.
  const nest::oracle::Comparison result = nest::oracle::compare(source, size);
  if (!result.difference.empty() && result.difference.find("MiB") == std::string::npos) {
    std::fprintf(stderr, "%s\n%s\n", source.c_str(), result.difference.c_str());
    std::abort();
  }
  return 0;
}
