#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "runtime/tables/table.h"
#include "tests/runtime/entry/fake_user.h"

namespace nest {
namespace {

TEST(EntryData, passes_rows_on) {
  FakeUser user;
  std::int64_t row = 0;
  EXPECT_EQ(nest_data_next(user.user(), 3, &row), NEST_OK);
  EXPECT_EQ(row, 13);
  user.row_status = NEST_PENDING;
  EXPECT_EQ(nest_data_next(user.user(), 3, &row), NEST_PENDING);
  user.row_status = NEST_ENDS;
  EXPECT_EQ(nest_data_awaited(user.user(), &row), NEST_ENDS);
  EXPECT_EQ(row, 20);
  EXPECT_EQ(nest_data_release(user.user(), 2, -1), NEST_ENDS);
  EXPECT_EQ(user.released, (std::vector<std::pair<std::uint32_t, std::int64_t>>{{2, -1}}));
}

TEST(EntryData, gives_fields_as_they_are_and_undoubles_quotes) {
  const auto path =
      std::filesystem::temp_directory_path() / fmt::format("nest-entry-data-{}.csv", ::getpid());
  std::ofstream(path) << "a,b\nplain,\"say \"\"hi\"\"\"\n";
  const auto table = DataTable::load(path, TableFormat::Csv);
  std::filesystem::remove(path);
  ASSERT_TRUE(table);
  FakeUser user;
  user.rows = &*table;
  nest_str out{};
  EXPECT_EQ(nest_data_field(user.user(), 0, 0, 0, &out), NEST_OK);
  EXPECT_EQ(std::string_view(out.data, out.size), "plain");
  EXPECT_EQ(nest_data_field(user.user(), 0, 0, 1, &out), NEST_OK);
  EXPECT_EQ(std::string_view(out.data, out.size), "say \"hi\"");
  EXPECT_EQ(nest_data_size(user.user(), 0), 1);
}

}  // namespace
}  // namespace nest
