#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {
namespace {

template <typename Rule>
Rule& the(TreeNode& rule) {
  return static_cast<Rule&>(rule);
}

}  // namespace

ast::Block TreeBuilder::block(NestParser::BlockContext& node) {
  ast::Block result;
  result.span = span(node);
  for (NestParser::StatementContext* child : node.statement()) result.statements.push_back(statement(*child));
  return result;
}

ast::Statement TreeBuilder::statement(NestParser::StatementContext& node) {
  const Span place = span(node);
  auto& rule = static_cast<Node&>(*node.first_item());
  switch (rule.getRuleIndex()) {
    case NestParser::RuleVariable:
      return variable(the<NestParser::VariableContext>(rule));
    case NestParser::RuleRequest:
      return {place, request(the<NestParser::RequestContext>(rule))};
    case NestParser::RuleIfStatement:
      return {place, if_statement(the<NestParser::IfStatementContext>(rule))};
    case NestParser::RuleForStatement:
      return {place, for_statement(the<NestParser::ForStatementContext>(rule))};
    case NestParser::RuleRepeatStatement: {
      auto& repeat = the<NestParser::RepeatStatementContext>(rule);
      return {place, ast::Repeat{expression(*repeat.expression()), block(*repeat.block())}};
    }
    case NestParser::RuleWhileStatement: {
      auto& loop = the<NestParser::WhileStatementContext>(rule);
      return {place, ast::While{expression(*loop.expression()), block(*loop.block())}};
    }
    case NestParser::RuleBreakStatement:
      return {place, ast::Break{}};
    case NestParser::RuleContinueStatement:
      return {place, ast::Continue{}};
    case NestParser::RuleReturnStatement:
      return {place, return_statement(the<NestParser::ReturnStatementContext>(rule))};
    case NestParser::RuleSleepStatement:
      return {place, ast::Sleep{expression(*the<NestParser::SleepStatementContext>(rule).expression())}};
    case NestParser::RuleLogStatement:
      return {place, ast::Log{expression(*the<NestParser::LogStatementContext>(rule).expression())}};
    case NestParser::RuleFailStatement:
      return {place, ast::Fail{expression(*the<NestParser::FailStatementContext>(rule).expression())}};
    case NestParser::RuleInterruptStatement:
      return {place, ast::Interrupt{the<NestParser::InterruptStatementContext>(rule).KwWait() != nullptr}};
    case NestParser::RuleStopStatement:
      return {place, ast::Stop{}};
    case NestParser::RuleReleaseStatement:
      return {place, ast::Release{expression(*the<NestParser::ReleaseStatementContext>(rule).expression())}};
    case NestParser::RuleConditions:
      return {place, conditions(the<NestParser::ConditionsContext>(rule))};
    case NestParser::RuleTransactionStatement: {
      auto& timed = the<NestParser::TransactionStatementContext>(rule);
      return {place, ast::Transaction{expression(*timed.expression()), block(*timed.block())}};
    }
    case NestParser::RuleParallelStatement:
      return {place, ast::Parallel{block(*the<NestParser::ParallelStatementContext>(rule).block())}};
    default:
      return simple_statement(the<NestParser::SimpleStatementContext>(rule));
  }
}

ast::Statement TreeBuilder::variable(NestParser::VariableContext& node) {
  ast::Variable result;
  result.is_mutable = node.KwVar() != nullptr;
  result.name = name(*node.identifier());
  if (auto* const type = node.declaredType()) result.type = declared_type(*type);
  result.value = initializer(*node.initializer());
  return {span(node), std::move(result)};
}

ast::Initializer TreeBuilder::initializer(NestParser::InitializerContext& node) {
  if (auto* const sent = node.request()) return request(*sent);
  return expression(*node.expression());
}

ast::If TreeBuilder::if_statement(NestParser::IfStatementContext& node) {
  ast::If result{expression(*node.expression()), block(*node.block()), std::nullopt, nullptr};
  if (auto* const likely = node.likelihood()) result.likelihood = expression(*likely->expression());
  if (auto* const rest = node.otherwise()) result.otherwise = otherwise(*rest);
  return result;
}

/// `else if` is an `else` block with one statement.
ast::Block TreeBuilder::otherwise(NestParser::OtherwiseContext& node) {
  auto* const nested = node.ifStatement();
  if (nested == nullptr) return block(*node.block());
  const Span place = span(*nested);
  ast::Block result;
  result.span = place;
  result.statements.push_back({place, if_statement(*nested)});
  return result;
}

ast::For TreeBuilder::for_statement(NestParser::ForStatementContext& node) {
  ast::For result;
  result.name = name(*node.identifier());
  result.first = expression(*node.expression(0));
  if (auto* const last = node.expression(1)) result.last = expression(*last);
  result.body = block(*node.block());
  return result;
}

ast::Conditions TreeBuilder::conditions(NestParser::ConditionsContext& node) {
  return {node.KwRequire() != nullptr, expressions(node.expression())};
}

ast::Statement TreeBuilder::simple_statement(NestParser::SimpleStatementContext& node) {
  ast::Name first = name(*node.identifier());
  const Span place = first.span;
  const std::vector<NestParser::SuffixContext*> written = node.suffix();
  const Depth depth(*this, node, written.size());
  ast::ExpressionPtr target = suffixes(make(place, ast::NameReference{std::move(first)}), written);
  auto* const value = node.initializer();
  if (value == nullptr) return {span(node), ast::ExpressionStatement{std::move(target)}};
  if (std::holds_alternative<ast::Call>(target->node)) {
    errors_.emit(DiagnosticCode::AssignToCall, target->span);
  }
  return {span(node), ast::Assign{std::move(target), initializer(*value)}};
}

}  // namespace nest::syntax
