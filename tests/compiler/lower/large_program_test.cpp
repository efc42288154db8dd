#include <gtest/gtest.h>

#include <chrono>
#include <iostream>

#include "tests/compiler/lower/compiled.h"
#include "tests/support/hir_build.h"

namespace nest::test {
namespace {

using namespace build;

constexpr std::uint32_t kTasks = 200;
constexpr std::uint32_t kRequests = 5;

/// `let r = POST "/orders/{random(1, 20)}" { header "X": "{r.json.id}"  json { id: … }  expect status == 200
/// require json.id as int > 0 }`, the response of the request before in its header.
hir::Statement order(hir::Program& program, std::uint32_t at) {
  hir::Request made =
      get(pieces("/orders/",
                 hole(call(Type::Int, hir::Builtin::Random, at, number(1), number(20)), Encoding::Percent)),
          at);
  made.method = hir::Method::Post;
  made.headers =
      pieces("Authorization: Bearer ", hole(state(0, Type::String), Encoding::Header),
             "\r\nX: ", hole(field(0, hir::ResponseField::Status, Type::Int), Encoding::Header), "\r\n");
  made.body_kind = hir::BodyKind::Json;
  made.body = pieces("{\"id\":", hole(number(7), Encoding::Json),
                     ",\"user\":", hole(context(hir::ContextField::UserId), Encoding::Json), "}");
  program.requests.push_back(std::move(made));
  const auto check_id = static_cast<std::uint32_t>(program.checks.size());
  program.checks.push_back({.text = "status == 200", .span = span(at), .row = hir::RowId(0)});
  program.checks.push_back({.text = "json.id as int > 0", .span = span(at), .row = hir::RowId(0)});
  return request(
      static_cast<std::uint32_t>(program.requests.size() - 1), 0,
      condition(check_id,
                compare(field(0, hir::ResponseField::Status, Type::Int), BinaryOperator::Equal, number(200))),
      condition(check_id + 1,
                compare(convert(path(field(0, hir::ResponseField::Json, Type::Json), at, std::string("id")),
                                Type::Int, at),
                        BinaryOperator::Greater, number(0)),
                /*require=*/true));
}

/// kTasks tasks of kRequests requests each.
hir::Program large_program() {
  hir::Program made = program({}, {});
  made.functions.clear();
  made.tasks.clear();
  made.tasksets[0].picks.clear();
  made.states.push_back({.name = "token", .type = Type::String, .owner = hir::TasksetId(0)});
  for (std::uint32_t i = 0; i < kTasks; ++i) {
    hir::Function& function = made.functions.emplace_back();
    function.symbol = "file.Set.task" + std::to_string(i);
    function.kind = hir::FunctionKind::Task;
    function.locals.push_back({.name = "r", .type = Type::Response});
    for (std::uint32_t j = 0; j < kRequests; ++j)
      function.body.push_back(order(made, (i * kRequests + j) % 900));
    made.tasks.push_back({.name = "task",
                          .full_name = function.symbol,
                          .doc = "",
                          .run = hir::FunctionId(i),
                          .taskset = hir::TasksetId(0),
                          .span = span(i),
                          .tags = {}});
    made.tasksets[0].picks.push_back({.target = hir::TaskId(i), .weight = 1, .transitions = {}});
  }
  return made;
}

TEST(LargeProgram, compiles_and_every_task_runs) {
  const auto begin = std::chrono::steady_clock::now();
  const Compiled compiled(large_program());
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  RecordProperty("seconds", std::to_string(taken.count()));
  std::cout << kTasks * kRequests << " requests compiled in " << taken.count() << " s\n";

  ASSERT_EQ(compiled.image().task_count, kTasks);
  for (std::uint32_t i = 0; i < kTasks; ++i) {
    FakeAbi abi(compiled.image().state_size);
    EXPECT_EQ(abi.run(compiled.task(i)), NEST_DONE);
    EXPECT_EQ(abi.calls("nest_http_finish"), static_cast<int>(kRequests));
    EXPECT_LE(abi.frame_size(), 40U);
  }
}

}  // namespace
}  // namespace nest::test
