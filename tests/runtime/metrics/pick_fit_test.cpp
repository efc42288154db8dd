#include "runtime/metrics/pick_fit.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string_view>

namespace nest {
namespace {

nest_str text_of(std::string_view text) { return {text.data(), text.size()}; }

/// A program of three tasks in one taskset, and another taskset.
class PickFitTest : public testing::Test {
 protected:
  PickFitTest() {
    const std::array<std::string_view, 3> names = {"Shop.browse", "Shop.buy", "Shop.rare"};
    for (std::size_t i = 0; i < 3; ++i) tasks_[i].full_name = text_of(names[i]);
    tasksets_[0].full_name = text_of("Shop");
    tasksets_[1].full_name = text_of("Admin");
    program.tasks = tasks_.data();
    program.task_count = tasks_.size();
    program.tasksets = tasksets_.data();
    program.taskset_count = tasksets_.size();
    counted = Statistics(program);
  }

  PickFit fit() const { return fit_picks(program, groups, counted); }

  nest_program program{};
  Statistics counted;
  std::vector<PickGroup> groups = {{{true, 0, 3}, {true, 1, 1}}, {{false, 0, 1}, {false, 1, 1}}};

 private:
  std::array<nest_task, 3> tasks_{};
  std::array<nest_taskset, 2> tasksets_{};
};

TEST_F(PickFitTest, adds_up_the_statistics_and_degrees_of_all_groups) {
  counted.tasks_started = {90, 10, 0};  // 75 and 25 expected: 3 + 9
  counted.taskset_visits = {60, 40};    // 50 and 50 expected: 2 + 2
  const PickFit result = fit();
  EXPECT_DOUBLE_EQ(result.chi_square, 16);
  EXPECT_EQ(result.degrees, 2u);
  EXPECT_EQ(result.picks, 200u);
  EXPECT_NEAR(result.p_value, 0.00033546, 1e-8);  // exp(-8)
  EXPECT_TRUE(result.differs());
}

TEST_F(PickFitTest, names_the_largest_deviation_first) {
  counted.tasks_started = {900, 100, 0};
  counted.taskset_visits = {52, 48};
  const PickFit result = fit();
  ASSERT_TRUE(result.differs());
  ASSERT_EQ(result.deviations.size(), 4u);
  EXPECT_EQ(result.deviations[0].name, "Shop.buy");
  EXPECT_DOUBLE_EQ(result.deviations[0].expected, 0.25);
  EXPECT_DOUBLE_EQ(result.deviations[0].observed, 0.1);
  EXPECT_EQ(result.deviations[0].picks, 1000u);
}

TEST_F(PickFitTest, says_nothing_about_too_few_picks) {
  counted.tasks_started = {8, 0, 0};
  counted.taskset_visits = {4, 0};
  const PickFit result = fit();
  EXPECT_EQ(result.degrees, 0u);
  EXPECT_FALSE(result.differs());
  EXPECT_EQ(fit_picks(program, {}, counted).degrees, 0u);
}

TEST_F(PickFitTest, counts_rare_choices_as_one) {
  groups = {{{true, 0, 96}, {true, 1, 2}, {true, 2, 2}}};
  counted.tasks_started = {196, 2, 2};  // 192, 4 and 4 expected
  const PickFit result = fit();
  EXPECT_EQ(result.degrees, 1u);
  EXPECT_DOUBLE_EQ(result.chi_square, 16.0 / 192 + 16.0 / 8);
}

// Under the weights themselves, a p below 0.05 comes up in 5 % of the cases.
TEST_F(PickFitTest, does_not_cry_wolf_and_sees_a_changed_weight) {
  std::mt19937_64 random(7);
  const auto play = [&](double share) {
    std::bernoulli_distribution browses(share);
    counted = Statistics(program);
    for (int i = 0; i < 2000; ++i) ++counted.tasks_started[browses(random) ? 0U : 1U];
  };
  groups.pop_back();
  int small = 0;
  for (int run = 0; run < 1000; ++run) {
    play(0.75);
    if (fit().p_value < 0.05) ++small;
  }
  EXPECT_GT(small, 25);
  EXPECT_LT(small, 80);
  for (int run = 0; run < 20; ++run) {
    play(2.0 / 3);  // as if the weight were 2
    EXPECT_TRUE(fit().differs());
  }
}

}  // namespace
}  // namespace nest
