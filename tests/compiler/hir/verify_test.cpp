#include "compiler/hir/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "compiler/hir/printer.h"

namespace nest::hir {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

template <typename Node>
ExpressionPtr make(Type type, Node node) {
  auto expression = std::make_unique<Expression>();
  expression->type = type;
  expression->node = std::move(node);
  return expression;
}

ExpressionPtr integer(std::int64_t value) { return make(Type::Int, Constant{value}); }
ExpressionPtr text(std::string value) { return make(Type::String, Constant{std::move(value)}); }

/// One taskset with one task that performs one request and reads its status.
struct Sample {
  Program program;

  Sample() {
    program.tasksets.push_back({});
    Taskset& taskset = program.tasksets.back();
    taskset.name = "T";
    taskset.full_name = "m.T";
    taskset.picks.push_back({TaskId{0}, 1, {}});
    program.tasks.push_back({"t", "m.T.t", "", FunctionId{0}, TasksetId{0}, {}, {}});
    program.rows.push_back({Method::Get, "/"});
    Request request;
    request.url.parts.emplace_back(std::string("/"));
    program.requests.push_back(std::move(request));
    program.checks.push_back({"status == 200", {}, RowId{0}});
    Function function;
    function.symbol = "m.T.t";
    function.kind = FunctionKind::Task;
    function.locals = {{"r", Type::Response}, {"n", Type::Int}};
    RequestStatement perform{RequestId{0}, LocalId{0}, nullptr, {}};
    perform.checks.push_back(
        {CheckId{0}, make(Type::Bool, Binary{BinaryOperator::Equal, status(), integer(200)}), false});
    function.body.push_back({{}, std::move(perform)});
    program.functions.push_back(std::move(function));
  }

  static ExpressionPtr status() {
    return make(Type::Int,
                ResponseValue{make(Type::Response, LocalReference{LocalId{0}}), ResponseField::Status});
  }
  template <typename Node>
  void add(Node node) {
    program.functions[0].body.push_back({{}, std::move(node)});
  }
  void expect_problem(const std::string& part) const {
    EXPECT_THAT(verify(program), Contains(HasSubstr(part)));
  }
};

TEST(Verify, accepts_a_whole_program) {
  const Sample sample;
  EXPECT_THAT(verify(sample.program), IsEmpty());
}

TEST(Verify, tells_optionals_from_what_they_hold) {
  const Type optional = Type(Type::Int).optional();
  Sample right;
  right.program.functions[0].locals.push_back({"x", optional});
  right.add(SetLocal{LocalId{2}, make(optional, Absent{})});
  right.add(SetLocal{LocalId{2}, make(optional, Keep{integer(1)})});
  right.add(SetLocal{LocalId{1}, make(Type::Int, Held{make(optional, LocalReference{LocalId{2}}), true})});
  EXPECT_THAT(verify(right.program), IsEmpty());

  Sample wrong;
  wrong.program.functions[0].locals.push_back({"x", optional});
  wrong.add(SetLocal{LocalId{1}, make(optional, LocalReference{LocalId{2}})});
  wrong.expect_problem("a local's value is int?, not int");
  Sample held;
  held.add(SetLocal{LocalId{1}, make(Type::Int, Held{integer(1), true})});
  held.expect_problem("an optional is int, not int?");
  Sample absent;
  absent.add(SetLocal{LocalId{1}, make(Type::Int, Absent{})});
  absent.expect_problem("nothing is int");
}

TEST(Verify, finds_ids_that_are_out_of_range) {
  Sample sample;
  sample.add(SetLocal{LocalId{7}, integer(1)});
  sample.add(SetState{StateId{0}, integer(1)});
  sample.program.tasksets[0].picks.push_back({TaskId{9}, 1, {}});
  sample.program.tasksets[0].on_stop = FunctionId{3};
  sample.expect_problem("a local is out of range");
  sample.expect_problem("a state is out of range");
  sample.expect_problem("a pick's task is out of range");
  sample.expect_problem("a function is out of range");
}

TEST(Verify, finds_values_of_another_type) {
  Sample sample;
  sample.add(SetLocal{LocalId{1}, text("1")});
  sample.add(Sleep{integer(1)});
  sample.add(If{integer(1), {}, {}});
  sample.add(Log{nullptr});
  sample.expect_problem("a local's value is string, not int");
  sample.expect_problem("a `sleep`'s duration is int, not duration");
  sample.expect_problem("an `if`'s condition is int, not bool");
  sample.expect_problem("a `log`'s message is absent");
}

TEST(Verify, finds_operators_between_types_that_differ) {
  Sample sample;
  sample.add(Evaluate{make(Type::Int, Binary{BinaryOperator::Add, integer(1), text("1")})});
  sample.add(Evaluate{make(Type::Int, Binary{BinaryOperator::Less, integer(1), integer(1)})});
  sample.add(Evaluate{make(Type::Bool, Convert{integer(1)})});
  sample.expect_problem("int beside string");
  sample.expect_problem("a comparison is int");
  sample.expect_problem("int is converted to bool");
}

TEST(Verify, finds_requests_performed_twice_or_never) {
  Sample sample;
  sample.add(RequestStatement{RequestId{0}, LocalId{0}, nullptr, {}});
  sample.program.requests.push_back({});
  sample.program.requests.back().url.parts.emplace_back(std::string("/"));
  sample.expect_problem("request 0 is performed in 2 places");
  sample.expect_problem("request 1 is performed in 0 places");
}

TEST(Verify, finds_templates_that_are_not_merged) {
  Sample sample;
  sample.program.requests[0].url.parts.emplace_back(std::string("more"));
  sample.expect_problem("a template is not merged");
}

TEST(Verify, finds_children_before_their_parents) {
  Sample sample;
  sample.program.tasksets[0].parent = TasksetId{0};
  sample.expect_problem("its parent comes after it");
}

TEST(Verify, finds_transitions_without_their_order) {
  Sample sample;
  sample.program.tasksets[0].order = Order::Markov;
  sample.expect_problem("transitions do not go with its order");
}

TEST(Verify, finds_jumps_outside_loops) {
  Sample sample;
  sample.add(Break{});
  sample.expect_problem("`break` outside a loop");
}

TEST(Print, shows_control_characters_and_braces_of_texts) {
  Sample sample;
  sample.add(Log{text("a\"\\{\n\x01")});
  EXPECT_THAT(print(sample.program), HasSubstr(R"(log "a\"\\\{\n\u{1}")"));
}

}  // namespace
}  // namespace nest::hir
