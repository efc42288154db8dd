#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "tests/oracle/compare.h"
#include "tests/oracle/generator.h"

namespace nest::oracle {
namespace {

// NEST_ORACLE_FIRST and NEST_ORACLE_COUNT choose other seeds: to look for more, or to see one again.
// NEST_ORACLE_SHOW=1 prints each source before it is run. NEST_ORACLE_FILE compares one file instead.
std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(Oracle, generated_programs_do_the_same_compiled_and_interpreted) {
  const std::uint64_t first = from_environment("NEST_ORACLE_FIRST", 1);
  const std::uint64_t count = from_environment("NEST_ORACLE_COUNT", 60);
  std::size_t events = 0;
  int broken = 0;
  for (std::uint64_t seed = first; seed < first + count && broken < 5; ++seed) {
    const std::string source = generate_source(seed);
    if (std::getenv("NEST_ORACLE_SHOW") != nullptr) std::cout << source << std::flush;
    const Comparison result = compare(source, seed);
    events += result.events;
    broken += !result.accepted || !result.difference.empty() ? 1 : 0;
    EXPECT_TRUE(result.accepted) << "seed " << seed << "\n" << result.diagnostics << "\n" << source;
    EXPECT_EQ(result.difference, "") << "seed " << seed << "\n" << source;
  }
  EXPECT_GT(events, count * 10);
}

TEST(Oracle, a_file_does_the_same_compiled_and_interpreted) {
  const char* path = std::getenv("NEST_ORACLE_FILE");
  if (path == nullptr) GTEST_SKIP() << "NEST_ORACLE_FILE is not set";
  std::ifstream file(path);
  const std::string source(std::istreambuf_iterator<char>(file), {});
  const Comparison result = compare(source, 1);
  EXPECT_TRUE(result.accepted) << result.diagnostics;
  EXPECT_EQ(result.difference, "");
}

}  // namespace
}  // namespace nest::oracle
