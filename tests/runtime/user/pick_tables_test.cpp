#include "runtime/user/pick_tables.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/sample_programs.h"

namespace nest::test {
namespace {

std::string name_of(const nest_program& program, const nest_pick* pick) {
  if (pick == nullptr) return "-";
  const nest_str& name =
      pick->kind == NEST_PICK_TASK ? program.tasks[pick->index].name : program.tasksets[pick->index].name;
  return {name.data, name.size};
}

/// The first `count` picks of a taskset, one letter each.
std::string picks(const nest_program& program, const PickTables& tables, std::uint32_t taskset, int count) {
  RandomStream random(1, 1);
  PickTables::Place place = 0;
  std::string names;
  for (int i = 0; i < count; ++i) names += name_of(program, tables.next(taskset, place, random));
  return names;
}

TEST(Weights, are_copies_in_a_list) {
  Weights weights;
  for (const std::uint32_t weight : {2u, 0u, 3u, 1u}) weights.add(weight);
  EXPECT_EQ(weights.total(), 6u);
  std::vector<std::uint32_t> list;
  for (std::uint64_t place = 0; place < weights.total(); ++place) list.push_back(weights.at(place));
  EXPECT_EQ(list, (std::vector<std::uint32_t>{0, 0, 2, 2, 2, 3}));
}

TEST(Weights, may_be_as_large_as_they_can_be_written) {
  Weights weights;
  weights.add(0xffff'ffff);
  weights.add(0xffff'ffff);
  EXPECT_EQ(weights.at(0xffff'fffe), 0u);
  EXPECT_EQ(weights.at(0xffff'ffff), 1u);
}

TEST(PickTables, a_taskset_with_weight_zero_is_never_picked_at_the_top) {
  SampleProgram sample;
  sample.task(sample.taskset({.name = "Z", .weight = 0}), "z", nullptr);
  EXPECT_EQ(PickTables::build(sample.image(), {}).error(), "no taskset has a weight above 0");
  sample.task(sample.taskset({.name = "A", .weight = 1}), "a", nullptr);
  const auto tables = PickTables::build(sample.image(), {});
  ASSERT_TRUE(tables);
  RandomStream random(1, 1);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(tables->pick_taskset(random), 1u);
}

TEST(PickTables, weights_of_the_run_take_the_place_of_the_declared_ones) {
  SampleProgram sample;
  const auto a = sample.taskset({.name = "A", .weight = 1});
  const auto b = sample.taskset({.name = "B", .weight = 0});
  const auto n = sample.taskset({.name = "N", .weight = 1, .parent = b});
  sample.task(a, "a", nullptr);
  sample.task(b, "b", nullptr);
  sample.task(n, "n", nullptr);
  const nest_program& program = sample.image();
  const auto tables = PickTables::build(program, {}, std::vector<std::uint32_t>{0, 7, 0});
  ASSERT_TRUE(tables);
  RandomStream random(1, 1);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(tables->pick_taskset(random), b);
  EXPECT_EQ(picks(program, *tables, b, 20), std::string(20, 'b'));
  EXPECT_FALSE(PickTables::build(program, {}, std::vector<std::uint32_t>{0, 0, 1}));
}

TEST(PickTables, a_chain_begins_with_its_first_task_that_has_a_weight) {
  SampleProgram sample;
  const auto chain = sample.taskset({.order = NEST_ORDER_MARKOV});
  sample.task(chain, "z", nullptr, 0, {{1, 1}});
  sample.task(chain, "a", nullptr, 1, {{0, 5}, {2, 1}});
  sample.task(chain, "b", nullptr, 1, {{1, 1}});
  const nest_program& program = sample.image();
  EXPECT_EQ(picks(program, *PickTables::build(program, {}), chain, 6), "ababab");
}

TEST(PickTables, tags_take_tasks_out_of_a_sequence) {
  SampleProgram sample;
  const auto shop = sample.taskset({.order = NEST_ORDER_SEQUENTIAL});
  sample.task(shop, "a", nullptr, 2, {}, {"read"});
  sample.task(shop, "b", nullptr, 1, {}, {"write"});
  sample.task(shop, "c", nullptr, 1, {}, {"read"});
  const nest_program& program = sample.image();
  EXPECT_EQ(picks(program, *PickTables::build(program, {{}, {"write"}}), shop, 6), "aacaac");
}

TEST(PickTables, tags_may_leave_a_chain_without_a_way_on) {
  SampleProgram sample;
  const auto chain = sample.taskset({.order = NEST_ORDER_MARKOV});
  sample.task(chain, "a", nullptr, 1, {{1, 1}}, {"read"});
  sample.task(chain, "b", nullptr, 1, {{0, 1}}, {"write"});
  const nest_program& program = sample.image();
  EXPECT_EQ(picks(program, *PickTables::build(program, {{"read"}, {}}), chain, 2), "a-");
}

TEST(PickTables, tags_drop_nested_tasksets_with_nothing_left) {
  SampleProgram sample;
  const auto shop = sample.taskset({.name = "S"});
  const auto desk = sample.taskset({.name = "D", .parent = shop});
  const auto deeper = sample.taskset({.name = "E", .parent = desk});
  sample.task(shop, "a", nullptr, 1, {}, {"read"});
  sample.task(deeper, "x", nullptr, 1, {}, {"write"});
  const nest_program& program = sample.image();
  const auto reading = PickTables::build(program, {{"read"}, {}});
  ASSERT_TRUE(reading);
  EXPECT_TRUE(reading->keeps(shop));
  EXPECT_FALSE(reading->keeps(desk));
  EXPECT_FALSE(reading->keeps(deeper));
  EXPECT_EQ(picks(program, *reading, shop, 20), std::string(20, 'a'));
  const auto writing = PickTables::build(program, {{"write"}, {}});
  ASSERT_TRUE(writing);
  EXPECT_EQ(picks(program, *writing, shop, 3), "DDD");
  EXPECT_EQ(picks(program, *writing, desk, 3), "EEE");
  EXPECT_EQ(PickTables::build(program, {{"none"}, {}}).error(), "the tags leave no task to run");
}

TEST(PickTables, an_excluded_tag_beats_an_included_one) {
  SampleProgram sample;
  sample.task(sample.taskset({}), "a", nullptr, 1, {}, {"read", "slow"});
  EXPECT_FALSE(PickTables::build(sample.image(), {{"read"}, {"slow"}}));
}

TEST(PickTables, knows_how_deep_tasksets_nest) {
  SampleProgram sample;
  const auto a = sample.taskset({});
  const auto b = sample.taskset({.parent = a});
  const auto c = sample.taskset({.parent = b});
  sample.task(c, "c", nullptr);
  sample.task(sample.taskset({}), "d", nullptr);
  EXPECT_EQ(PickTables::build(sample.image(), {})->depth(), 3u);
}

}  // namespace
}  // namespace nest::test
