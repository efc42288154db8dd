#include "compiler/compile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string_view>

#include "compiler/diagnostics/collecting_sink.h"
#include "tests/compiler/project/temporary_folder.h"

namespace nest {
namespace {

using ::testing::HasSubstr;

/// Stands behind every name of the ABI: compiled code is looked at here, never run.
void not_to_be_called() { std::abort(); }

std::vector<AbiSymbol> every_symbol() {
  auto* address = reinterpret_cast<void*>(&not_to_be_called);
  return {
#define NEST_FUNCTION(result, name, parameters) {#name, address},
#include "runtime/abi/abi_functions.def"
#undef NEST_FUNCTION
  };
}

struct Facade {
  TemporaryFolder folder;
  SourceSet sources;
  CollectingSink sink;

  std::expected<CompiledProgram, CompileFailure> compile_all(std::vector<AbiSymbol> symbols,
                                                             bool strict = false) {
    return compile({{folder.path()}, strict, std::move(symbols)}, sources, sink);
  }
};

constexpr std::string_view kShopper = R"(
/// Someone who looks around.
taskset Shopper {
    weight 3
    task(5) look { GET "/products" }
    task leave { interrupt }
}
)";

TEST(Compile, gives_the_tables_of_what_was_written) {
  Facade facade;
  facade.folder.write("shop/shopper.nest", kShopper);
  const auto program = facade.compile_all(every_symbol());
  ASSERT_TRUE(program.has_value()) << program.error().internal;
  const nest_program& image = program->image();
  EXPECT_EQ(image.abi_version, NEST_ABI_VERSION);
  ASSERT_EQ(image.taskset_count, 1U);
  EXPECT_EQ(image.tasksets[0].weight, 3U);
  EXPECT_EQ(std::string_view(image.tasksets[0].full_name.data, image.tasksets[0].full_name.size),
            "shop/shopper.Shopper");
  EXPECT_EQ(image.task_count, 2U);
  EXPECT_EQ(facade.sources.size(), 1U);
}

TEST(Compile, the_image_outlives_a_move_of_its_owner) {
  Facade facade;
  facade.folder.write("shop/shopper.nest", kShopper);
  auto program = facade.compile_all(every_symbol());
  ASSERT_TRUE(program.has_value()) << program.error().internal;
  const nest_program* before = &program->image();
  const CompiledProgram moved = std::move(*program);
  EXPECT_EQ(&moved.image(), before);
  EXPECT_EQ(moved.image().tasksets[0].weight, 3U);
}

TEST(Compile, counts_the_errors_of_all_files) {
  Facade facade;
  facade.folder.write("a.nest", "taskset A { task t { log missing } }");
  facade.folder.write("b.nest", "taskset B { task t { log gone } }");
  const auto program = facade.compile_all(every_symbol());
  ASSERT_FALSE(program.has_value());
  EXPECT_EQ(program.error().errors, 2U);
  EXPECT_EQ(program.error().internal, "");
}

TEST(Compile, a_symbol_that_is_not_given_is_a_fault_that_names_it) {
  Facade facade;
  facade.folder.write("shop/shopper.nest", kShopper);
  const auto program = facade.compile_all({});
  ASSERT_FALSE(program.has_value());
  EXPECT_EQ(program.error().errors, 0U);
  EXPECT_THAT(program.error().internal, HasSubstr("nest_"));
}

TEST(Compile, warnings_do_not_stop_it_unless_they_are_errors) {
  Facade facade;
  facade.folder.write("a.nest", "taskset A { task t { let unused = 1 } task leave { interrupt } }");
  EXPECT_TRUE(facade.compile_all(every_symbol()).has_value());
  EXPECT_FALSE(facade.sink.diagnostics.empty());

  Facade strict;
  strict.folder.write("a.nest", "taskset A { task t { let unused = 1 } task leave { interrupt } }");
  const auto program = strict.compile_all(every_symbol(), true);
  ASSERT_FALSE(program.has_value());
  EXPECT_GT(program.error().errors, 0U);
}

}  // namespace
}  // namespace nest
