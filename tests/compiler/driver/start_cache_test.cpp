#include "compiler/driver/start_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/compile.h"
#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/driver/code_cache.h"
#include "compiler/driver/compilation.h"
#include "tests/compiler/project/temporary_folder.h"

namespace nest {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kShopper = R"(
taskset Shopper {
    wait 1s..5s
    task look { GET "/products" }
    task leave { interrupt }
}
)";

void not_to_be_called() { std::abort(); }

/// Starts of one project, one after another.
struct Starts {
  TemporaryFolder folder;
  TemporaryFolder cache;
  std::string host = "http://shop.example";

  CompileOptions options() const {
    CompileOptions options;
    options.paths = {folder.path()};
    options.cache_folder = cache.path() / "nest";
    options.host = host;
    auto* address = reinterpret_cast<void*>(&not_to_be_called);
    options.symbols = {
#define NEST_FUNCTION(result, name, parameters) {#name, address},
#include "runtime/abi/abi_functions.def"
#undef NEST_FUNCTION
    };
    return options;
  }
  /// Compiles it; what was found.
  std::vector<std::string> start() const {
    SourceSet sources;
    CollectingSink sink;
    const auto program = compile(options(), sources, sink);
    std::vector<std::string> messages;
    for (const Diagnostic& diagnostic : sink.diagnostics) messages.push_back(diagnostic.message);
    return messages;
  }
  bool knows() const {
    const CompileOptions asked = options();
    return StartCache(asked).find().has_value();
  }
  void write(const std::string& name, std::string_view text) const { folder.write(name, text); }
};

TEST(StartCache, the_second_start_knows_what_the_first_came_to) {
  Starts starts;
  starts.write("b.nest", "taskset Other { task t { GET \"/b\" } task leave { interrupt } }");
  starts.write("shop/shopper.nest", kShopper);
  EXPECT_FALSE(starts.knows());
  EXPECT_THAT(starts.start(), IsEmpty());
  const CompileOptions asked = starts.options();
  const auto known = StartCache(asked).find();
  ASSERT_TRUE(known);
  ASSERT_EQ(known->sources.size(), 2U);
  EXPECT_EQ(known->sources.file(FileId{1}).text(), kShopper);
  EXPECT_EQ(known->chosen, (std::vector<bool>{true, true}));
  EXPECT_TRUE(known->needs_host);
  SourceSet sources;
  CollectingSink sink;
  const auto program = compile(asked, sources, sink);
  ASSERT_TRUE(program);
  EXPECT_TRUE(program->from_cache());
  EXPECT_EQ(program->image().taskset_count, 2U);
  EXPECT_EQ(sources.size(), 2U);
}

TEST(StartCache, a_change_of_a_file_is_seen) {
  Starts starts;
  starts.write("a.nest", kShopper);
  starts.start();
  ASSERT_TRUE(starts.knows());
  starts.write("a.nest", "taskset Shopper { task look { log missing } }");
  EXPECT_FALSE(starts.knows());
  EXPECT_THAT(starts.start(), ::testing::Contains(HasSubstr("missing")));
}

TEST(StartCache, a_file_that_is_new_or_gone_is_seen) {
  Starts starts;
  starts.write("a.nest", kShopper);
  starts.start();
  ASSERT_TRUE(starts.knows());
  starts.write("b.nest", "taskset B { task leave { interrupt } }");
  EXPECT_FALSE(starts.knows());
  starts.start();
  EXPECT_TRUE(starts.knows());
  std::filesystem::remove(starts.folder.path() / "b.nest");
  EXPECT_FALSE(starts.knows());
}

TEST(StartCache, a_change_of_what_is_imported_is_seen) {
  Starts starts;
  starts.write("_lib.nest", "const page = 1");
  starts.write(
      "a.nest",
      "import \"_lib.nest\" as lib\ntaskset A { task t { GET \"/{lib.page}\" } task leave { interrupt } }");
  EXPECT_THAT(starts.start(), IsEmpty());
  ASSERT_TRUE(starts.knows());
  starts.write("_lib.nest", "const page = 2");
  EXPECT_FALSE(starts.knows());
}

TEST(StartCache, findings_are_shown_at_every_start) {
  Starts starts;
  starts.write("a.nest", "taskset A { task t { let unused = 1 GET \"/\" } task leave { interrupt } }");
  EXPECT_EQ(starts.start().size(), 1U);
  EXPECT_FALSE(starts.knows());
  EXPECT_EQ(starts.start().size(), 1U);
}

TEST(StartCache, the_host_of_the_run_counts_where_a_url_names_one) {
  Starts starts;
  starts.write("a.nest", kShopper);
  starts.start();
  starts.host = "http://other.example";
  EXPECT_TRUE(starts.knows());
  starts.write("a.nest", "taskset A { task t { GET \"http://other.example/x\" } task leave { interrupt } }");
  EXPECT_THAT(starts.start(), IsEmpty());
  EXPECT_TRUE(starts.knows());
  starts.host = "http://shop.example";
  EXPECT_FALSE(starts.knows());
  EXPECT_THAT(starts.start(), ::testing::Contains(HasSubstr("other.example")));
}

