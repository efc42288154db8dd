#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/compiler/lower/compiled.h"
#include "tests/support/hir_build.h"

namespace nest::test {
namespace {

using namespace build;
using testing::ElementsAre;

const Type kInts = Type::list_of(Type::Int);
const Type kTexts = Type::list_of(Type::String);

template <typename... Elements>
ExpressionPtr list(Type type, Elements... elements) {
  hir::ListLiteral literal;
  (literal.elements.push_back(std::move(elements)), ...);
  return expression(type, std::move(literal), 25);
}
ExpressionPtr constant_list(Type type, std::vector<hir::Constant> elements) {
  return expression(type, hir::Constant{std::move(elements)});
}
ExpressionPtr element(ExpressionPtr of, ExpressionPtr position) {
  const Type type = of->type.element();
  return expression(type, hir::ListElement{std::move(of), std::move(position)}, 25);
}
ExpressionPtr length(ExpressionPtr of) { return call(Type::Int, hir::Builtin::Length, 25, std::move(of)); }

TEST(LowerList, makes_a_list_of_values) {
  const Compiled compiled(
      program({kInts}, block(set(0, list(kInts, number(4), context(hir::ContextField::UserId))),
                             show(local(0, kInts)), show(length(local(0, kInts))))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_log =[4,0]", "nest_log =2"));
}

TEST(LowerList, keeps_constants_in_the_program) {
  const Compiled compiled(program(
      {}, block(show(constant_list(kTexts, {{std::string("a")}, {std::string("b")}})),
                show(constant_list(Type::list_of(Type::Float), {{0.5}})),
                show(constant_list(Type::list_of(Type::Bool), {{true}, {false}})),
                show(constant_list(kInts, {})), show(length(constant_list(kInts, {{std::int64_t{1}}}))))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_log =[a,b]", "nest_log =[0.500000]", "nest_log =[true,false]",
                                     "nest_log =[]", "nest_log =1"));
}

TEST(LowerList, reads_elements_of_every_type) {
  const auto first = [](Type type, hir::Constant value) {
    return show(element(constant_list(Type::list_of(type), {std::move(value)}), number(0)));
  };
  const Compiled compiled(program(
      {}, block(first(Type::Int, {std::int64_t{7}}), first(Type::Float, {0.5}), first(Type::Bool, {true}),
                first(Type::String, {std::string("x")}), first(Type::Duration, {std::int64_t{3}}))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_log =7", "nest_log =0.500000", "nest_log =true", "nest_log =x",
                                     "nest_log =3ns"));
}

TEST(LowerList, abandons_at_an_element_that_is_not_there) {
  for (const std::int64_t position : {2, -1}) {
    const Compiled compiled(
        program({Type::Int}, block(set(0, number(position)),
                                   show(element(constant_list(kInts, {{std::int64_t{1}}, {std::int64_t{2}}}),
                                                local(0, Type::Int))))));
    FakeAbi abi;
    EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
    EXPECT_THAT(abi.log(), ElementsAre("nest_fail_index " + std::to_string(position) + " of 2"));
    EXPECT_EQ(compiled.image().sites[abi.failure_site()].line, 3U);
  }
}

TEST(LowerList, gives_the_right_of_coalesce_where_an_element_is_not_there) {
  const Compiled compiled(
      program({}, block(show(coalesce(element(constant_list(kInts, {}), number(0)), number(9))))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_fail_index 0 of 0", "nest_forgive", "nest_log =9"));
}

TEST(LowerList, walks_through_its_elements) {
  const Compiled compiled(program(
      {Type::String}, block(statement(hir::ForEach{
                          hir::LocalId(0), constant_list(kTexts, {{std::string("a")}, {std::string("b")}}),
                          block(show(local(0, Type::String))), false}))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_log =a", "nest_log =b"));
}

TEST(LowerList, converts_json_to_one_element_type) {
  const Compiled compiled(program({}, block(show(convert(json("[\"a\",\"b\"]"), kTexts, 25)))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_log =[a,b]"));
  abi.reply("nest_json_to_list", {.status = NEST_FAILED});
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "nest_json_to_list");
}

TEST(LowerList, keeps_a_copy_in_the_state) {
  hir::Program made =
      program({}, block(set_state(0, list(kInts, number(1), number(2)), 25), show(state(0, kInts))));
  made.states.push_back({.name = "seen", .type = kInts, .owner = hir::TasksetId(0)});
  const Compiled compiled(std::move(made));
  FakeAbi abi(sizeof(nest_list));
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_log =[1,2]"));
  abi.reply("nest_state_store_list", {.status = NEST_FAILED});
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "nest_state_store_list");
}

ExpressionPtr is_null(ExpressionPtr operand, bool negated = false) {
  return expression(Type::Bool, hir::IsNull{std::move(operand), negated});
}

TEST(LowerNull, asks_whether_something_is_missing) {
  const auto nothing = [] { return element(constant_list(kInts, {}), number(0)); };
  const auto something = [] { return element(constant_list(kInts, {{std::int64_t{1}}}), number(0)); };
  const Compiled compiled(
      program({}, block(show(is_null(nothing())), show(is_null(nothing(), true)), show(is_null(something())),
                        show(is_null(something(), true)), show(is_null(number(1))),
                        show(is_null(json("null"))), show(is_null(json("1"))))));
  FakeAbi abi;
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_fail_index 0 of 0", "nest_forgive", "nest_log =true",
                                     "nest_fail_index 0 of 0", "nest_forgive", "nest_log =false",
                                     "nest_log =false", "nest_log =true", "nest_log =false", "nest_forgive",
                                     "nest_log =true", "nest_log =false"));
  EXPECT_EQ(abi.failure(), "");
}

TEST(LowerNull, lets_worse_than_missing_through) {
  const Compiled compiled(program({}, block(show(is_null(convert(text("x"), Type::Int, 25))))));
  FakeAbi abi;
  abi.reply("nest_string_to_int", {.status = NEST_FAILED});
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "nest_string_to_int");
}

ExpressionPtr library_call(Type type, std::uint32_t function, std::vector<ExpressionPtr> arguments) {
  return expression(type, hir::LibraryCall{function, "name", false, std::move(arguments)}, 25);
}

TEST(LowerLibrary, passes_number_and_arguments) {
  std::vector<ExpressionPtr> arguments;
  arguments.push_back(text("a"));
  arguments.push_back(list(kInts, context(hir::ContextField::UserId)));
  std::vector<ExpressionPtr> number_alone;
  number_alone.push_back(number(3));
  const Compiled compiled(
      program({}, block(show(library_call(Type::String, 4, std::move(arguments))),
                        show(library_call(Type::Int, 9, std::move(number_alone))),
                        show(library_call(Type::Float, 10, {})), show(library_call(Type::Bool, 11, {})))));
  FakeAbi abi;
  abi.reply("nest_library_call", {.text = "x"});
  abi.reply("nest_library_call", {.number = 12});
  abi.reply("nest_library_call", {.real = 2.5});
  abi.reply("nest_library_call", {.number = 1});
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(), ElementsAre("nest_library_call 4 a [0]", "nest_log =x", "nest_library_call 9 3",
                                     "nest_log =12", "nest_library_call 10", "nest_log =2.500000",
                                     "nest_library_call 11", "nest_log =true"));
}

TEST(LowerLibrary, a_failing_call_abandons_at_its_place) {
  const Compiled compiled(program({}, block(show(library_call(Type::String, 4, {})))));
  FakeAbi abi;
  abi.reply("nest_library_call", {.status = NEST_FAILED});
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "nest_library_call");
  EXPECT_EQ(compiled.image().sites[abi.failure_site()].line, 3U);
}

}  // namespace
}  // namespace nest::test
