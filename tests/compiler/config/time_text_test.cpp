#include "compiler/config/time_text.h"

#include <gtest/gtest.h>

namespace nest::config {
namespace {

TEST(TimeText, is_what_people_would_write) {
  for (const char* text : {"10s", "1.5s", "500ms", "1h30m", "2m", "1m1.25s", "0.5ms", "0s", "20us", "8784h"})
    EXPECT_EQ(time_text(parse_time(text).value()), std::string(text) == "0.5ms" ? "500us" : text);
}

TEST(TimeText, is_read_back_as_the_same_time) {
  for (std::int64_t nanoseconds = 1'000; nanoseconds < 31'000'000'000'000'000;
       nanoseconds = nanoseconds * 7 / 3 + 1) {
    const std::chrono::nanoseconds time(nanoseconds / 1'000 * 1'000);
    EXPECT_EQ(parse_time(time_text(time)), time) << time_text(time);
  }
}

TEST(TimeText, refuses_what_is_no_time) {
  for (const char* text : {"", "s", "ten", "10x", "10 s", "-1s", "1s1m", "1.2.3s", "1h30", "99999999h"})
    EXPECT_EQ(parse_time(text), std::nullopt) << text;
}

}  // namespace
}  // namespace nest::config
