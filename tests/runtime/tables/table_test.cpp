#include "runtime/tables/table.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "runtime/tables/csv_reader.h"

namespace nest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A file that is gone when the test has ended.
class File {
 public:
  explicit File(std::string_view text) : path_(std::filesystem::temp_directory_path() / "nest-table-XXXXXX") {
    std::string name = path_.string();
    const int fd = ::mkstemp(name.data());
    ::close(fd);
    path_ = name;
    std::ofstream(path_, std::ios::binary) << text;
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { std::filesystem::remove(path_); }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string value(const DataTable& table, std::uint64_t row, std::size_t column) {
  const TableField field = table.field(row, column);
  return field.has_doubled_quotes ? undouble_quotes(field.text) : std::string(field.text);
}

DataTable csv(const File& file) {
  auto table = DataTable::load(file.path(), TableFormat::Csv);
  EXPECT_TRUE(table) << table.error().message;
  return std::move(*table);
}

// "line: message", of loading; the same of the header alone behind " | " where it differs.
std::string fault(std::string_view text, TableFormat format) {
  const File file(text);
  const auto shown = [](const auto& result) {
    return result ? std::string("fine") : fmt::format("{}: {}", result.error().line, result.error().message);
  };
  const std::string loaded = shown(DataTable::load(file.path(), format));
  const std::string header = shown(read_columns(file.path(), format));
  return loaded == header ? loaded : loaded + " | " + header;
}

TEST(DataTable, reads_a_csv_file_by_its_header) {
  const File file("name,password\nann,pw1\nben,pw2\n");
  const DataTable table = csv(file);
  EXPECT_THAT(table.columns(), ElementsAre("name", "password"));
  ASSERT_EQ(table.rows(), 2U);
  EXPECT_EQ(value(table, 0, 0), "ann");
  EXPECT_EQ(value(table, 1, 1), "pw2");
  EXPECT_THAT(*read_columns(file.path(), TableFormat::Csv), ElementsAre("name", "password"));
}

TEST(DataTable, takes_commas_line_ends_and_doubled_quotes_in_quotes) {
  const DataTable table =
      csv(File("a,\"b \"\"c\"\"\"\r\n\"1,2\",\"x\ny\"\r\n\"\",\"say \"\"hi\"\"\"\r\nlast,\"\r\n\""));
  EXPECT_THAT(table.columns(), ElementsAre("a", "b \"c\""));
  ASSERT_EQ(table.rows(), 3U);
  EXPECT_EQ(value(table, 0, 0), "1,2");
  EXPECT_EQ(value(table, 0, 1), "x\ny");
  EXPECT_EQ(value(table, 1, 0), "");
  EXPECT_EQ(value(table, 1, 1), "say \"hi\"");
  EXPECT_EQ(value(table, 2, 0), "last");
  EXPECT_EQ(value(table, 2, 1), "\r\n");
}

TEST(DataTable, takes_a_byte_order_mark_and_a_last_line_without_an_end) {
  const DataTable table = csv(File("\xEF\xBB\xBFid,name\n1,\n2,b\xC3\xA4r"));
  EXPECT_THAT(table.columns(), ElementsAre("id", "name"));
  ASSERT_EQ(table.rows(), 2U);
  EXPECT_EQ(value(table, 0, 1), "");
  EXPECT_EQ(value(table, 1, 1), "b\xC3\xA4r");
}

TEST(DataTable, finds_any_of_many_rows) {
  std::string text = "number,text\n";
  for (int i = 0; i < 1000; ++i) text += fmt::format("{},\"row\n{}\"\n", i, i);
  const DataTable table = csv(File(text));
  ASSERT_EQ(table.rows(), 1000U);
  for (std::uint64_t i = 0; i < 1000; ++i) {
    EXPECT_EQ(value(table, i, 0), fmt::format("{}", i));
    EXPECT_EQ(value(table, i, 1), fmt::format("row\n{}", i));
  }
}

TEST(DataTable, has_readable_bytes_behind_the_last_value) {
  const DataTable table = csv(File("a\nlast"));
  const std::string_view last = table.field(0, 0).text;
  for (std::size_t i = 0; i < kTablePadding; ++i) EXPECT_EQ(last.data()[last.size() + i], '\0');
}

TEST(DataTable, keeps_no_more_than_a_byte_a_row_besides_the_text) {
  std::string text = "a\n";
  for (int i = 0; i < 8000; ++i) text += "x\n";
  const DataTable table = csv(File(text));
  EXPECT_LE(table.memory(), text.size() + 8000 + 2 * kTablePadding);
}

TEST(DataTable, says_where_a_csv_file_is_broken) {
  EXPECT_EQ(fault("a,b\n1,2\n1\n", TableFormat::Csv), "3: 1 value, but the header has 2 columns | fine");
  EXPECT_EQ(fault("a,b\n\"x\ny\",2\n1,2,3\n", TableFormat::Csv),
            "4: 3 values, but the header has 2 columns | fine");
  EXPECT_EQ(fault("a,b\n1,2\n\n", TableFormat::Csv), "3: an empty line, where a row has 2 values | fine");
  EXPECT_THAT(fault("a,b\n1,\"2\n", TableFormat::Csv), HasSubstr("2: the quote that begins here is never"));
  EXPECT_THAT(fault("a,b\n1,5\" pipe\n", TableFormat::Csv), HasSubstr("2: a quote inside a value"));
  EXPECT_THAT(fault("a,b\n1,\"5\" pipe\n", TableFormat::Csv), HasSubstr("2: text behind the closing quote"));
}

TEST(DataTable, says_what_is_wrong_with_a_header) {
  EXPECT_EQ(fault("", TableFormat::Csv), "0: it is empty");
  EXPECT_EQ(fault("\xEF\xBB\xBF", TableFormat::Csv), "0: it is empty");
  EXPECT_EQ(fault("a,b\n", TableFormat::Csv), "0: there are no rows below its header");
  EXPECT_EQ(fault("a,b,a\n1,2,3\n", TableFormat::Csv), "1: two columns have the name `a`");
  EXPECT_EQ(fault("a,,b\n1,2,3\n", TableFormat::Csv), "1: column 2 has no name");
  EXPECT_EQ(fault("\"a,b\n1,2\n", TableFormat::Csv), "1: the quote that begins here is never closed");
}

TEST(DataTable, says_which_line_is_no_utf8) {
  EXPECT_EQ(fault("a\nb\nf\xFC"
                  "r\n",
                  TableFormat::Csv),
            "3: the line is no UTF-8; save the file as UTF-8");
  EXPECT_EQ(fault("x\n\xFF\xFE\n", TableFormat::Lines), "2: the line is no UTF-8; save the file as UTF-8");
}

TEST(DataTable, reads_what_is_a_regular_file_only) {
  const auto absent = read_columns("/nonexistent/users.csv", TableFormat::Csv);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().message, "it cannot be read: No such file or directory");
  EXPECT_EQ(DataTable::load("/tmp", TableFormat::Csv).error().message,
            "it cannot be read: it is no regular file");
  EXPECT_EQ(DataTable::load("/dev/zero", TableFormat::Lines).error().message,
            "it cannot be read: it is no regular file");
}

TEST(DataTable, finds_a_header_that_is_longer_than_the_first_look) {
  const std::string name(100'000, 'n');
  const File file(name + ",b\n1,2\n");
  EXPECT_THAT(*read_columns(file.path(), TableFormat::Csv), ElementsAre(name, "b"));
}

TEST(DataTable, takes_lines_as_they_are) {
  const File file("first\r\n\n\"third\", so\nlast");
  const auto table = DataTable::load(file.path(), TableFormat::Lines);
  ASSERT_TRUE(table);
  ASSERT_EQ(table->rows(), 4U);
  EXPECT_EQ(table->field(0, 0).text, "first");
  EXPECT_EQ(table->field(1, 0).text, "");
  EXPECT_EQ(table->field(2, 0).text, "\"third\", so");
  EXPECT_EQ(table->field(3, 0).text, "last");
  EXPECT_EQ(fault("", TableFormat::Lines), "0: it is empty");
}

TEST(DataTable, takes_the_objects_of_a_json_array) {
  std::string text = " [\n";
  for (int i = 0; i < 100; ++i) {
    text +=
        fmt::format("{}{{\"id\": {}, \"tags\": [\"a]}}\", \"\\\"\"], \"id\": 0}}", i == 0 ? "" : ",\n", i);
  }
  const File file(text + "\n]\n");
  const auto table = DataTable::load(file.path(), TableFormat::Json);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_THAT(table->columns(), ElementsAre("id", "tags"));
  EXPECT_THAT(*read_columns(file.path(), TableFormat::Json), ElementsAre("id", "tags"));
  ASSERT_EQ(table->rows(), 100U);
  EXPECT_EQ(table->field(42, 0).text, "{\"id\": 42, \"tags\": [\"a]}\", \"\\\"\"], \"id\": 0}");
  EXPECT_EQ(table->field(99, 0).text, "{\"id\": 99, \"tags\": [\"a]}\", \"\\\"\"], \"id\": 0}");
}

TEST(DataTable, says_where_a_json_file_is_broken) {
  EXPECT_THAT(fault("{\"a\": 1}", TableFormat::Json),
              HasSubstr("1: the file has to hold an array of objects"));
  EXPECT_EQ(fault("[]", TableFormat::Json), "0: there are no rows in its array");
  EXPECT_THAT(fault("[{\"a\": 1},\n 7]", TableFormat::Json), HasSubstr("2: a row has to be an object"));
  EXPECT_THAT(fault("[{\"a\": 1},\n]", TableFormat::Json), HasSubstr("2: a row has to be an object"));
  EXPECT_THAT(fault("[{\"a\": 1}\n {\"a\": 2}]", TableFormat::Json), HasSubstr("2: a comma or the array's"));
  EXPECT_THAT(fault("[{\"a\": 1},\n {\"a\": 0x}]", TableFormat::Json), HasSubstr("2: row 2 is no JSON: "));
  EXPECT_THAT(fault("[{\"a\": 1},\n {\"a\": [1}", TableFormat::Json),
              HasSubstr("2: an object is not closed"));
  EXPECT_THAT(fault("[{\"a\": 1}]\nx", TableFormat::Json), HasSubstr("2: something follows the array"));
  EXPECT_THAT(fault("[{\"a\": 01}]", TableFormat::Json), HasSubstr("1: row 1 is no JSON: "));
}

}  // namespace
}  // namespace nest
