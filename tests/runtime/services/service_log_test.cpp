#include "runtime/services/service_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace nest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ServiceLogs : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "nest-logs-XXXXXX";
    folder_ = mkdtemp(name.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path() const { return folder_ + "/new/db.log"; }
  [[nodiscard]] std::string written() const {
    std::ostringstream text;
    text << std::ifstream(path()).rdbuf();
    return text.str();
  }

  std::string folder_;
};

TEST_F(ServiceLogs, hold_what_was_printed_in_this_run) {
  {
    auto log = ServiceLog::open(path());
    ASSERT_TRUE(log) << log.error();
    log->write("first run\n");
  }
  auto log = ServiceLog::open(path());
  log->write("one\n");
  log->write("two\n");
  EXPECT_EQ(written(), "one\ntwo\n");
}

TEST_F(ServiceLogs, end_at_their_limit_with_a_note) {
  auto log = ServiceLog::open(path(), std::uint64_t{1024} * 1024);
  const std::string piece(1000, 'x');
  for (int i = 0; i < 5000; ++i) log->write(piece);
  log->write("\nlast words\n");
  const std::string text = written();
  EXPECT_LT(text.size(), 1024u * 1024 + 200);
  EXPECT_THAT(text, HasSubstr("--- nest: 1 MiB are written; what follows is left out ---"));
  EXPECT_EQ(log->last_lines(1).at(0), "last words") << "the end is known all the same";
  EXPECT_EQ(log->take_error(), "");
}

TEST_F(ServiceLogs, know_their_last_lines_fit_to_be_shown) {
  auto log = ServiceLog::open(path());
  EXPECT_THAT(log->last_lines(20), ElementsAre());
  log->write("one\n\x1b[31mtwo\x1b[0m\tx\r\n");
  log->write("\nbell\x07 \x1b");
  log->write("no end");
  EXPECT_THAT(log->last_lines(20), ElementsAre("one", "two x", "", "bell\\x07 no end"));
  EXPECT_THAT(log->last_lines(2), ElementsAre("", "bell\\x07 no end"));
  log->write("\n" + std::string(5000, 'y') + "\n");
  EXPECT_LT(log->last_lines(1).at(0).size(), 400u);
}

TEST_F(ServiceLogs, say_why_they_cannot_be_written) {
  std::ofstream(folder_ + "/new") << "a file";
  const auto log = ServiceLog::open(path());
  ASSERT_FALSE(log);
  EXPECT_THAT(log.error(), HasSubstr("new/db.log cannot be written: "));
}

TEST_F(ServiceLogs, say_once_that_the_disk_is_full) {
  auto log = ServiceLog::open("/dev/full");
  ASSERT_TRUE(log);
  log->write("words\n");
  EXPECT_THAT(log->take_error(), HasSubstr("/dev/full is not complete: No space left"));
  log->write("more\n");
  EXPECT_EQ(log->take_error(), "");
  EXPECT_THAT(log->last_lines(9), ElementsAre("words", "more"));
}

}  // namespace
}  // namespace nest
