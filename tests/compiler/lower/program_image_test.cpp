#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "tests/compiler/lower/compiled.h"
#include "tests/support/hir_build.h"

namespace nest::test {
namespace {

using namespace build;

std::string_view text_of(nest_str text) { return {text.data, text.size}; }

/// An entry that logs its own name.
hir::FunctionId add_function(hir::Program& program, const char* name) {
  hir::Function& function = program.functions.emplace_back();
  function.symbol = name;
  function.body = block(log(text(name)));
  return hir::FunctionId(program.functions.size() - 1);
}

std::string log_of(nest_entry entry) {
  FakeAbi abi;
  EXPECT_EQ(abi.run(entry), NEST_DONE);
  return abi.log().at(0);
}

TEST(ProgramImage, says_its_version_and_files) {
  const Compiled compiled(program({}, {}));
  EXPECT_EQ(compiled.image().abi_version, NEST_ABI_VERSION);
  ASSERT_EQ(compiled.image().file_count, 1U);
  EXPECT_EQ(text_of(compiled.image().files[0]), "tasksets/file.nest");
}

TEST(ProgramImage, holds_a_taskset_whole) {
  hir::Program made = program({}, {});
  hir::Taskset& taskset = made.tasksets[0];
  taskset.doc = "What it does.";
  taskset.weight = 3;
  taskset.order = hir::Order::Markov;
  taskset.span = span(25);
  taskset.wait = {.kind = hir::WaitKind::Uniform, .a = 5, .b = 9};
  taskset.picks[0].weight = 7;
  taskset.picks[0].transitions = {{.pick = 1, .weight = 4}};
  taskset.picks.push_back({.target = hir::TasksetId(1), .weight = 2, .transitions = {}});
  hir::Taskset nested;
  nested.name = "Nested";
  nested.parent = hir::TasksetId(0);
  made.tasksets.push_back(std::move(nested));
  made.tasksets[0].init = add_function(made, "init");
  made.tasksets[0].on_start = add_function(made, "on_start");
  made.tasksets[0].on_stop = add_function(made, "on_stop");
  const Compiled compiled(made);

  ASSERT_EQ(compiled.image().taskset_count, 2U);
  const nest_taskset& found = compiled.image().tasksets[0];
  EXPECT_EQ(text_of(found.name), "Set");
  EXPECT_EQ(text_of(found.full_name), "file.Set");
  EXPECT_EQ(text_of(found.doc), "What it does.");
  EXPECT_EQ(found.weight, 3U);
  EXPECT_EQ(found.parent, NEST_NONE);
  EXPECT_EQ(found.order, static_cast<std::uint32_t>(NEST_ORDER_MARKOV));
  EXPECT_EQ(compiled.image().sites[found.site].line, 3U);
  EXPECT_EQ(compiled.image().sites[found.site].column, 6U);
  EXPECT_EQ(found.wait.kind, static_cast<std::uint64_t>(NEST_WAIT_UNIFORM));
  EXPECT_EQ(found.wait.a, 5);
  EXPECT_EQ(found.wait.b, 9);
  ASSERT_EQ(found.pick_count, 2U);
  EXPECT_EQ(found.picks[0].kind, static_cast<std::uint32_t>(NEST_PICK_TASK));
  EXPECT_EQ(found.picks[0].weight, 7U);
  ASSERT_EQ(found.picks[0].transition_count, 1U);
  EXPECT_EQ(found.picks[0].transitions[0].pick, 1U);
  EXPECT_EQ(found.picks[0].transitions[0].weight, 4U);
  EXPECT_EQ(found.picks[1].kind, static_cast<std::uint32_t>(NEST_PICK_TASKSET));
  EXPECT_EQ(found.picks[1].index, 1U);
  EXPECT_EQ(log_of(found.init), "nest_log init");
  EXPECT_EQ(log_of(found.on_start), "nest_log on_start");
  EXPECT_EQ(log_of(found.on_stop), "nest_log on_stop");
  EXPECT_EQ(compiled.image().tasksets[1].parent, 0U);
  EXPECT_EQ(compiled.image().tasksets[1].init, nullptr);
}

TEST(ProgramImage, holds_tasks_rows_and_checks_whole) {
  hir::Program made = program({}, {});
  made.tasks[0].doc = "Looks around.";
  made.tasks[0].tags = {"read", "smoke"};
  made.tasks[0].span = span(41);
  made.rows.push_back({.method = hir::Method::Delete, .name = "/cart/{}"});
  made.checks.push_back({.text = "status == 200", .span = span(55), .row = hir::RowId(1)});
  made.checks.push_back({.text = "len(x) > 1", .span = span(41), .row = std::nullopt});
  const Compiled compiled(made);
  const nest_program& image = compiled.image();

  const nest_task& task = image.tasks[0];
  EXPECT_EQ(text_of(task.name), "task");
  EXPECT_EQ(text_of(task.full_name), "file.Set.task");
  EXPECT_EQ(text_of(task.doc), "Looks around.");
  EXPECT_EQ(task.taskset, 0U);
  ASSERT_EQ(task.tag_count, 2U);
  EXPECT_EQ(text_of(task.tags[1]), "smoke");
  ASSERT_EQ(image.row_count, 2U);
  EXPECT_EQ(image.rows[1].method, static_cast<std::uint32_t>(NEST_DELETE));
  EXPECT_EQ(text_of(image.rows[1].name), "/cart/{}");
  ASSERT_EQ(image.check_count, 2U);
  EXPECT_EQ(text_of(image.checks[0].text), "status == 200");
  EXPECT_EQ(image.checks[0].row, 1U);
  EXPECT_EQ(image.sites[image.checks[0].site].line, 6U);
  EXPECT_EQ(image.checks[1].row, NEST_NONE);
  EXPECT_EQ(image.checks[1].site, task.site) << "one place, one site";
}

TEST(ProgramImage, numbers_methods_waits_and_orders_as_the_abi_does) {
  hir::Program made = program({}, {});
  for (const auto method : {hir::Method::Get, hir::Method::Post, hir::Method::Put, hir::Method::Patch,
                            hir::Method::Delete, hir::Method::Head, hir::Method::Options}) {
    made.rows.push_back({.method = method, .name = "/"});
  }
  const Compiled compiled(made);
  for (std::uint32_t i = 0; i < 7; ++i) EXPECT_EQ(compiled.image().rows[i + 1].method, i);
}

TEST(StateLayout, a_nested_part_follows_its_parent_and_siblings_overlap) {
  hir::Program made = program({}, {});
  for (const char* name : {"A", "B"}) {
    hir::Taskset nested;
    nested.name = name;
    nested.parent = hir::TasksetId(0);
    made.tasksets.push_back(std::move(nested));
  }
  const auto add = [&made](Type type, std::optional<hir::TasksetId> owner) {
    made.states.push_back({.name = "s", .type = type, .owner = owner});
  };
  add(Type::Int, hir::TasksetId(1));
  add(Type::Bool, hir::TasksetId(0));
  add(Type::String, hir::TasksetId(0));
  add(Type::Json, hir::TasksetId(1));
  add(Type::Float, hir::TasksetId(2));
  add(Type::String, std::nullopt);
  const Compiled compiled(made);
  const nest_program& image = compiled.image();
  const auto& [outer, a, b] = *reinterpret_cast<const nest_taskset(*)[3]>(image.tasksets);

  EXPECT_EQ(outer.state_offset, 0U);
  EXPECT_GE(outer.state_size, 1 + sizeof(nest_str));
  EXPECT_EQ(a.state_offset, outer.state_size);
  EXPECT_EQ(b.state_offset, outer.state_size);
  EXPECT_EQ(image.state_size, a.state_offset + std::max(a.state_size, b.state_size));
  ASSERT_EQ(outer.owned_count, 1U);
  ASSERT_EQ(a.owned_count, 1U);
  EXPECT_EQ(b.owned_count, 0U);
  EXPECT_GE(a.owned[0], a.state_offset);
  EXPECT_LE(a.owned[0] + sizeof(nest_str), image.state_size);
  EXPECT_EQ(image.user.state_size, sizeof(nest_str));
  EXPECT_EQ(image.user.owned_count, 1U);
}

TEST(StateLayout, every_type_is_stored_and_read_back) {
  hir::Program made = program({}, {});
  std::uint32_t id = 0;
  const auto keep = [&](Type type, ExpressionPtr value) {
    made.states.push_back({.name = "s", .type = type, .owner = hir::TasksetId(0)});
    made.functions[0].body.push_back(set_state(id++, std::move(value)));
  };
  keep(Type::Int, number(-5));
  keep(Type::Bool, truth(true));
  keep(Type::Float, real(0.5));
  keep(Type::Duration, duration(7));
  keep(Type::String, text("token"));
  keep(Type::Json, json("[1]"));
  keep(Type::Bool, truth(false));
  made.states.push_back({.name = "u", .type = Type::Int, .owner = std::nullopt});
  made.functions[0].body.push_back(set_state(id++, number(9)));
  made.functions[0].body.push_back(sleep(1));
  for (std::uint32_t i = 0; i < id; ++i)
    made.functions[0].body.push_back(show(state(i, made.states[i].type)));
  const Compiled compiled(made);
  FakeAbi abi(compiled.image().state_size, compiled.image().user.state_size);
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), testing::ElementsAre("nest_sleep 1", "nest_log =-5", "nest_log =true",
                                              "nest_log =0.500000", "nest_log =7ns", "nest_log =token",
                                              "nest_log =[1]", "nest_log =false", "nest_log =9"));
  // Text goes through the runtime, which owns the copy; nothing else does.
  EXPECT_EQ(abi.calls("nest_state_store"), 2);
  nest_str token{};
  std::memcpy(&token, static_cast<const char*>(abi.context().state) + compiled.image().tasksets[0].owned[0],
              sizeof token);
  EXPECT_EQ(text_of(token), "token");
}

TEST(StateLayout, a_store_that_fails_abandons_at_its_statement) {
  hir::Program made = program({}, block(set_state(0, text("x"), 35)));
  made.states.push_back({.name = "s", .type = Type::String, .owner = hir::TasksetId(0)});
  const Compiled compiled(made);
  FakeAbi abi(compiled.image().state_size);
  abi.reply("nest_state_store", {.status = NEST_FAILED});
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(compiled.image().sites[abi.failure_site()].line, 4U);
}

}  // namespace
}  // namespace nest::test
