#include "compiler/target/host.h"

#include <gtest/gtest.h>

#include "compiler/target/llvm_module.h"

namespace nest::test {
namespace {

TEST(Host, names_this_machine) {
  const auto host = Host::detect();
  ASSERT_TRUE(host.has_value()) << host.error();
  EXPECT_NE(host->triple().find("linux"), std::string::npos);
}

TEST(Host, can_be_asked_for_more_than_once) {
  const auto first = Host::detect();
  const auto second = Host::detect();
  ASSERT_TRUE(first.has_value() && second.has_value());
  EXPECT_NE(&first->machine(), &second->machine());
}

TEST(LlvmModule, outlives_its_host_and_moves) {
  auto host = Host::detect();
  ASSERT_TRUE(host.has_value());
  LlvmModule module(*host);
  {
    const Host gone = std::move(*host);
  }
  LlvmModule moved = std::move(module);
  module = std::move(moved);
  SUCCEED();  // the sanitizers watch the order of destruction
}

}  // namespace
}  // namespace nest::test
