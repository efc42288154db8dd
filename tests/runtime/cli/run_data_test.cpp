#include "runtime/cli/run_data.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <utility>
#include <vector>

namespace nest {
namespace {

/// Ten rows of `users`; the tasksets Shop, with Inner nested in it, and Other.
class Claims : public testing::Test {
 protected:
  Claims() : path_(std::filesystem::temp_directory_path() / fmt::format("nest-claims-{}.txt", ::getpid())) {
    std::ofstream out(path_);
    for (int i = 0; i < 10; ++i) out << "row\n";
    path_text_ = path_.string();
    data_.name = {"users", 5};
    data_.path = {path_text_.data(), path_text_.size()};
    data_.format = NEST_DATA_LINES;
    tasksets_[0].parent = NEST_NONE;
    tasksets_[1].parent = 0;
    tasksets_[2].parent = NEST_NONE;
    program_.files = &file_;
    program_.file_count = 1;
    program_.sites = &site_;
    program_.site_count = 1;
    program_.tasksets = tasksets_.data();
    program_.taskset_count = tasksets_.size();
    program_.data = &data_;
    program_.data_count = 1;
  }
  ~Claims() override { std::filesystem::remove(path_); }

  ClaimFindings check(std::vector<nest_claim> claims, std::uint64_t users,
                      std::vector<std::uint32_t> weights = {1, 1, 1}) {
    data_.claims = claims.data();
    data_.claim_count = claims.size();
    return check_claims(program_, DataTables::load(program_).value(), {users}, weights);
  }

  std::filesystem::path path_;
  std::string path_text_;
  nest_str file_ = {"shop.nest", 9};
  nest_site site_ = {0, 3, 6};
  nest_data data_{};
  std::array<nest_taskset, 3> tasksets_{};
  nest_program program_{};
};

TEST_F(Claims, are_too_many_when_every_user_holds_a_row_and_there_are_fewer) {
  EXPECT_EQ(check({{NEST_NONE, 1}}, 11).fault,
            "`users` has 10 rows (" + path_text_ +
                "), and there are 11 users that claim one each at a time: add rows, run at most 10 users, or "
                "declare it `unique when exhausted wait` (shop.nest:3:6)");
  EXPECT_EQ(check({{NEST_NONE, 1}}, 10).fault, std::nullopt);
  EXPECT_TRUE(check({{NEST_NONE, 1}}, 10).remarks.empty());
  EXPECT_NE(check({{NEST_NONE, 1}, {0, 1}, {2, 2}}, 6).fault, std::nullopt);  // two each at least
}

TEST_F(Claims, may_run_short_where_not_every_taskset_claims) {
  const ClaimFindings findings = check({{0, 1}}, 11);
  EXPECT_EQ(findings.fault, std::nullopt);
  ASSERT_EQ(findings.remarks.size(), 1U);
  EXPECT_EQ(findings.remarks[0], "`users` has 10 rows (" + path_text_ +
                                     "), and there are 11 users: those that find none will fail");
  EXPECT_NE(check({{0, 1}}, 11, {1, 1, 0}).fault, std::nullopt);  // the other one is never picked
  EXPECT_EQ(check({{0, 1}, {1, 1}}, 6).remarks.size(), 1U);       // in the nested one a second
}

TEST_F(Claims, are_a_remark_where_users_wait_or_end) {
  const std::vector<std::pair<std::uint32_t, std::string_view>> kinds = {
      {NEST_EXHAUSTED_WAIT, "those that find none will wait"},
      {NEST_EXHAUSTED_STOP_USER, "those that find none will end"},
      {NEST_EXHAUSTED_STOP_RUN, "the first that finds none will end the run"}};
  for (const auto& [exhausted, what] : kinds) {
    data_.exhausted = exhausted;
    const ClaimFindings findings = check({{NEST_NONE, 1}}, 11);
    EXPECT_EQ(findings.fault, std::nullopt);
    ASSERT_EQ(findings.remarks.size(), 1U);
    EXPECT_TRUE(findings.remarks[0].ends_with(what)) << findings.remarks[0];
  }
}

TEST_F(Claims, of_tasks_alone_are_a_remark_when_there_are_more_users_than_rows) {
  EXPECT_EQ(check({}, 11).remarks.size(), 1U);
  EXPECT_TRUE(check({}, 10).remarks.empty());
  data_.policy = NEST_DATA_ONCE;
  EXPECT_TRUE(check({}, 11).remarks.empty());
}

}  // namespace
}  // namespace nest
