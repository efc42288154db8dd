#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/syntax/generated.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/syntax_errors.h"

namespace nest::syntax {

/// From ANTLR's parse tree to ours: one member per rule of the grammar, in the build_*.cpp of its family.
/// Walks only trees without errors, so every child that the grammar promises is there. ParseLimits
/// bounds its recursion, and with it that of everyone who walks our tree.
class TreeBuilder {
 public:
  /// `text` and `tokens` belong to the file; both outlive the builder.
  TreeBuilder(FileId file, std::string_view text, FileTokens& tokens, const ParseLimits& limits,
              SyntaxErrors& errors)
      : file_(file), text_(text), tokens_(tokens), limits_(limits), errors_(errors) {}

  ast::File file(NestParser::FileContext& node);

 private:
  using Token = antlr4::Token;  // a FileToken, in a tree without errors
  using Node = TreeNode;

  /// Levels of an expression, for as long as they are being built. Throws Abandoned beyond the limit.
  class Depth {
   public:
    Depth(TreeBuilder& builder, const Node& node, std::size_t levels);
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    ~Depth() { builder_.depth_ -= levels_; }

   private:
    TreeBuilder& builder_;
    std::size_t levels_;
  };

  // build_imports.cpp
  ast::Import import_declaration(NestParser::ImportDeclarationContext& node);
  ast::Include include(NestParser::IncludeContext& node);

  // build_values.cpp
  ast::Constant constant(NestParser::ConstantContext& node);
  ast::Param param(NestParser::ParamContext& node);

  // build_services.cpp
  ast::Service service(NestParser::ServiceContext& node);
  ast::ServiceMember service_member(NestParser::ServiceMemberContext& node);
  ast::ServiceReady service_ready(NestParser::ServiceReadyContext& node);

  // build_plans.cpp
  ast::Plan plan(NestParser::PlanContext& node);
  ast::PlanMember plan_member(NestParser::PlanMemberContext& node);
  ast::PlanStep plan_users(NestParser::PlanUsersContext& node);
  ast::PlanStep plan_arrivals(NestParser::PlanArrivalsContext& node);
  ast::ExpressionPtr plan_rate(NestParser::PlanRateContext& node);
  ast::PlanLimit plan_limit(NestParser::PlanLimitContext& node);
  void limit_bound(NestParser::LimitBoundContext& node, ast::PlanLimit& into);

  // build_declarations.cpp
  std::unique_ptr<ast::Taskset> taskset(NestParser::TasksetContext& node);
  void taskset_member(NestParser::TasksetMemberContext& node, ast::Taskset& into);
  void sequential(NestParser::SequentialMemberContext& node, ast::Taskset& into);
  ast::UserBlock user_block(NestParser::UserBlockContext& node);
  void user_member(NestParser::UserMemberContext& node, ast::UserBlock& into);
  ast::Defaults defaults(NestParser::DefaultsContext& node);
  void tags(NestParser::TagsContext& node, std::vector<ast::Name>& into);
  void hook(NestParser::HookContext& node, std::vector<ast::Hook>& starts, std::vector<ast::Hook>& stops);
  ast::Task task(NestParser::TaskContext& node);
  ast::Transition transition(NestParser::TransitionContext& node);

  // build_functions.cpp
  ast::Function function(NestParser::FunctionDeclarationContext& node);
  ast::Return return_statement(NestParser::ReturnStatementContext& node);

  // build_shared.cpp
  ast::Shared shared(NestParser::SharedDeclarationContext& node);

  // build_metric.cpp
  ast::Metric metric(NestParser::MetricDeclarationContext& node);

  // build_data.cpp
  ast::Data data(NestParser::DataContext& node);

  // build_waits.cpp
  ast::Wait wait(NestParser::WaitMemberContext& node);
  ast::Wait wait_rate(NestParser::WaitRateContext& node);
  ast::ExpressionPtr rate_count(NestParser::RateCountContext& node);

  // build_statements.cpp
  ast::Block block(NestParser::BlockContext& node);
  ast::Statement statement(NestParser::StatementContext& node);
  ast::Statement variable(NestParser::VariableContext& node);
  ast::Initializer initializer(NestParser::InitializerContext& node);
  ast::If if_statement(NestParser::IfStatementContext& node);
  ast::Block otherwise(NestParser::OtherwiseContext& node);
  ast::For for_statement(NestParser::ForStatementContext& node);
  ast::Conditions conditions(NestParser::ConditionsContext& node);
  ast::Statement simple_statement(NestParser::SimpleStatementContext& node);

  // build_requests.cpp
  ast::Request request(NestParser::RequestContext& node);
  ast::RequestItem request_item(NestParser::RequestItemContext& node);
  std::vector<ast::Field> fields(NestParser::FieldsContext& node);
  ast::Name key(NestParser::KeyContext& node);

  // build_expressions.cpp
  ast::ExpressionPtr expression(NestParser::ExpressionContext& node);
  ast::ExpressionPtr postfix(NestParser::PostfixContext& node);
  ast::ExpressionPtr suffixes(ast::ExpressionPtr base,
                              const std::vector<NestParser::SuffixContext*>& suffixes);
  ast::ExpressionPtr primary(NestParser::PrimaryContext& node);
  ast::ExpressionPtr negate(NestParser::NegateContext& node);
  ast::ExpressionPtr comparison(NestParser::ComparisonContext& node);
  template <typename Context>
  ast::ExpressionPtr binary(Context& node);
  std::vector<ast::ExpressionPtr> expressions(const std::vector<NestParser::ExpressionContext*>& nodes);

  // build_strings.cpp
  ast::StringLiteral string(NestParser::StringLiteralContext& node);
  ast::ExpressionPtr string_expression(NestParser::StringLiteralContext& node);
  void string_part(NestParser::StringPartContext& node, std::vector<ast::StringPart>& parts);

  // build_json.cpp
  ast::ExpressionPtr json_value(NestParser::JsonValueContext& node);
  ast::ExpressionPtr json_object(NestParser::JsonObjectContext& node, Span place);
  ast::ExpressionPtr json_array(NestParser::JsonArrayContext& node);

  // build_literals.cpp
  ast::ExpressionPtr int_literal(Token& token);
  ast::ExpressionPtr float_literal(Token& token);
  ast::ExpressionPtr duration_literal(Token& token);

  // places and names (tree_builder.cpp)
  [[nodiscard]] Span span(const Token& token) const;
  [[nodiscard]] Span span(const Node& node) const;
  [[nodiscard]] std::string_view text(Span span) const { return text_.substr(span.begin, span.length); }
  /// A rule that is one token: identifier, word, method.
  [[nodiscard]] ast::Name name(const Node& node) const;
  [[nodiscard]] ast::TypeName type_name(NestParser::TypeNameContext& node) const;
  [[nodiscard]] ast::TypeName declared_type(NestParser::DeclaredTypeContext& node) const;
  /// The `///` lines directly above a declaration.
  [[nodiscard]] std::string doc_above(const Node& node) const;

  FileId file_;
  std::string_view text_;
  FileTokens& tokens_;
  const ParseLimits& limits_;
  SyntaxErrors& errors_;
  std::size_t depth_ = 0;  // of the expression that is being built
};

/// An expression node on the heap.
template <typename Kind>
ast::ExpressionPtr make(Span span, Kind kind) {
  return std::make_unique<ast::Expression>(ast::Expression{span, std::move(kind)});
}

}  // namespace nest::syntax
