#include <gtest/gtest.h>

#include "tests/compiler/syntax/parsed.h"

namespace nest {
namespace {

using test_support::Parsed;

const ast::Statement& only_statement(const Parsed& parsed) {
  return parsed.tree.tasksets.at(0)->tasks.at(0).body.statements.at(0);
}

TEST(Spans, count_bytes_whatever_stands_in_front) {
  const Parsed parsed("/* ß € 😀 */ taskset T { task 😀" + std::string());
  EXPECT_EQ(parsed.text(*parsed.sink.diagnostics.at(0).span), "😀");

  const Parsed good("// ß €\ntaskset T { task look { log \"😀 é {name}\" } }");
  ASSERT_EQ(good.first_code(), "");
  const ast::Task& task = good.tree.tasksets.at(0)->tasks.at(0);
  EXPECT_EQ(good.text(task.name.span), "look");
  EXPECT_EQ(good.text(task.span), "task look { log \"😀 é {name}\" }");
  const auto& log = std::get<ast::Log>(only_statement(good).node);
  EXPECT_EQ(good.text(log.message->span), "\"😀 é {name}\"");
  const auto& parts = std::get<ast::StringLiteral>(log.message->node).parts;
  EXPECT_EQ(std::get<std::string>(parts.at(0)), "😀 é ");
  EXPECT_EQ(good.text(std::get<ast::ExpressionPtr>(parts.at(1))->span), "name");
}

TEST(Spans, of_an_expression_hold_all_of_it) {
  const Parsed parsed("taskset T { task t { expect (a + b) * c.d[1](x) as int, e } }");
  ASSERT_EQ(parsed.first_code(), "");
  const auto& conditions = std::get<ast::Conditions>(only_statement(parsed).node).conditions;
  EXPECT_EQ(parsed.text(conditions.at(0)->span), "(a + b) * c.d[1](x) as int");
  const auto& product = std::get<ast::Binary>(conditions.at(0)->node);
  EXPECT_EQ(parsed.text(product.operator_span), "*");
  EXPECT_EQ(parsed.text(product.left->span), "(a + b)");
  EXPECT_EQ(parsed.text(product.right->span), "c.d[1](x) as int");
  const auto& call = std::get<ast::Call>(std::get<ast::Cast>(product.right->node).operand->node);
  EXPECT_EQ(parsed.text(call.callee->span), "c.d[1]");
  EXPECT_EQ(parsed.text(conditions.at(1)->span), "e");
}

TEST(Spans, of_a_request_hold_its_items) {
  const Parsed parsed("taskset T { task t { let r = POST \"/a\" { json { a: 1 } timeout 5s } log 1 } }");
  ASSERT_EQ(parsed.first_code(), "");
  const auto& variable = std::get<ast::Variable>(only_statement(parsed).node);
  const auto& request = std::get<ast::Request>(variable.value);
  EXPECT_EQ(parsed.text(request.span), "POST \"/a\" { json { a: 1 } timeout 5s }");
  EXPECT_EQ(parsed.text(request.method_span), "POST");
  EXPECT_EQ(parsed.text(request.items.at(1).span), "timeout 5s");
}

TEST(Spans, of_an_unexpected_end_of_file_stand_at_the_end) {
  const Parsed parsed("taskset T { } taskset");
  EXPECT_EQ(parsed.sink.diagnostics.at(0).span, (Span{parsed.file, 21, 0}));
}

}  // namespace
}  // namespace nest
