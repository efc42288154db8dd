#include <gtest/gtest.h>
#include <sys/resource.h>

#include "runtime/cli/confirm.h"
#include "runtime/cli/descriptor_limit.h"
#include "runtime/cli/duration_option.h"

namespace nest {
namespace {

TEST(DurationOption, reads_what_people_type) {
  EXPECT_EQ(parse_duration("10s"), 10 * kSecond);
  EXPECT_EQ(parse_duration("2m"), 120 * kSecond);
  EXPECT_EQ(parse_duration("1h30m"), 5400 * kSecond);
  EXPECT_EQ(parse_duration("1m30s500ms"), 90 * kSecond + 500 * kMillisecond);
  EXPECT_EQ(parse_duration("500ms"), 500 * kMillisecond);
  EXPECT_EQ(parse_duration("1.5s"), 1500 * kMillisecond);
  EXPECT_EQ(parse_duration("90"), 90 * kSecond);
  EXPECT_EQ(parse_duration("0"), 0);
}

TEST(DurationOption, refuses_what_is_none) {
  for (const char* text : {"", "s", "ten", "10x", "10 s", "-1s", "1s1m", "1s2s", "1.2.3s", "10s5", "inf",
                           "nan", "1e3s", ".", "99999999h", "1h30"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(DescriptorLimit, is_raised_to_what_the_users_need) {
  EXPECT_EQ(descriptors_needed(300, 2), 380U);
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit low = before;
  low.rlim_cur = 100;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  raise_descriptor_limit(descriptors_needed(300, 2));
  rlimit after{};
  getrlimit(RLIMIT_NOFILE, &after);
  EXPECT_GE(after.rlim_cur, 380U);
  // More than any kernel's fs.nr_open, so that even a privileged process is refused: all there is then.
  raise_descriptor_limit(std::uint64_t{1} << 40);
  getrlimit(RLIMIT_NOFILE, &after);
  EXPECT_EQ(after.rlim_cur, after.rlim_max);
}

TEST(Confirm, never_waits_without_a_terminal) {
  std::FILE* in = std::tmpfile();
  std::FILE* out = std::tmpfile();
  std::fputs("y\n", in);
  std::rewind(in);
  EXPECT_EQ(confirm_run(in, out), Answer::CannotAsk);
  std::fclose(in);
  std::fclose(out);
}

}  // namespace
}  // namespace nest
