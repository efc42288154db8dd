#include "compiler/project/load_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "compiler/diagnostics/collecting_sink.h"
#include "tests/compiler/project/temporary_folder.h"

namespace nest {
namespace {

using ::testing::HasSubstr;

struct Loading {
  TemporaryFolder folder;
  CollectingSink sink;
  SourceSet sources;

  std::optional<FileId> load(const std::filesystem::path& path) {
    Emitter emitter(sink);
    return load_source(path, sources, emitter);
  }
  /// The code of the only finding; the file must have been refused.
  std::string refusal(const std::filesystem::path& path) {
    EXPECT_EQ(load(path), std::nullopt);
    EXPECT_EQ(sources.size(), 0U);
    return sink.diagnostics.size() == 1 ? std::string(info(sink.diagnostics[0].code).code)
                                        : "not one finding";
  }
};

constexpr std::size_t kLimit = kLargestSourceMebibytes * 1024 * 1024;

TEST(LoadSource, reads_a_file_as_it_is) {
  Loading loading;
  const auto path = loading.folder.write("a.nest", "taskset A {}\r\n");
  const auto id = loading.load(path);
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(loading.sources.file(*id).text(), "taskset A {}\r\n");
  EXPECT_EQ(loading.sources.file(*id).path(), path.string());
}

TEST(LoadSource, drops_a_byte_order_mark) {
  Loading loading;
  const auto id = loading.load(loading.folder.write("a.nest", "\xEF\xBB\xBFx"));
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(loading.sources.file(*id).text(), "x");
}

TEST(LoadSource, reads_up_to_the_limit_and_not_a_byte_more) {
  Loading loading;
  const auto id = loading.load(loading.folder.write("full.nest", std::string(kLimit, ' ')));
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(loading.sources.file(*id).text().size(), kLimit);

  Loading over;
  EXPECT_EQ(over.refusal(over.folder.write("over.nest", std::string(kLimit + 1, ' '))), "N0002");
}

TEST(LoadSource, refuses_ten_megabytes) {
  Loading loading;
  EXPECT_EQ(loading.refusal(loading.folder.write("big.nest", std::string(10'000'000, 'a'))), "N0002");
}

TEST(LoadSource, refuses_what_is_not_utf8_and_says_where) {
  Loading loading;
  EXPECT_EQ(loading.refusal(loading.folder.write("a.nest", "abc\xFF")), "N0003");
  EXPECT_THAT(loading.sink.diagnostics[0].message, HasSubstr("offset 3, in line 1, column 4"));
  loading.sink.diagnostics.clear();
  EXPECT_EQ(loading.refusal(loading.folder.write("b.nest", "a\r\n\xC3\xA4x\xFF\n")), "N0003");
  EXPECT_THAT(loading.sink.diagnostics[0].message, HasSubstr("offset 6, in line 2, column 3"));
}

TEST(LoadSource, refuses_a_nul) {
  Loading loading;
  EXPECT_EQ(loading.refusal(loading.folder.write("a.nest", std::string_view("ab\0c", 4))), "N0004");
  EXPECT_THAT(loading.sink.diagnostics[0].message, HasSubstr("offset 2, in line 1, column 3"));
}

TEST(LoadSource, reports_a_file_that_has_vanished) {
  Loading loading;
  const auto path = loading.folder.write("a.nest", "x");
  std::filesystem::remove(path);
  EXPECT_EQ(loading.refusal(path), "N0001");
}

TEST(LoadSource, neither_reads_a_folder_nor_waits_for_a_pipe) {
  Loading folder;
  EXPECT_EQ(folder.refusal(folder.folder.path()), "N0001");

  Loading pipe;
  const auto path = pipe.folder.path() / "pipe.nest";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(pipe.refusal(path), "N0001");
}

TEST(LoadSource, refuses_an_endless_device) {
  Loading loading;
  EXPECT_EQ(loading.refusal("/dev/zero"), "N0001");
}

}  // namespace
}  // namespace nest
