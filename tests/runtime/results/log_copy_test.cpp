#include "runtime/results/log_copy.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "runtime/secrets/masking.h"

namespace nest {
namespace {

class LogCopyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string copy_of(const std::string& log, const LogLimits& limits = {}) const {
    std::ofstream(folder_ / "log", std::ios::binary) << log;
    EXPECT_EQ(copy_log(folder_ / "log", folder_ / "copy", limits), "");
    std::ifstream copy(folder_ / "copy", std::ios::binary);
    return {std::istreambuf_iterator<char>(copy), {}};
  }

  std::filesystem::path folder_;
};

TEST_F(LogCopyTest, keeps_lines_and_hides_secrets) {
  EXPECT_EQ(copy_of("a\n\npassword=abc\nlast"), "a\n\npassword=***\nlast\n");
  EXPECT_EQ(copy_of(""), "");
}

TEST_F(LogCopyTest, of_no_log_is_none) { EXPECT_EQ(copy_log(folder_ / "none", folder_ / "copy"), ""); }

TEST_F(LogCopyTest, says_why_it_cannot_be_written) {
  (void)copy_of("a");
  EXPECT_NE(copy_log(folder_ / "log", folder_ / "no" / "copy").find("No such file"), std::string::npos);
}

TEST_F(LogCopyTest, keeps_the_begin_and_the_end_of_a_large_one) {
  std::string log;
  for (int i = 0; i < 10'000; ++i) log += "line " + std::to_string(i) + "\n";
  const std::string copy = copy_of(log, {1000, 1000, 100});
  EXPECT_LT(copy.size(), 2300U);
  EXPECT_TRUE(copy.starts_with("line 0\nline 1\n"));
  EXPECT_TRUE(copy.ends_with("line 9998\nline 9999\n"));
  EXPECT_NE(copy.find("bytes are left out here]\nline 99"), std::string::npos);
}

TEST_F(LogCopyTest, cuts_a_line_without_an_end_and_never_a_secret) {
  remember_secret("log-copy-secret");
  for (std::size_t before = 80; before < 130; ++before) {
    const std::string copy =
        copy_of(std::string(before, 'x') + "log-copy-secret" + std::string(100'000, 'y') + "\nnext\n",
                {1000000, 0, 100});
    EXPECT_EQ(copy.find("log-copy-s"), std::string::npos);
    EXPECT_NE(copy.find("bytes of this line are left out]\nnext\n"), std::string::npos);
    EXPECT_LT(copy.size(), 400U);
  }
  // Nor one that the end begins in.
  const std::string copy = copy_of(std::string(2000, 'x') + "log-copy-secret\nend\n", {10, 10, 100});
  EXPECT_EQ(copy.find("secret"), std::string::npos);
  EXPECT_TRUE(copy.ends_with("end\n")) << copy;
}

TEST_F(LogCopyTest, takes_the_most_that_a_service_may_print_in_its_stride) {
  std::filesystem::resize_file(((void)copy_of("begin\n"), folder_ / "log"),
                               100 << 20);  // holes: no bytes on the disk
  const std::string from = folder_ / "log";
  EXPECT_EQ(copy_log(from, folder_ / "copy"), "");
  EXPECT_LT(std::filesystem::file_size(folder_ / "copy"), 100'000U);
}

}  // namespace
}  // namespace nest
