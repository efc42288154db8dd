#include "compiler/compile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "compiler/diagnostics/collecting_sink.h"
#include "tests/compiler/project/temporary_folder.h"

namespace nest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::SizeIs;

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
    CompileOptions options;
    options.warnings_as_errors = strict;
    return compile_with(options, std::move(symbols));
  }
  std::expected<CompiledProgram, CompileFailure> compile_with(CompileOptions options,
                                                              std::vector<AbiSymbol> symbols) {
    options.paths = {folder.path()};
    options.symbols = std::move(symbols);
    return compile(options, sources, sink);
  }
  std::vector<std::string> messages() const {
    std::vector<std::string> messages;
    for (const Diagnostic& diagnostic : sink.diagnostics) messages.push_back(diagnostic.message);
    return messages;
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

TEST(Compile, says_which_tasksets_were_chosen) {
  Facade facade;
  facade.folder.write("a.nest",
                      "taskset Out { task leave { interrupt } taskset In { task t { interrupt } } }"
                      "taskset Kept { task leave { interrupt } }");
  facade.folder.write("b.nest", "taskset Broken { task t { log missing } }");
  CompileOptions options;
  options.only = {"a.Kept"};
  const auto program = facade.compile_with(options, every_symbol());
  ASSERT_TRUE(program.has_value());
  ASSERT_EQ(program->image().taskset_count, 3U);
  EXPECT_THAT(program->chosen(), ElementsAre(false, false, true));
  EXPECT_THAT(program->left_out(), IsEmpty());
}

TEST(Compile, skips_broken_files_when_asked_and_still_shows_their_errors) {
  Facade facade;
  facade.folder.write("bytes.nest", "\xFF");
  facade.folder.write("names.nest", "taskset Names { task t { log missing } task leave { interrupt } }");
  facade.folder.write("syntax.nest", "taskset {");
  facade.folder.write("well.nest", "taskset Well { task t { let unused = 1 } task leave { interrupt } }");
  CompileOptions options;
  options.skip_broken = true;
  const auto program = facade.compile_with(options, every_symbol());
  ASSERT_TRUE(program.has_value());
  EXPECT_EQ(program->image().taskset_count, 1U);
  const std::string folder = facade.folder.path().string();
  EXPECT_THAT(program->left_out(),
              ElementsAre(folder + "/bytes.nest", folder + "/names.nest", folder + "/syntax.nest"));
  EXPECT_THAT(facade.messages(), IsSupersetOf({"unknown name `missing`", "`unused` is never read"}));
}

TEST(Compile, other_mistakes_are_shown_although_files_have_syntax_errors) {
  Facade facade;
  facade.folder.write("lib/body.nest",
                      "const size = 3\nfn f() -> int { let }  taskset Part { task t { 1 + } }");
  facade.folder.write("lib/gap.nest", "fn f( -> int { return 1 }\nconst size = 3");
  facade.folder.write("shop.nest",
                      "import \"lib/body.nest\"\nimport \"lib/gap.nest\"\n"
                      "taskset Shop { include body.Part  include gap.Gap\n"
                      "task t { log body.f() + true  log body.siez  log gap.f(null) + gap.g() } }\n"
                      "taskset Empty { include gap.Other }");
  facade.folder.write("user.nest", "user { var name = \"\"  on_start { log } }");
  facade.folder.write("well.nest",
                      "taskset Well { weight 0  task t { log user.nmae  log missing interrupt } }");
  EXPECT_FALSE(facade.compile_all(every_symbol()).has_value());
  EXPECT_THAT(facade.messages(),
              IsSupersetOf({"`+` does not apply to an int and a bool", "module `body` has no `siez`",
                            "the user has no variable `nmae`", "unknown name `missing`"}));
  EXPECT_THAT(facade.messages(), SizeIs(9)) << "and five syntax errors, and nothing else";
}

TEST(Compile, of_what_may_be_in_a_broken_file_nothing_is_said_to_be_missing) {
  Facade facade;
  facade.folder.write("lib.nest", "const size = 3  taskset Part {");
  facade.folder.write("shop.nest",
                      "import \"lib.nest\"\n"
                      "taskset Shop { weight lib.size  include lib.Part }\n"
                      "taskset Other { weight 0  task t { log user.name  lib.f(lib.size)  interrupt } }\n"
                      "plan p { users 3 for 1m  weights { Third: 2 }  limit errors(\"/cart\") < 1% }");
  facade.folder.write("user.nest", "user { var name = \"\"");
  EXPECT_FALSE(facade.compile_all(every_symbol()).has_value());
  EXPECT_THAT(facade.messages(), ElementsAre("`{` is never closed", "`{` is never closed"));
}

TEST(Compile, when_every_file_is_broken_nothing_is_left_to_skip_to) {
  Facade facade;
  facade.folder.write("a.nest", "taskset A { task t { log missing } }");
  facade.folder.write("b.nest", "taskset {");
  CompileOptions options;
  options.skip_broken = true;
  const auto program = facade.compile_with(options, every_symbol());
  ASSERT_FALSE(program.has_value());
  EXPECT_GE(program.error().errors, 2U);
}

TEST(Compile, a_fault_of_no_single_file_is_not_skipped) {
  Facade facade;
  facade.folder.write("a.nest", "taskset A { weight 0 task t { interrupt } }");
  CompileOptions options;
  options.skip_broken = true;
  EXPECT_FALSE(facade.compile_with(options, every_symbol()).has_value());

  Facade selected;
  selected.folder.write("a.nest", "taskset A { task t { interrupt } }");
  options.only = {"B"};
  EXPECT_FALSE(selected.compile_with(options, every_symbol()).has_value());
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

/// The same sources twice, with a cache between the two.
struct Cached {
  TemporaryFolder folder;
  std::filesystem::path cache = folder.path() / "cache";

  /// Whether the code came from the cache; fails the test when there is no program.
  bool compile_again(std::vector<AbiSymbol> symbols = every_symbol()) {
    SourceSet sources;
    CollectingSink sink;
    CompileOptions options;
    options.paths = {folder.path() / "tasksets"};
    options.symbols = std::move(symbols);
    options.cache_folder = cache;
    const auto program = compile(options, sources, sink);
    EXPECT_TRUE(program.has_value());
    if (!program) return false;
    EXPECT_EQ(program->image().abi_version, NEST_ABI_VERSION);
    EXPECT_EQ(program->image().taskset_count, 1U);
    EXPECT_EQ(program->image().task_count, 2U);
    return program->from_cache();
  }
};

TEST(CompileCache, makes_code_once_for_the_same_sources) {
  Cached cached;
  cached.folder.write("tasksets/shopper.nest", kShopper);
  EXPECT_FALSE(cached.compile_again());
  EXPECT_TRUE(cached.compile_again());
  EXPECT_TRUE(cached.compile_again());
}

TEST(CompileCache, makes_code_anew_when_a_file_has_changed) {
  Cached cached;
  cached.folder.write("tasksets/shopper.nest", kShopper);
  EXPECT_FALSE(cached.compile_again());
  // Only the places of things differ.
  cached.folder.write("tasksets/shopper.nest", "\n" + std::string(kShopper));
  EXPECT_FALSE(cached.compile_again());
  cached.folder.write("tasksets/shopper.nest", kShopper);
  EXPECT_TRUE(cached.compile_again());
  std::filesystem::rename(cached.folder.path() / "tasksets/shopper.nest",
                          cached.folder.path() / "tasksets/other.nest");
  EXPECT_FALSE(cached.compile_again());
}

TEST(CompileCache, makes_code_anew_when_what_is_kept_is_damaged) {
  Cached cached;
  cached.folder.write("tasksets/shopper.nest", kShopper);
  EXPECT_FALSE(cached.compile_again());
  for (const auto& entry : std::filesystem::directory_iterator(cached.cache))
    std::filesystem::resize_file(entry.path(), entry.file_size() / 2);
  EXPECT_FALSE(cached.compile_again());
  EXPECT_TRUE(cached.compile_again());
}

TEST(CompileCache, works_without_a_place_to_keep_code) {
  Cached cached;
  cached.folder.write("tasksets/shopper.nest", kShopper);
  cached.folder.write("file");
  cached.cache = cached.folder.path() / "file" / "cache";
  EXPECT_FALSE(cached.compile_again());
  EXPECT_FALSE(cached.compile_again());
  cached.cache.clear();
  EXPECT_FALSE(cached.compile_again());
}

TEST(CompileCache, still_names_a_symbol_that_is_not_given) {
  Cached cached;
  cached.folder.write("tasksets/shopper.nest", kShopper);
  EXPECT_FALSE(cached.compile_again());
  SourceSet sources;
  CollectingSink sink;
  CompileOptions options;
  options.paths = {cached.folder.path() / "tasksets"};
  options.cache_folder = cached.cache;
  const auto program = compile(options, sources, sink);
  ASSERT_FALSE(program.has_value());
  EXPECT_THAT(program.error().internal, HasSubstr("nest_"));
}

}  // namespace
}  // namespace nest
