#include "compiler/project/project.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "compiler/diagnostics/collecting_sink.h"
#include "tests/compiler/project/temporary_folder.h"

namespace nest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Loading {
  TemporaryFolder folder;
  CollectingSink sink;
  SourceSet sources;

  Project load_selected(const Selection& selection) {
    Emitter emitter(sink);
    return load_project({{folder.path()}, selection}, sources, emitter);
  }
  std::vector<Module> load() { return load_selected({}).modules; }
  std::vector<std::string> modules(const Selection& selection) {
    std::vector<std::string> names;
    for (const Module& module : load_selected(selection).modules) names.push_back(module.name);
    return names;
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

TEST(Project, names_the_files_that_are_broken) {
  Loading loading;
  loading.folder.write("a.nest", "taskset {");
  loading.folder.write("b.nest", "\xFF");
  loading.folder.write("c.nest", "taskset Kept { }");
  const Project project = loading.load_selected({});
  EXPECT_THAT(project.broken, ElementsAre((loading.folder.path() / "a.nest").string(),
                                          (loading.folder.path() / "b.nest").string()));
  EXPECT_FALSE(project.is_incomplete);
}

TEST(Project, a_file_with_a_syntax_error_is_a_partial_module_when_those_are_kept) {
  Loading loading;
  loading.folder.write("a.nest", "import \"_b.nest\" taskset Whole { } taskset Broken { task t { let } }");
  loading.folder.write("_b.nest", "const = 1\nconst two = 2");
  Emitter emitter(loading.sink);
  const Project project = load_project({{loading.folder.path()}, {}, true}, loading.sources, emitter);
  ASSERT_THAT(project.modules, SizeIs(2));
  EXPECT_TRUE(project.modules[0].is_partial);
  EXPECT_TRUE(project.modules[1].is_partial);
  EXPECT_THAT(project.broken, SizeIs(2));
  EXPECT_THAT(project.modules[0].tree.gaps, IsEmpty());
  EXPECT_THAT(project.modules[0].tree.unread_bodies, SizeIs(1));
  ASSERT_THAT(project.modules[1].tree.gaps, SizeIs(1));
  EXPECT_EQ(loading.sources.text(project.modules[1].tree.gaps[0]), "const = 1");
  EXPECT_THAT(loading.modules({}), IsEmpty()) << "else it is none";
}

TEST(Project, many_files_are_taken_in_by_their_order_whichever_is_parsed_first) {
  constexpr int kFiles = 300;
  Loading loading;
  std::vector<std::string> whole;
  std::vector<std::string> broken;
  for (int i = 0; i < kFiles; ++i) {
    const std::string name = fmt::format("m{:03}", i);
    const bool is_broken = i % 7 == 3;
    loading.folder.write(name + ".nest",
                         is_broken ? fmt::format("taskset T{} {{", i) : fmt::format("taskset T{} {{ }}", i));
    (is_broken ? broken : whole)
        .push_back(is_broken ? (loading.folder.path() / (name + ".nest")).string() : name);
  }
  const Project project = loading.load_selected({});
  EXPECT_EQ(project.broken, broken);
  std::vector<std::string> names;
  for (const Module& module : project.modules) {
    names.push_back(module.name);
    EXPECT_EQ(module.tree.tasksets.at(0)->name.text, "T" + std::to_string(std::stoi(module.name.substr(1))));
  }
  EXPECT_EQ(names, whole);
  std::vector<FileId> reported;
  for (const Diagnostic& finding : loading.sink.diagnostics) reported.push_back(finding.span.value().file);
  EXPECT_THAT(reported, SizeIs(broken.size()));
  EXPECT_TRUE(std::ranges::is_sorted(reported));
}

TEST(Project, leaves_out_files_without_a_chosen_taskset_and_what_is_wrong_in_them) {
  Loading loading;
  loading.folder.write("admin.nest", "taskset Admin { task t { let = } }");
  loading.folder.write("shop.nest", "taskset Shopper { } taskset Other { }");
  EXPECT_THAT(loading.modules({{"Shopper"}, {}}), ElementsAre("shop"));
  EXPECT_THAT(loading.sink.diagnostics, IsEmpty());
  EXPECT_EQ(loading.sources.size(), 1U);
}

TEST(Project, keeps_files_that_belong_to_every_user) {
  Loading loading;
  loading.folder.write("admin.nest", "user { wait 1s } taskset Admin { }");
  loading.folder.write("empty.nest", "");
  loading.folder.write("other.nest", "taskset Other { }");
  loading.folder.write("shop.nest", "taskset Shopper { }");
  EXPECT_THAT(loading.modules({{"Shopper"}, {}}), ElementsAre("admin", "empty", "shop"));
}

TEST(Project, short_names_may_be_the_same_in_two_files) {
  Loading loading;
  loading.folder.write("a/shop.nest", "taskset Shopper { }");
  loading.folder.write("b/shop.nest", "taskset Shopper { }");
  EXPECT_THAT(loading.modules({{"b/shop.Shopper"}, {}}), ElementsAre("b/shop"));
  EXPECT_THAT(loading.modules({{"Shopper"}, {}}), ElementsAre("a/shop", "b/shop"));
}

TEST(Project, a_selection_that_names_nothing_is_no_fault_of_a_file) {
  Loading loading;
  loading.folder.write("shop.nest", "taskset Shopper { taskset Inner { } }");
  EXPECT_TRUE(loading.load_selected({{"Nobody"}, {}}).is_incomplete);
  ASSERT_THAT(loading.sink.diagnostics, SizeIs(1));
  EXPECT_EQ(loading.sink.diagnostics[0].code, DiagnosticCode::NoSuchTaskset);
}

TEST(Project, a_file_whose_tasksets_are_not_known_is_the_only_news) {
  Loading loading;
  loading.folder.write("a.nest", "\xFF");
  loading.folder.write("shop.nest", "taskset Shopper { }");
  const Project project = loading.load_selected({{"Nobody"}, {}});
  EXPECT_THAT(loading.sink.diagnostics, SizeIs(1));
  EXPECT_THAT(project.broken, SizeIs(1));
}

TEST(Project, an_empty_file_is_a_module) {
  Loading loading;
  loading.folder.write("a.nest", "");
  EXPECT_THAT(loading.load(), SizeIs(1));
  EXPECT_THAT(loading.sink.diagnostics, IsEmpty());
}

}  // namespace
}  // namespace nest
