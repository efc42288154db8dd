#include "runtime/data/local_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include "runtime/data/row_permutation.h"
#include "tests/runtime/shared/fake_caller.h"

namespace nest::test {
namespace {

nest_data data_of(std::uint32_t policy, std::uint32_t exhausted) {
  nest_data data{};
  data.name = {"users", 5};
  data.full_name = {"shop.users", 10};
  data.policy = policy;
  data.exhausted = exhausted;
  return data;
}

/// One data of `rows` rows.
struct Rows {
  Rows(std::uint32_t policy, std::uint32_t exhausted, std::uint64_t rows, std::uint64_t seed = 1)
      : data(data_of(policy, exhausted)), store({&data, 1}, {{rows}}, seed) {}

  std::int64_t next() { return number_of(now(store.next(0, caller))); }
  std::string failure() { return now(store.next(0, caller)).error().message; }
  std::vector<std::int64_t> take(int count) {
    std::vector<std::int64_t> rows;
    for (int i = 0; i < count; ++i) rows.push_back(next());
    return rows;
  }

  nest_data data;
  LocalRows store;
  FakeCaller caller;
};

TEST(LocalRows, go_through_the_file_and_begin_anew) {
  Rows rows(NEST_DATA_SEQUENTIAL, NEST_EXHAUSTED_WRAP, 3);
  EXPECT_EQ(rows.take(7), (std::vector<std::int64_t>{0, 1, 2, 0, 1, 2, 0}));
}

TEST(LocalRows, are_used_once) {
  Rows rows(NEST_DATA_ONCE, NEST_EXHAUSTED_FAIL, 2);
  EXPECT_EQ(rows.take(2), (std::vector<std::int64_t>{0, 1}));
  EXPECT_EQ(rows.failure(), "no row of `users` is left: all of its rows (2) have been used");
  Rows one(NEST_DATA_ONCE, NEST_EXHAUSTED_STOP_RUN, 1);
  EXPECT_EQ(one.next(), 0);
  EXPECT_EQ(one.failure(), "no row of `users` is left: its only row (1) has been used");
}

TEST(LocalRows, are_claimed_and_given_back) {
  Rows rows(NEST_DATA_UNIQUE, NEST_EXHAUSTED_FAIL, 2);
  EXPECT_EQ(rows.take(2), (std::vector<std::int64_t>{0, 1}));
  EXPECT_EQ(rows.failure(), "no row of `users` is left: all of its rows (2) are claimed");
  rows.store.give_back(0, 1);
  EXPECT_EQ(rows.next(), 1);
}

TEST(LocalRows, let_a_user_wait_where_the_data_says_so) {
  Rows rows(NEST_DATA_UNIQUE, NEST_EXHAUSTED_WAIT, 1);
  EXPECT_EQ(rows.next(), 0);
  const PendingPtr waiting = later(rows.store.next(0, rows.caller));
  rows.store.give_back(0, 0);
  EXPECT_EQ(number_of(*waiting->result()), 0);
}

TEST(LocalRows, are_shuffled_a_whole_pass_without_repeats) {
  for (const std::uint64_t count : std::initializer_list<std::uint64_t>{1U, 2U, 3U, 7U, 64U, 1000U}) {
    Rows rows(NEST_DATA_SHUFFLE, NEST_EXHAUSTED_WRAP, count);
    std::vector<std::vector<std::int64_t>> passes;
    for (int pass = 0; pass < 3; ++pass) {
      passes.push_back(rows.take(static_cast<int>(count)));
      EXPECT_EQ(std::set(passes.back().begin(), passes.back().end()).size(), count);
      EXPECT_EQ(*std::ranges::max_element(passes.back()), static_cast<std::int64_t>(count) - 1);
    }
    if (count < 7) continue;
    EXPECT_NE(passes[0], passes[1]);
    EXPECT_NE(passes[1], passes[2]);
  }
}

TEST(LocalRows, are_shuffled_as_the_seed_says) {
  const auto order = [](std::uint64_t seed) {
    return Rows(NEST_DATA_SHUFFLE, NEST_EXHAUSTED_FAIL, 100, seed).take(100);
  };
  EXPECT_EQ(order(7), order(7));
  EXPECT_NE(order(7), order(8));
}

// Pearson's chi-square: 23 degrees of freedom, exceeded by chance once in a million.
TEST(LocalRows, are_shuffled_into_every_order_equally_often) {
  constexpr int kSeeds = 24'000;
  std::map<std::array<std::uint64_t, 4>, int> orders;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    std::array<std::uint64_t, 4> order{};
    for (std::uint64_t place = 0; place < 4; ++place) order[place] = permuted_row(seed, 5, place, 4);
    ++orders[order];
  }
  ASSERT_EQ(orders.size(), 24U);
  double chi_square = 0;
  for (const auto& [order, times] : orders) {
    const double off = times - kSeeds / 24.0;
    chi_square += off * off / (kSeeds / 24.0);
  }
  EXPECT_LT(chi_square, 77.0);
}

}  // namespace
}  // namespace nest::test
