#include "runtime/data/data_tables.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace nest {
namespace {

/// A program of one CSV data with the columns `a` and `b`.
class OneFile : public testing::Test {
 protected:
  OneFile()
      : path_(std::filesystem::temp_directory_path() / fmt::format("nest-data-tables-{}.csv", ::getpid())) {
    path_text_ = path_.string();
    data_.name = {"users", 5};
    data_.path = {path_text_.data(), path_text_.size()};
    data_.columns = columns_.data();
    data_.column_count = columns_.size();
    program_.files = &file_;
    program_.sites = &site_;
    program_.data = &data_;
    program_.data_count = 1;
  }
  ~OneFile() override { std::filesystem::remove(path_); }

  std::expected<DataTables, std::string> load(std::string_view text) {
    std::ofstream(path_, std::ios::binary) << text;
    return DataTables::load(program_);
  }

  std::filesystem::path path_;
  std::string path_text_;
  std::array<nest_str, 2> columns_ = {{{"a", 1}, {"b", 1}}};
  nest_str file_ = {"shop.nest", 9};
  nest_site site_ = {0, 3, 6};
  nest_data data_{};
  nest_program program_{};
};

TEST_F(OneFile, has_its_rows) {
  const auto tables = load("a,b\n1,2\n3,4\n");
  ASSERT_TRUE(tables) << tables.error();
  EXPECT_EQ(tables->rows(), std::vector<std::uint64_t>{2});
  EXPECT_EQ(tables->table(0).field(1, 1).text, "4");
}

TEST_F(OneFile, says_who_wants_a_file_that_is_broken_and_where) {
  EXPECT_EQ(load("a,b\n1,2\n3\n").error(),
            path_text_ + ":3: 1 value, but the header has 2 columns (data `users`, shop.nest:3)");
  std::filesystem::remove(path_);
  EXPECT_EQ(DataTables::load(program_).error(),
            path_text_ + ": it cannot be read: No such file or directory (data `users`, shop.nest:3)");
}

TEST_F(OneFile, has_the_columns_that_the_program_was_compiled_for) {
  EXPECT_EQ(load("a,c\n1,2\n").error(),
            path_text_ +
                ":1: its columns have changed since the scenarios were compiled; start again (data "
                "`users`, shop.nest:3)");
}

}  // namespace
}  // namespace nest
