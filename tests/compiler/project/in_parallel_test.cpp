#include "compiler/project/in_parallel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <stdexcept>
#include <vector>

namespace nest {
namespace {

TEST(InParallel, makes_each_call_once) {
  std::vector<std::atomic<int>> calls(1000);
  in_parallel(calls.size(), 10, [&](std::size_t i) { ++calls[i]; });
  EXPECT_TRUE(std::ranges::all_of(calls, [](const auto& count) { return count == 1; }));
}

TEST(InParallel, makes_no_call_of_none) {
  in_parallel(0, 10, [](std::size_t) { FAIL(); });
}

TEST(InParallel, throws_what_a_call_throws) {
  std::atomic<int> calls = 0;
  const auto work = [&](std::size_t i) {
    ++calls;
    if (i == 500) throw std::runtime_error("so it is");
  };
  EXPECT_THROW(in_parallel(1000, 10, work), std::runtime_error);
  EXPECT_GT(calls, 500);
}

}  // namespace
}  // namespace nest
