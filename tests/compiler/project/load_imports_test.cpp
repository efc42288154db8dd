#include "compiler/project/load_imports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/project/project.h"
#include "tests/compiler/project/temporary_folder.h"

namespace nest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Loaded {
  TemporaryFolder folder;
  CollectingSink sink;
  SourceSet sources;
  Project project;

  void load(const Selection& selection = {}) {
    Emitter emitter(sink);
    project = load_project({{folder.path()}, selection}, sources, emitter);
  }
  [[nodiscard]] std::vector<std::string> modules() const {
    std::vector<std::string> names;
    for (const Module& module : project.modules)
      names.push_back(module.name + (module.is_library ? " (library)" : ""));
    return names;
  }
  /// "N0541 lib": code and where.
  [[nodiscard]] std::vector<std::string> findings() const {
    std::vector<std::string> texts;
    for (const Diagnostic& each : sink.diagnostics)
      texts.push_back(std::string(info(each.code).code) + " " + std::string(sources.text(*each.span)));
    return texts;
  }
};

TEST(LoadImports, reads_a_file_that_discovery_passes_over_and_what_that_imports) {
  Loaded loaded;
  loaded.folder.write("shop/shopper.nest", "import \"../_lib/auth.nest\" taskset Shopper { }");
  loaded.folder.write("_lib/auth.nest", "import \"./text/names.nest\" const a = 1");
  loaded.folder.write("_lib/text/names.nest", "const b = 2");
  loaded.load();
  EXPECT_THAT(loaded.findings(), IsEmpty());
  EXPECT_THAT(loaded.modules(),
              ElementsAre("shop/shopper", "_lib/auth (library)", "_lib/text/names (library)"));
  EXPECT_EQ(loaded.project.modules[0].imports.at(0), loaded.project.modules[1].file);
}

TEST(LoadImports, takes_a_file_that_was_found_as_it_is_however_it_is_named) {
  Loaded loaded;
  loaded.folder.write("a.nest",
                      "import \"sub/b.nest\" import \"./sub/../sub/b.nest\" as again taskset A { }");
  loaded.folder.write("sub/b.nest", "taskset B { }");
  loaded.load();
  EXPECT_THAT(loaded.modules(), ElementsAre("a", "sub/b"));
  EXPECT_EQ(loaded.project.modules[0].imports.at(0), loaded.project.modules[0].imports.at(1));
  EXPECT_EQ(loaded.sources.size(), 2U);
}

TEST(LoadImports, brings_a_file_back_as_a_library_that_no_chosen_taskset_is_in) {
  Loaded loaded;
  loaded.folder.write("a.nest", "import \"b.nest\" taskset A { }");
  loaded.folder.write("b.nest", "taskset B { }");
  loaded.load({{"A"}, {}});
  EXPECT_THAT(loaded.modules(), ElementsAre("a", "b (library)"));
}

TEST(LoadImports, refuses_what_is_no_nest_file_beside_the_importing_one) {
  Loaded loaded;
  std::filesystem::create_directory(loaded.folder.path() / "folder.nest");
  loaded.folder.write("names.nest", "const a = 1");
  loaded.folder.write("a.nest",
                      "import \"/etc/passwd\" as a import \"../../etc/passwd\" as b import \"folder.nest\"\n"
                      "import \"nmaes.nest\" import \"/dev/null.nest\" as c import \"a\\nb.nest\" as d\n"
                      "taskset A { }");
  loaded.load();
  EXPECT_THAT(loaded.findings(),
              ElementsAre("N0541 \"/etc/passwd\"", "N0541 \"../../etc/passwd\"", "N0541 \"folder.nest\"",
                          "N0541 \"nmaes.nest\"", "N0541 \"/dev/null.nest\"", "N0541 \"a\\nb.nest\""));
  EXPECT_THAT(loaded.sink.diagnostics[0].message, HasSubstr("absolute"));
  EXPECT_THAT(loaded.sink.diagnostics[1].message, HasSubstr("`.nest`"));
  EXPECT_THAT(loaded.sink.diagnostics[2].message, HasSubstr("folder"));
  EXPECT_EQ(loaded.sink.diagnostics[3].help, "did you mean `names.nest`?");
}

TEST(LoadImports, shows_the_way_of_a_cycle_once) {
  Loaded loaded;
  loaded.folder.write("a.nest", "import \"b.nest\" taskset A { }");
  loaded.folder.write("b.nest", "import \"c.nest\"");
  loaded.folder.write("c.nest", "import \"b.nest\"");
  loaded.load();
  EXPECT_THAT(loaded.findings(), ElementsAre("N0542 \"b.nest\""));
  ASSERT_EQ(loaded.sink.diagnostics[0].notes.size(), 1U);
  EXPECT_THAT(loaded.sink.diagnostics[0].notes[0].message, HasSubstr("c.nest` here"));
}

TEST(LoadImports, a_file_may_not_import_itself) {
  Loaded loaded;
  loaded.folder.write("a.nest", "import \"a.nest\" as self taskset A { }");
  loaded.load();
  EXPECT_THAT(loaded.findings(), ElementsAre("N0542 \"a.nest\""));
}

TEST(LoadImports, what_imports_a_broken_file_is_broken_too_when_such_files_are_left_out) {
  Loaded loaded;
  loaded.folder.write("a.nest", "import \"b.nest\" taskset A { }");
  loaded.folder.write("b.nest", "import \"_c.nest\" as c taskset B { }");
  loaded.folder.write("_c.nest", "taskset {");
  loaded.folder.write("d.nest", "taskset D { }");
  loaded.load();
  EXPECT_THAT(loaded.modules(), ElementsAre("a", "b", "d"));
  EXPECT_EQ(loaded.project.broken.size(), 1U);
  drop_importers_of_broken(loaded.project.modules, loaded.sources, loaded.project.broken);
  EXPECT_THAT(loaded.modules(), ElementsAre("d"));
  EXPECT_EQ(loaded.project.broken.size(), 3U);
}

TEST(LoadImports, follows_a_chain_of_any_length) {
  Loaded loaded;
  constexpr int kLength = 3000;
  for (int i = 0; i < kLength; ++i) {
    loaded.folder.write("_m" + std::to_string(i) + ".nest",
                        "import \"_m" + std::to_string(i + 1) + ".nest\"");
  }
  loaded.folder.write("_m" + std::to_string(kLength) + ".nest", "");
  loaded.folder.write("a.nest", "import \"_m0.nest\" taskset A { }");
  loaded.load();
  EXPECT_THAT(loaded.findings(), IsEmpty());
  EXPECT_EQ(loaded.project.modules.size(), kLength + 2U);
}

}  // namespace
}  // namespace nest
