#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/compiler/lower/compiled.h"
#include "tests/support/hir_build.h"

namespace nest::test {
namespace {

using namespace build;
using testing::ElementsAre;

ExpressionPtr ask(Type type, std::uint32_t object, hir::SharedMethod method,
                  std::vector<ExpressionPtr> arguments = {}) {
  return expression(type, hir::SharedCall{hir::SharedId(object), method, std::move(arguments)}, 25);
}
hir::Statement evaluate(ExpressionPtr value) { return statement(hir::Evaluate{std::move(value)}); }
template <typename... Arguments>
std::vector<ExpressionPtr> list(Arguments... arguments) {
  std::vector<ExpressionPtr> made;
  (made.push_back(std::move(arguments)), ...);
  return made;
}

hir::Shared object(hir::SharedKind kind, Type element, const char* name) {
  return {.kind = kind,
          .element = element,
          .name = name,
          .full_name = std::string("file.") + name,
          .doc = "What it is.",
          .span = span(25)};
}

hir::Program with_objects(hir::Block body) {
  hir::Program made = program({}, std::move(body));
  made.shared.push_back(object(hir::SharedKind::Counter, Type::Int, "ids"));
  made.shared.push_back(object(hir::SharedKind::Queue, Type::String, "orders"));
  made.shared.push_back(object(hir::SharedKind::Map, Type::Float, "prices"));
  return made;
}

TEST(LowerShared, passes_object_method_and_arguments) {
  const Compiled compiled(
      with_objects(block(evaluate(ask(Type::Void, 1, hir::SharedMethod::Put, list(text("tea")))),
                         evaluate(ask(Type::Void, 2, hir::SharedMethod::Set, list(text("tea"), real(0.5)))),
                         show(ask(Type::Int, 0, hir::SharedMethod::Next)),
                         show(ask(Type::Bool, 2, hir::SharedMethod::Remove, list(text("a")))),
                         show(ask(Type::Float, 2, hir::SharedMethod::Get, list(text("b")))),
                         show(ask(Type::String, 1, hir::SharedMethod::TryTake)))));
  FakeAbi abi;
  abi.reply("nest_shared_call", {});
  abi.reply("nest_shared_call", {});
  abi.reply("nest_shared_call", {.number = 7});
  abi.reply("nest_shared_call", {.number = 1});
  abi.reply("nest_shared_call", {.real = 2.5});
  abi.reply("nest_shared_call", {.text = "milk"});
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(),
              ElementsAre("nest_shared_call 1 3 tea", testing::StartsWith("nest_shared_call 2 8 tea 0.5"),
                          "nest_shared_call 0 0", "nest_log =7", "nest_shared_call 2 9 a", "nest_log =true",
                          "nest_shared_call 2 7 b", testing::StartsWith("nest_log =2.5"),
                          "nest_shared_call 1 5", "nest_log =milk"));
  EXPECT_EQ(abi.suspensions(), 0);
}

TEST(LowerShared, waits_for_what_is_pending_within_an_expression_too) {
  const Compiled compiled(with_objects(block(show(binary(
      Type::Int, ask(Type::Int, 0, hir::SharedMethod::Next), BinaryOperator::Add,
      binary(Type::Int, number(2), BinaryOperator::Multiply, ask(Type::Int, 1, hir::SharedMethod::Size)))))));
  FakeAbi abi;
  abi.reply("nest_shared_call", {.number = 5});
  abi.reply("nest_shared_call", {.status = NEST_PENDING});
  abi.reply("nest_shared_result", {.number = 10});
  abi.start(compiled.task());
  EXPECT_FALSE(abi.ended());
  EXPECT_THAT(abi.log(), ElementsAre("nest_shared_call 0 0", "nest_shared_call 1 6"));
  abi.resume();
  EXPECT_TRUE(abi.ended());
  EXPECT_THAT(abi.log(), ElementsAre("nest_shared_call 0 0", "nest_shared_call 1 6", "nest_shared_result",
                                     "nest_log =25"));
}

TEST(LowerShared, tells_how_long_to_wait_and_fails_when_nothing_came) {
  const Compiled compiled(with_objects(
      block(evaluate(ask(Type::String, 1, hir::SharedMethod::Take, list(duration(5'000'000'000)))))));
  FakeAbi abi;
  abi.reply("nest_shared_call", {.status = NEST_PENDING});
  abi.reply("nest_shared_result", {.status = NEST_MISSING});
  EXPECT_EQ(abi.run(compiled.task()), NEST_ABANDONED);
  EXPECT_EQ(abi.failure(), "nest_shared_result");
  EXPECT_EQ(abi.calls("nest_shared_call"), 1);
}

TEST(LowerShared, missing_is_what_a_default_catches) {
  auto value = coalesce(ask(Type::String, 1, hir::SharedMethod::Take), text("none"));
  const Compiled compiled(with_objects(block(show(std::move(value)))));
  FakeAbi abi;
  abi.reply("nest_shared_call", {.status = NEST_PENDING});
  abi.reply("nest_shared_result", {.status = NEST_MISSING});
  EXPECT_EQ(abi.run(compiled.task()), NEST_DONE);
  EXPECT_THAT(abi.log(),
              ElementsAre("nest_shared_call 1 4", "nest_shared_result", "nest_forgive", "nest_log =none"));
}

TEST(LowerShared, the_table_says_what_each_is) {
  const Compiled compiled(with_objects({}));
  const nest_program& image = compiled.image();
  ASSERT_EQ(image.shared_count, 3U);
  EXPECT_EQ(image.shared[0].kind, std::uint32_t{NEST_SHARED_COUNTER});
  EXPECT_EQ(image.shared[1].kind, std::uint32_t{NEST_SHARED_QUEUE});
  EXPECT_EQ(image.shared[1].element, std::uint32_t{NEST_STRING});
  EXPECT_EQ(std::string_view(image.shared[1].full_name.data, image.shared[1].full_name.size), "file.orders");
  EXPECT_EQ(image.shared[2].kind, std::uint32_t{NEST_SHARED_MAP});
  EXPECT_EQ(image.shared[2].element, std::uint32_t{NEST_FLOAT});
  EXPECT_EQ(image.sites[image.shared[2].site].line, 3U);
}

}  // namespace
}  // namespace nest::test
