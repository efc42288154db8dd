#include "runtime/report/table.h"

#include <gtest/gtest.h>

#include <string>

#include "runtime/report/format.h"
#include "runtime/report/weights_table.h"
#include "tests/runtime/report/sample_run.h"

namespace nest {
namespace {

TEST(Table, aligns_its_columns) {
  Table table({"Name", "n", "time"}, "lr");
  table.add({"ä", "1", "4 µs"});
  table.rule();
  table.add({"longer", "1000", "40 µs"});
  EXPECT_EQ(table.text(),
            "Name       n   time\n"
            "ä          1   4 µs\n"
            "-------------------\n"
            "longer  1000  40 µs\n");
}

TEST(Table, cuts_only_the_flexible_column_and_only_when_a_width_is_given) {
  Table table({"Name", "n"}, "lr");
  table.add({std::string(100, 'x'), "12345"});
  EXPECT_NE(table.text().find(std::string(100, 'x')), std::string::npos);
  const std::string cut = table.text(40);
  EXPECT_EQ(width_of(cut.substr(cut.find('\n') + 1)), 41U);  // with the line end
  EXPECT_NE(cut.find("…"), std::string::npos);
  EXPECT_NE(cut.find("12345"), std::string::npos);
  EXPECT_NE(table.text(5).find("12345"), std::string::npos);
}

TEST(Table, aligns_each_column_as_it_was_told) {
  Table table({"a", "b", "c"}, "rlr");
  table.add({"1", "x", "1"});
  table.add({"22", "xx", "22"});
  EXPECT_EQ(table.text(), " a  b    c\n 1  x    1\n22  xx  22\n");
}

TEST(WeightsTable, cuts_what_is_written_above_a_taskset_before_its_name) {
  SampleRun run;
  const std::string table = weights_table(run.program(), {3, 1, 7}, 65);
  EXPECT_NE(table.find("shop/shopper.Shopper       3           75.0 %  Someone who brows…\n"),
            std::string::npos)
      << table;
  EXPECT_NE(weights_table(run.program(), {3, 1, 7}, 40).find("shop/sh….Shopper       3           75.0 %\n"),
            std::string::npos);
}

TEST(WeightsTable, shows_top_level_tasksets_with_their_share_and_first_line_of_documentation) {
  SampleRun run;
  EXPECT_EQ(weights_table(run.program(), {3, 1, 7}, 0),
            "Taskset               Weight  Share of visits\n"
            "shop/shopper.Shopper       3           75.0 %  Someone who browses.\n"
            "admin.Admin                1           25.0 %\n");
}

}  // namespace
}  // namespace nest
