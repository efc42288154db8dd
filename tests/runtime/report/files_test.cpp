#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "runtime/report/console.h"
#include "runtime/report/csv.h"
#include "runtime/report/json.h"
#include "runtime/report/json_text.h"
#include "tests/runtime/report/sample_run.h"

namespace nest {
namespace {

using testing::HasSubstr;

class Reports : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }
  [[nodiscard]] std::string content(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(path(name)).rdbuf();
    return text.str();
  }

  void record_some() {
    for (int i = 0; i < 4; ++i)
      run_.recorder.request({0, false, 2 * kMillisecond, 2 * kMillisecond, 100, ""});
    run_.recorder.request({1, true, 10 * kMillisecond, 10 * kMillisecond, 50, "body, \"odd\"\n"});
    run_.recorder.task_failure(0, "no member `id`");
    run_.recorder.check(0, true);
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("nest_report_test_" + std::to_string(getpid()));
  SampleRun run_;
};

TEST_F(Reports, csv_files_have_the_columns_of_locust) {
  auto csv = CsvReport::open(path("run"));
  ASSERT_TRUE(csv.has_value()) << csv.error();
  record_some();
  (*csv)->finished(run_.summary());
  EXPECT_EQ((*csv)->error(), "");
  EXPECT_EQ(
      content("run_stats.csv"),
      "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,"
      "Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,"
      "99.99%,100%\r\n"
      "POST,\"/orders, "
      "\"\"quoted\"\"\",1,1,10.000,10.000,10.000,10.000,50.000,0.100000,0.100000,10.000,10.000,"
      "10.000,10.000,10.000,10.000,10.000,10.000,10.000,10.000,10.000\r\n"
      "GET,/products?page={},4,0,2.000,2.000,2.000,2.000,100.000,0.400000,0.000000,2.000,2.000,2.000,2.000,"
      "2.000,2.000,2.000,2.000,2.000,2.000,2.000\r\n"
      ",Aggregated,5,1,2.001,3.600,2.000,10.000,90.000,0.500000,0.100000,2.001,2.001,2.001,2.001,10.000,10."
      "000,"
      "10.000,10.000,10.000,10.000,10.000\r\n");
  EXPECT_EQ(content("run_failures.csv"),
            "Method,Name,Error,Occurrences\r\n"
            "POST,\"/orders, \"\"quoted\"\"\",\"body, \"\"odd\"\" \",1\r\n");
  EXPECT_EQ(content("run_exceptions.csv"),
            "Count,Message,Traceback,Nodes\r\n1,no member `id`,shop/shopper.nest:12:5,local\r\n");
}

TEST_F(Reports, csv_history_gets_a_line_a_second_that_is_on_disk_at_once) {
  auto csv = CsvReport::open(path("run"));
  ASSERT_TRUE(csv.has_value());
  record_some();
  const Statistics& total = run_.take();
  (*csv)->second({run_.program(), kSecond, kSecond, 3, total, total});
  const std::string history = content("run_stats_history.csv");
  EXPECT_THAT(history, HasSubstr("Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,"));
  EXPECT_THAT(history,
              HasSubstr("100%,Total Request Count,Total Failure Count,Total Median Response Time,"
                        "Total Average Response Time,Total Min Response Time,Total Max Response Time,"
                        "Total Average Content Size\r\n"));
  EXPECT_THAT(history, HasSubstr(",3,,Aggregated,5.000000,1.000000,2.001,"));
}

TEST_F(Reports, csv_says_not_available_when_there_was_nothing) {
  auto csv = CsvReport::open(path("run"));
  ASSERT_TRUE(csv.has_value());
  (*csv)->finished(run_.summary());
  EXPECT_THAT(content("run_stats.csv"),
              HasSubstr(",Aggregated,0,0,0.000,0.000,0.000,0.000,0.000,0.000000,0.000000,N/A,"));
}

TEST_F(Reports, a_folder_that_is_not_there_is_found_before_the_run) {
  const auto csv = CsvReport::open(path("missing/run"));
  ASSERT_FALSE(csv.has_value());
  EXPECT_THAT(csv.error(), HasSubstr("missing/run_stats.csv cannot be written: No such file"));
  EXPECT_FALSE(JsonReport::open(path("missing/run.json")).has_value());
}

TEST_F(Reports, a_full_disk_is_an_error) {
  auto json = JsonReport::open("/dev/full");
  ASSERT_TRUE(json.has_value());
  (*json)->finished(run_.summary());
  EXPECT_EQ((*json)->error(), "/dev/full could not be written: No space left on device");
  std::FILE* full = std::fopen("/dev/full", "w");
  ASSERT_NE(full, nullptr);
  ConsoleReport console(full, full);
  EXPECT_EQ(console.error(), "");
  console.finished(run_.summary());
  EXPECT_THAT(console.error(), HasSubstr("No space left"));
  std::fclose(full);
}

TEST_F(Reports, console_writes_plain_lines_where_there_is_no_terminal) {
  std::FILE* file = std::fopen(path("out").c_str(), "w");
  ASSERT_NE(file, nullptr);
  ConsoleReport console(file, file);
  record_some();
  const Statistics& total = run_.take();
  console.second({run_.program(), kSecond, kSecond, 3, total, total});
  console.second({run_.program(), 2 * kSecond, kSecond, 3, total, total});
  console.finished(run_.summary());
  std::fclose(file);
  const std::string text = content("out");
  EXPECT_THAT(text, testing::StartsWith(" 0:01  users 3"));
  EXPECT_THAT(text, HasSubstr("\n 0:02  users 3"));
  EXPECT_THAT(text, HasSubstr("Aggregated"));
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\r'), std::string::npos);
}

TEST_F(Reports, json_summary_holds_rows_causes_checks_and_task_failures) {
  record_some();
  const std::string json = json_summary(run_.summary());
  EXPECT_THAT(json, HasSubstr("\"name\": \"/orders, \\\"quoted\\\"\""));
  EXPECT_THAT(json, HasSubstr("\"body, \\\"odd\\\" \": 1"));
  EXPECT_THAT(json, HasSubstr("\"place\": \"shop/shopper.nest:12:5\""));
  EXPECT_THAT(json, HasSubstr("\"p99.9\": 10"));
  EXPECT_THAT(json, HasSubstr("\"seed\": 42"));
}

TEST(JsonText, nests_and_escapes) {
  JsonText json;
  json.begin_object().member("a", std::uint64_t{1}).name("b").begin_array().value(true).value(1.5);
  json.value(std::string_view("q\"\\\x01\xff"))
      .end_array()
      .name("c")
      .begin_object()
      .end_object()
      .end_object();
  EXPECT_EQ(
      json.text(),
      "{\n  \"a\": 1,\n  \"b\": [\n    true,\n    1.5,\n    \"q\\\"\\\\\xef\xbf\xbd\xef\xbf\xbd\"\n  ],\n"
      "  \"c\": {}\n}\n");
}

}  // namespace
}  // namespace nest
