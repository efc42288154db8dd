#include "compiler/project/project.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/diagnostics/collecting_sink.h"
#include "tests/compiler/project/temporary_folder.h"

namespace nest {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Loading {
  TemporaryFolder folder;
  CollectingSink sink;
  SourceSet sources;

  std::vector<Module> load() {
    Emitter emitter(sink);
    const std::vector<std::filesystem::path> paths = {folder.path()};
    return load_project(paths, sources, emitter);
  }
};

TEST(Project, holds_a_tree_for_each_file_in_order_of_their_paths) {
  Loading loading;
  loading.folder.write("b/two.nest", "taskset Two { }");
  loading.folder.write("a.nest", "taskset One { }");
  const std::vector<Module> modules = loading.load();
  EXPECT_THAT(loading.sink.diagnostics, IsEmpty());
  ASSERT_THAT(modules, SizeIs(2));
  EXPECT_EQ(modules[0].name, "a");
  EXPECT_EQ(modules[1].name, "b/two");
  EXPECT_EQ(modules[1].tree.tasksets.at(0)->name.text, "Two");
  EXPECT_EQ(loading.sources.text(modules[1].tree.tasksets.at(0)->name.span), "Two");
}

TEST(Project, goes_on_after_files_that_cannot_be_read_or_parsed) {
  Loading loading;
  loading.folder.write("a.nest", "taskset {");
  loading.folder.write("b.nest", "\xFF");
  loading.folder.write("c.nest", "taskset Kept { }");
  loading.folder.write("d.nest", "}");
  const std::vector<Module> modules = loading.load();
  ASSERT_THAT(modules, SizeIs(1));
  EXPECT_EQ(modules[0].name, "c");
  EXPECT_GE(loading.sink.diagnostics.size(), 3U);
}

TEST(Project, an_empty_file_is_a_module) {
  Loading loading;
  loading.folder.write("a.nest", "");
  EXPECT_THAT(loading.load(), SizeIs(1));
  EXPECT_THAT(loading.sink.diagnostics, IsEmpty());
}

}  // namespace
}  // namespace nest
