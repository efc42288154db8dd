#include "compiler/mix/chain.h"

#include <gtest/gtest.h>

#include "compiler/mix/solve.h"

namespace nest::mix {
namespace {

// The drunkard's walk of Grinstead and Snell, example 11.13: corners 0 and 4 absorb, from 2 the expected
// visits of 1, 2 and 3 are 1, 2 and 1.
TEST(Chain, the_drunkard_visits_what_the_book_says) {
  const Chain chain = {{{1, exact(0.5)}}, {{0, exact(0.5)}, {2, exact(0.5)}}, {{1, exact(0.5)}}};
  const Walk from_middle = walk(chain, {true, false, true}, 1);
  EXPECT_NEAR(from_middle.visits[0].value, 1, 1e-12);
  EXPECT_NEAR(from_middle.visits[1].value, 2, 1e-12);
  EXPECT_NEAR(from_middle.visits[2].value, 1, 1e-12);
  EXPECT_TRUE(from_middle.closed.empty());
}

// The Land of Oz, example 11.1: rain, nice, snow; its stationary distribution is 2/5, 1/5, 2/5.
TEST(Chain, the_weather_in_the_land_of_oz_settles) {
  const Chain chain = {{{0, exact(0.5)}, {1, exact(0.25)}, {2, exact(0.25)}},
                       {{0, exact(0.5)}, {2, exact(0.5)}},
                       {{0, exact(0.25)}, {1, exact(0.25)}, {2, exact(0.5)}}};
  const Walk weather = walk(chain, {false, false, false}, 1);
  ASSERT_EQ(weather.closed.size(), 1U);
  EXPECT_NEAR(weather.closed[0].probability.value, 1, 1e-12);
  EXPECT_NEAR(weather.closed[0].shares[0].value, 0.4, 1e-12);
  EXPECT_NEAR(weather.closed[0].shares[1].value, 0.2, 1e-12);
  EXPECT_NEAR(weather.closed[0].shares[2].value, 0.4, 1e-12);
}

TEST(Chain, states_that_are_not_reached_are_left_alone) {
  const Chain chain = {{{1, exact(1)}, {2, exact(0)}}, {}, {{2, exact(1)}}};
  const Walk short_walk = walk(chain, {false, true, false}, 0);
  EXPECT_EQ(short_walk.visits[1].value, 1);
  EXPECT_EQ(short_walk.visits[2].value, 0);
  EXPECT_TRUE(short_walk.closed.empty());
}

TEST(Chain, an_assumed_probability_marks_what_follows_from_it) {
  const Chain chain = {{{0, {0.5, true}}}};
  EXPECT_TRUE(walk(chain, {true}, 0).visits[0].assumed);
  EXPECT_FALSE(walk({{{0, exact(0.5)}}}, {true}, 0).visits[0].assumed);
}

// Both ways of solving must agree: 600 states go through the sweeps, and in two halves through elimination.
TEST(Chain, sweeps_and_elimination_agree) {
  constexpr std::uint32_t kStates = 600;
  const auto line = [](std::uint32_t states) {
    Chain chain(states);
    for (std::uint32_t i = 0; i < states; ++i) {
      if (i + 1 < states) chain[i].push_back({i + 1, exact(0.6)});
      if (i > 0) chain[i].push_back({i - 1, exact(0.3)});
    }
    return chain;
  };
  std::vector<double> start(kStates, 0);
  start[0] = 1;
  const std::vector<double> swept = expected_visits(line(kStates), start);
  start.resize(300);
  const std::vector<double> eliminated = expected_visits(line(300), start);
  for (std::size_t i = 0; i < 100; ++i) EXPECT_NEAR(swept[i], eliminated[i], 1e-9 * eliminated[i]) << i;
}

}  // namespace
}  // namespace nest::mix
