#include "compiler/mix/wait.h"

#include <gtest/gtest.h>

#include "tests/compiler/mix/mix_of.h"

namespace nest::mix {
namespace {

constexpr double kClose = 1e-9;

double visit_seconds(const std::string& wait, const std::string& task) {
  const Mix mix = mix_of("taskset A { wait " + wait + " task t { " + task + " } task out { interrupt } }");
  return taskset(mix, "A").visit_time->value / 1e9;  // one t with its wait, on average
}

TEST(MeanWait, is_that_of_its_distribution) {
  EXPECT_NEAR(visit_seconds("none", "GET \"/a\""), 1, kClose);
  EXPECT_NEAR(visit_seconds("2s", "GET \"/a\""), 3, kClose);
  EXPECT_NEAR(visit_seconds("1s..5s", "GET \"/a\""), 4, kClose);
  EXPECT_NEAR(visit_seconds("exponential(3s)", "GET \"/a\""), 4, kClose);
}

// A standard normal cut at 0 has the mean 1/sqrt(2 pi) = 0.39894; N(1, 1) has Phi(1) + phi(1) = 1.08332.
TEST(MeanWait, of_a_normal_counts_what_is_cut_off) {
  EXPECT_NEAR(mean_wait({hir::WaitKind::Normal, 0, 1'000'000}), 398'942.28, 0.01);
  EXPECT_NEAR(mean_wait({hir::WaitKind::Normal, 1'000'000, 1'000'000}), 1'083'315.47, 0.01);
  EXPECT_NEAR(mean_wait({hir::WaitKind::Normal, 3'000'000, 0}), 3'000'000, 0.01);
}

TEST(MeanWait, of_a_pace_is_what_the_task_leaves_over) {
  EXPECT_NEAR(visit_seconds("pace 10s", "GET \"/a\""), 10, kClose);
  EXPECT_NEAR(visit_seconds("rate 0.1/s", "GET \"/a\" GET \"/b\""), 10, kClose);
  EXPECT_NEAR(visit_seconds("pace 2s", "repeat 3 { GET \"/a\" }"), 3, kClose);
}

TEST(MeanWait, says_when_the_mean_of_a_pace_is_not_exact) {
  const auto mix_with = [](const std::string& task) {
    return mix_of("taskset A { wait pace 5s task t { " + task + " } task out { interrupt } }");
  };
  EXPECT_TRUE(mix_with("sleep random(1s, 4s) GET \"/a\"").assumptions.empty());
  EXPECT_TRUE(mix_with("sleep random(5s, 9s) GET \"/a\"").assumptions.empty());
  const Mix crossing = mix_with("sleep random(1s, 9s) GET \"/a\"");
  ASSERT_EQ(crossing.assumptions.size(), 1U);
  EXPECT_EQ(crossing.assumptions[0].kind, AssumptionKind::PaceByMean);
  EXPECT_TRUE(crossing.requests_per_minute->assumed);
}

}  // namespace
}  // namespace nest::mix