TEST(StartCache, a_file_that_has_just_changed_is_not_trusted) {
  Starts starts;
  starts.write("users.csv", "name\nann\n");
  starts.write("a.nest",
               "data users = csv(\"users.csv\") random\n"
               "taskset A { task t { let u = users.next() GET \"/{u.name}\" } task leave { interrupt } }");
  EXPECT_THAT(starts.start(), IsEmpty());
  EXPECT_FALSE(starts.knows());
}

TEST(StartCache, another_data_file_is_seen) {
  Starts starts;
  const auto rows = starts.folder.path() / "rows.txt";
  std::filesystem::create_symlink("/etc/passwd", rows);  // nobody has just changed that
  starts.write("a.nest",
               "data rows = lines(\"rows.txt\") random\n"
               "taskset A { task t { let row = rows.next() GET \"/{row}\" } task leave { interrupt } }");
  EXPECT_THAT(starts.start(), IsEmpty());
  EXPECT_TRUE(starts.knows());
  std::filesystem::remove(rows);
  EXPECT_FALSE(starts.knows());
  EXPECT_THAT(starts.start(), ::testing::Contains(HasSubstr("rows.txt")));
}

TEST(StartCache, another_text_of_a_file_is_seen) {
  Starts starts;
  const auto body = starts.folder.path() / "body.txt";
  std::filesystem::create_symlink("/etc/passwd", body);
  starts.write("a.nest",
               "taskset A { task t { POST \"/\" { body file(\"body.txt\") } } task leave { interrupt } }");
  EXPECT_THAT(starts.start(), IsEmpty());
  EXPECT_TRUE(starts.knows());
  std::filesystem::remove(body);
  starts.write("body.txt", "another");
  EXPECT_FALSE(starts.knows());
}

TEST(StartCache, links_and_copies_are_told_apart) {
  Starts starts;
  TemporaryFolder elsewhere;
  elsewhere.write("a.nest", kShopper);
  std::filesystem::create_symlink(elsewhere.path() / "a.nest", starts.folder.path() / "a.nest");
  starts.start();
  ASSERT_TRUE(starts.knows());
  std::filesystem::remove(starts.folder.path() / "a.nest");
  std::filesystem::copy_file(elsewhere.path() / "a.nest", starts.folder.path() / "a.nest");
  EXPECT_FALSE(starts.knows());
}

// Of a file that is known already an import adds nothing to the texts.
TEST(StartCache, another_file_behind_an_import_is_seen) {
  Starts starts;
  starts.write("_a.nest", "const page = 1");
  starts.write("_c.nest", "const page = 3");
  const auto link = starts.folder.path() / "_b.nest";
  std::filesystem::create_symlink("_a.nest", link);
  starts.write("main.nest",
               "import \"_a.nest\" as a\nimport \"_b.nest\" as b\n"
               "taskset A { task t { GET \"/{a.page}/{b.page}\" } task leave { interrupt } }");
  EXPECT_THAT(starts.start(), IsEmpty());
  ASSERT_TRUE(starts.knows());
  std::filesystem::remove(link);
  EXPECT_FALSE(starts.knows());
  std::filesystem::create_symlink("_c.nest", link);
  EXPECT_FALSE(starts.knows());
}

// The file is told by what it was before it was read: here it is another one by the time that all is done.
TEST(StartCache, a_file_that_has_become_another_meanwhile_is_seen) {
  Starts starts;
  const auto body = starts.folder.path() / "body.txt";
  std::filesystem::create_symlink("/etc/passwd", body);
  starts.write("a.nest",
               "taskset A { task t { POST \"/\" { body file(\"body.txt\") } } task leave { interrupt } }");
  const CompileOptions asked = starts.options();
  const StartCache cache(asked);
  SourceSet sources;
  CollectingSink sink;
  Emitter emitter(sink);
  const auto analysed = analyse({{asked.paths, {}}}, sources, emitter);
  ASSERT_TRUE(analysed);
  starts.start();  // leaves the code that the record names
  std::filesystem::remove(body);
  std::filesystem::create_symlink("/etc/group", body);
  cache.store(*analysed, sources, CodeCache(asked.cache_folder, analysed->program, sources).key(), true);
  EXPECT_FALSE(starts.knows());
  std::filesystem::remove(body);
  std::filesystem::create_symlink("/etc/passwd", body);
  EXPECT_TRUE(starts.knows());
}

TEST(StartCache, knows_nothing_of_a_part_of_a_project) {
  Starts starts;
  starts.write("a.nest", kShopper);
  CompileOptions part = starts.options();
  part.only = {"a.Shopper"};
  SourceSet sources;
  CollectingSink sink;
  ASSERT_TRUE(compile(part, sources, sink));
  EXPECT_FALSE(StartCache(part).find());
  EXPECT_FALSE(starts.knows());
}

TEST(StartCache, without_the_machine_code_nothing_is_known) {
  Starts starts;
  starts.write("a.nest", kShopper);
  starts.start();
  ASSERT_TRUE(starts.knows());
  for (const auto& file : std::filesystem::directory_iterator(starts.cache.path() / "nest")) {
    if (file.file_size() > 1000) std::filesystem::remove(file.path());
  }
  EXPECT_FALSE(starts.knows());
  EXPECT_THAT(starts.start(), IsEmpty());
  EXPECT_TRUE(starts.knows());
}

}  // namespace
}  // namespace nest
