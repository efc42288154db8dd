#include "compiler/ast/printer.h"

#include <gtest/gtest.h>

namespace nest::ast {
namespace {

ExpressionPtr node(Span span, auto kind) {
  return std::make_unique<Expression>(Expression{span, std::move(kind)});
}

File one_log(ExpressionPtr message) {
  Task task;
  task.span = {{}, 12, 20};
  task.name = {"t", {{}, 17, 1}};
  task.body.statements.push_back({{{}, 21, 9}, Log{std::move(message)}});
  auto taskset = std::make_unique<Taskset>();
  taskset->span = {{}, 0, 34};
  taskset->name = {"T", {{}, 8, 1}};
  taskset->tasks.push_back(std::move(task));
  taskset->members.push_back({MemberKind::Task, 0});
  File file;
  file.tasksets.push_back(std::move(taskset));
  return file;
}

TEST(AstPrinter, writes_positions_only_when_asked) {
  const File file = one_log(node({{}, 25, 5}, IntLiteral{12345}));
  EXPECT_EQ(print(file), "taskset T\n  task t\n    log\n      int 12345\n");
  EXPECT_EQ(print(file, {.positions = true}),
            "taskset T @0+34\n  task t @12+20\n    log @21+9\n      int 12345 @25+5\n");
}

TEST(AstPrinter, keeps_every_text_on_its_line) {
  StringLiteral text;
  text.parts.emplace_back(std::string("a\"\\\n\r\t\x01\x7F\0é", 11));
  EXPECT_EQ(print(one_log(node({}, std::move(text)))),
            "taskset T\n  task t\n    log\n      string \"a\\\"\\\\\\n\\r\\t\\u{1}\\u{7F}\\u{0}é\"\n");
}

TEST(AstPrinter, survives_a_tree_with_holes_in_it) {
  EXPECT_EQ(print(one_log(nullptr)), "taskset T\n  task t\n    log\n      missing\n");
  EXPECT_EQ(print(File{}), "");
}

}  // namespace
}  // namespace nest::ast
