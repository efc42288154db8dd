#include "runtime/doctor/system_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/runtime/doctor/fake_machine.h"

namespace nest::doctor {
namespace {

using testing::FakeMachine;

TEST(SystemFiles, reads_a_text_its_first_line_and_a_number) {
  FakeMachine machine;
  machine.write("proc/a", "  12 \nsecond\n").write("proc/most", "max\n");
  EXPECT_EQ(machine.files().text("proc/a"), "  12 \nsecond\n");
  EXPECT_EQ(machine.files().line("proc/a"), "12");
  EXPECT_EQ(machine.files().number("proc/a"), 12U);
  EXPECT_EQ(machine.files().number("/proc/a"), 12U) << "always below the root";
  EXPECT_EQ(machine.files().number("proc/most"), kNoLimit);
}

TEST(SystemFiles, take_nothing_for_what_is_missing_or_no_file) {
  FakeMachine machine;
  machine.write("proc/folder/a", "1");
  ASSERT_EQ(mkfifo((machine.root() / "proc/pipe").c_str(), 0600), 0);
  for (const char* path :
       {"proc/none", "proc/folder", "proc/pipe", "", "proc/../proc/folder/a", "proc/folder/a/b"}) {
    EXPECT_EQ(machine.files().text(path), std::nullopt) << path;
    EXPECT_EQ(machine.files().number(path), std::nullopt) << path;
    EXPECT_EQ(machine.files().line(path), "") << path;
  }
}

TEST(SystemFiles, read_no_more_of_a_file_than_they_say) {
  FakeMachine machine;
  machine.write("proc/large", std::string(3 * SystemFiles::kMost, '7'));
  EXPECT_EQ(machine.files().text("proc/large")->size(), SystemFiles::kMost);
  EXPECT_EQ(machine.files().number("proc/large"), std::nullopt);
}

TEST(NumberOf, takes_a_whole_number_and_nothing_else) {
  EXPECT_EQ(number_of("0"), 0U);
  EXPECT_EQ(number_of("18446744073709551615"), kNoLimit);
  EXPECT_EQ(number_of("unlimited"), kNoLimit);
  for (const char* text : {"", "-1", "+1", "1.5", "12x", "0x10", " 1", "1 ", "18446744073709551616",
                           "99999999999999999999999"}) {
    EXPECT_EQ(number_of(text), std::nullopt) << text;
  }
}

TEST(FieldOf, finds_the_line_with_that_name_alone) {
  constexpr std::string_view kText = "MemTotal: 5 kB\nMemAvailableX: 6\n MemAvailable :\t7 kB\r\nno colon\n";
  EXPECT_EQ(field_of(kText, "MemAvailable"), "7 kB");
  EXPECT_EQ(field_of(kText, "Mem"), std::nullopt);
  EXPECT_EQ(field_of("", "Mem"), std::nullopt);
}

TEST(NumbersOfList, are_those_of_its_ranges_each_once) {
  using Numbers = std::vector<std::uint32_t>;
  EXPECT_EQ(numbers_of_list("0-2,8"), (Numbers{0, 1, 2, 8}));
  EXPECT_EQ(numbers_of_list("3,1-3,1"), (Numbers{1, 2, 3}));
  EXPECT_EQ(numbers_of_list(""), Numbers{});
  for (const char* text : {"a", "1-", "-1", "3-1", "1,,2", "0-4294967295", "1;2", "99999999999"}) {
    EXPECT_EQ(numbers_of_list(text), Numbers{}) << text;
  }
}

}  // namespace
}  // namespace nest::doctor
