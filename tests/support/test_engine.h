#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string_view>

#include "runtime/loop/engine.h"
#include "runtime/uring/refusal.h"

namespace nest::test {

/// The engine that a test program is to try: NEST_TEST_ENGINE=io_uring, else epoll.
inline Engine test_engine() {
  const char* const name = std::getenv("NEST_TEST_ENGINE");
  return name != nullptr && std::string_view(name) == "io_uring" ? Engine::IoUring : Engine::Epoll;
}

/// Where io_uring is refused there is nothing to try: every test is skipped, and says why.
class EngineEnvironment final : public ::testing::Environment {
 public:
  void SetUp() override {
    if (test_engine() != Engine::IoUring) return;
    if (const auto refusal = uring::refusal()) GTEST_SKIP() << *refusal;
  }
};
inline const ::testing::Environment* const engine_environment =
    ::testing::AddGlobalTestEnvironment(new EngineEnvironment);

}  // namespace nest::test
