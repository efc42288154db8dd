#include "compiler/project/discover.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "compiler/diagnostics/collecting_sink.h"
#include "tests/compiler/project/temporary_folder.h"

namespace nest {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Search {
  TemporaryFolder folder;
  CollectingSink sink;
  std::vector<DiscoveredFile> files;

  std::vector<std::string> modules(std::vector<fs::path> paths) {
    Emitter emitter(sink);
    files = discover(paths, emitter);
    std::vector<std::string> names;
    for (const DiscoveredFile& file : files) names.push_back(file.module_name);
    return names;
  }
  std::vector<std::string> modules() { return modules({folder.path()}); }
  std::vector<std::string> codes() const {
    std::vector<std::string> codes;
    for (const Diagnostic& diagnostic : sink.diagnostics) codes.emplace_back(info(diagnostic.code).code);
    return codes;
  }
};

TEST(Discover, finds_files_at_any_depth_in_order_of_their_paths) {
  Search search;
  search.folder.write("z.nest");
  search.folder.write("shop/shopper.nest");
  search.folder.write("shop/a/b/c/deep.nest");
  search.folder.write("a.nest");
  search.folder.write("notes.txt");
  EXPECT_THAT(search.modules(), ElementsAre("a", "shop/a/b/c/deep", "shop/shopper", "z"));
  EXPECT_EQ(search.files[2].path, search.folder.path() / "shop/shopper.nest");
  EXPECT_THAT(search.codes(), IsEmpty());
}

TEST(Discover, passes_over_names_that_begin_with_an_underscore_or_a_dot) {
  Search search;
  search.folder.write("kept.nest");
  search.folder.write("_draft.nest");
  search.folder.write(".hidden.nest");
  search.folder.write("_old/a.nest");
  search.folder.write(".git/b.nest");
  EXPECT_THAT(search.modules(), ElementsAre("kept"));
}

TEST(Discover, takes_those_with_an_underscore_when_asked_for) {
  TemporaryFolder folder;
  folder.write("kept.nest");
  folder.write("_lib/session.nest");
  folder.write(".git/a.nest");
  CollectingSink sink;
  Emitter emitter(sink);
  const std::vector<fs::path> roots{folder.path()};
  const auto files = discover(roots, emitter, Underscored::Included);
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].module_name, "_lib/session");
  EXPECT_EQ(files[1].module_name, "kept");
}

TEST(Discover, a_file_that_is_named_is_taken_whatever_its_name) {
  Search search;
  const fs::path draft = search.folder.write("_draft.nest");
  EXPECT_THAT(search.modules({draft}), ElementsAre("_draft"));
}

TEST(Discover, takes_each_file_once_however_many_ways_lead_to_it) {
  Search search;
  search.folder.write("shop/shopper.nest");
  fs::create_directory_symlink("shop", search.folder.path() / "store");
  fs::create_symlink("shop/shopper.nest", search.folder.path() / "zoo.nest");
  const fs::path root = search.folder.path();
  EXPECT_THAT(search.modules({root / "shop", root, root, root / "shop/shopper.nest"}),
              ElementsAre("shop/shopper"));
  EXPECT_THAT(search.codes(), IsEmpty());
}

TEST(Discover, the_order_of_the_paths_makes_no_difference) {
  Search search;
  const fs::path b = search.folder.write("b/two.nest");
  const fs::path a = search.folder.write("a/one.nest");
  EXPECT_THAT(search.modules({b, a}), ElementsAre("one", "two"));
  EXPECT_THAT(search.modules({a, b}), ElementsAre("one", "two"));
}

TEST(Discover, names_files_of_two_folders_apart_when_their_names_are_the_same) {
  Search search;
  const fs::path a = search.folder.write("a/shop.nest").parent_path();
  const fs::path b = search.folder.write("b/shop.nest").parent_path();
  search.folder.write("b/other.nest");
  EXPECT_THAT(search.modules({a, b}), ElementsAre((a / "shop").string(), "other", (b / "shop").string()));
}

TEST(Discover, reports_a_link_that_leads_back_and_finds_the_rest) {
  Search search;
  search.folder.write("a/b/shop.nest");
  fs::create_directory_symlink("../..", search.folder.path() / "a/b/loop");
  EXPECT_THAT(search.modules(), ElementsAre("a/b/shop"));
  ASSERT_THAT(search.codes(), ElementsAre("N0006"));
  EXPECT_THAT(search.sink.diagnostics[0].message, HasSubstr("a/b/loop"));
  EXPECT_FALSE(search.sink.diagnostics[0].help.empty());
}

TEST(Discover, ends_when_links_branch_at_every_level) {
  Search search;
  // Without looking at each folder once, this would be 2^40 ways.
  for (int i = 0; i < 40; ++i) {
    const fs::path level = search.folder.path() / ("level" + std::to_string(i));
    fs::create_directory(level);
    const std::string next = "../level" + std::to_string(i + 1);
    fs::create_directory_symlink(next, level / "left");
    fs::create_directory_symlink(next, level / "right");
  }
  search.folder.write("level40/end.nest");
  EXPECT_THAT(search.modules(), SizeIs(1));
}

TEST(Discover, reports_a_link_to_itself_and_a_link_to_nowhere) {
  Search search;
  search.folder.write("kept.nest");
  fs::create_symlink("self.nest", search.folder.path() / "self.nest");
  fs::create_symlink("circle", search.folder.path() / "circle");
  fs::create_symlink("nowhere", search.folder.path() / "gone.nest");
  fs::create_symlink("nowhere", search.folder.path() / "of_no_interest");
  EXPECT_THAT(search.modules(), ElementsAre("kept"));
  EXPECT_THAT(search.codes(), ElementsAre("N0001", "N0001", "N0001"));
}

TEST(Discover, reports_a_path_that_is_missing_and_goes_on) {
  Search search;
  const fs::path kept = search.folder.write("kept.nest");
  EXPECT_THAT(search.modules({search.folder.path() / "missing", kept}), ElementsAre("kept"));
  ASSERT_THAT(search.codes(), ElementsAre("N0001"));
  EXPECT_FALSE(search.sink.diagnostics[0].help.empty());
}

TEST(Discover, reports_a_folder_without_any_nest_file) {
  Search search;
  search.folder.write("readme.md");
  EXPECT_THAT(search.modules(), IsEmpty());
  ASSERT_THAT(search.codes(), ElementsAre("N0005"));
  EXPECT_THAT(search.sink.diagnostics[0].help, HasSubstr("`.nest`"));
}

TEST(Discover, refuses_a_pipe_and_a_name_that_is_no_utf8) {
  Search search;
  ASSERT_EQ(::mkfifo((search.folder.path() / "pipe.nest").c_str(), 0600), 0);
  search.folder.write("bad\xFF.nest");
  EXPECT_THAT(search.modules(), IsEmpty());
  EXPECT_THAT(search.codes(), ElementsAre("N0001", "N0001"));
}

TEST(Discover, a_folder_may_be_called_like_a_file) {
  Search search;
  search.folder.write("x.nest/y.nest");
  EXPECT_THAT(search.modules(), ElementsAre("x.nest/y"));
}

}  // namespace
}  // namespace nest
