#include <gtest/gtest.h>

#include <cstddef>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/entry/entry_table.h"
#include "tests/runtime/abi/c_layout.h"

namespace nest {
namespace {

TEST(Abi, table_has_every_function_of_the_list_once) {
  std::vector<std::string> listed;
#define NEST_FUNCTION(result, name, parameters) listed.emplace_back(#name);
#include "runtime/abi/abi_functions.def"
#undef NEST_FUNCTION
  std::vector<std::string> bound;
  for (const EntryPoint& entry : entry_table()) bound.emplace_back(entry.name);
  EXPECT_EQ(bound, listed);
  EXPECT_EQ(std::set<std::string>(listed.begin(), listed.end()).size(), listed.size());
}

TEST(Abi, table_leads_to_the_functions) {
  std::set<void*> addresses;
  for (const EntryPoint& entry : entry_table()) {
    EXPECT_NE(entry.address, nullptr) << entry.name;
    addresses.insert(entry.address);
  }
  EXPECT_EQ(addresses.size(), entry_table().size());
  EXPECT_EQ(entry_table().front().address, c_first_entry());
}

TEST(Abi, functions_do_not_throw) {
#define NEST_FUNCTION(result, name, parameters) \
  static_assert(std::is_same_v<decltype(&::name), result(*) parameters noexcept>, #name);
#include "runtime/abi/abi_functions.def"
#undef NEST_FUNCTION
}

TEST(Abi, is_laid_out_the_same_in_c_and_cpp) {
#define NEST_LAYOUT(id, expression) EXPECT_EQ(c_layout(id), expression) << #expression;
#include "tests/runtime/abi/layout.def"
#undef NEST_LAYOUT
}

// Compiled code knows these numbers: a change here is a change of NEST_ABI_VERSION.
TEST(Abi, keeps_the_layout_of_its_version) {
  EXPECT_EQ(NEST_ABI_VERSION, 10u);
  EXPECT_EQ(sizeof(nest_str), 16u);
  EXPECT_EQ(sizeof(nest_value), 24u);
  EXPECT_EQ(sizeof(nest_part), 24u);
  EXPECT_EQ(sizeof(nest_step), 32u);
  EXPECT_EQ(sizeof(nest_path), 32u);
  EXPECT_EQ(sizeof(nest_list), 16u);
  EXPECT_EQ(sizeof(nest_response), 80u);
  EXPECT_EQ(offsetof(nest_response, ok), 24u);
  EXPECT_EQ(offsetof(nest_response, body), 32u);
  EXPECT_EQ(sizeof(nest_context), 56u);
  EXPECT_EQ(offsetof(nest_context, outcome), 16u);
  EXPECT_EQ(offsetof(nest_context, site), 20u);
  EXPECT_EQ(offsetof(nest_context, loop_budget), 24u);
  EXPECT_EQ(offsetof(nest_context, response), 32u);
  EXPECT_EQ(sizeof(nest_request), 72u);
  EXPECT_EQ(sizeof(nest_task), 80u);
  EXPECT_EQ(sizeof(nest_taskset), 176u);
  EXPECT_EQ(sizeof(nest_program), 304u);
}

}  // namespace
}  // namespace nest
