#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/ast/printer.h"

namespace nest::ast {

/// Private to printer.h: one member per node, in the print_*.cpp of its family.
class TreePrinter {
 public:
  explicit TreePrinter(const PrintOptions& options) : options_(options) {}
  [[nodiscard]] std::string text() && { return std::move(text_); }

  void file(const File& node);

 private:
  /// Everything that is written while it lives stands one level deeper.
  class Indent {
   public:
    explicit Indent(TreePrinter& printer) : printer_(printer) { ++printer_.depth_; }
    Indent(const Indent&) = delete;
    Indent& operator=(const Indent&) = delete;
    ~Indent() { --printer_.depth_; }

   private:
    TreePrinter& printer_;
  };

  void line(std::string_view words);
  void line(std::string_view words, Span span);
  /// A line `words`, and the expression below it; nothing at all for null.
  void labelled(std::string_view words, const ExpressionPtr& value);

  // print_declarations.cpp
  void import_declaration(const Import& node);
  void constant(const Constant& node);
  void param(const Param& node);
  void shared(const Shared& node);
  void function(const Function& node);
  void metric(const Metric& node);
  void data(const Data& node);
  void taskset(const Taskset& node);
  void task(const Task& node);
  void user(const UserBlock& node);
  void wait(const Wait& node);
  void defaults(const std::vector<Defaults>& all);
  void hook(std::string_view word, const Hook& node);
  void doc(std::string_view doc);
  void tags(const std::vector<Name>& names);

  // print_services.cpp
  void service(const Service& node);
  void node(const ServiceRun& node, Span span);
  void node(const ServiceFolder& node, Span span);
  void node(const ServiceEnvironment& node, Span span);
  void node(const ServiceReady& node, Span span);
  void node(const ServiceAfter& node, Span span);
  void node(const ServiceFailure& node, Span span);
  void node(const ServiceGrace& node, Span span);

  // print_plans.cpp
  void plan(const Plan& node);
  void node(const PlanStep& node, Span span);
  void node(const PlanMaxUsers& node, Span span);
  void node(const PlanIterations& node, Span span);
  void node(const PlanWeights& node, Span span);
  void node(const PlanLimit& node, Span span);

  // print_statements.cpp
  void block(const Block& node);
  void statement(const Statement& node);
  void initializer(const Initializer& node);
  void node(const Variable& node, Span span);
  void node(const Assign& node, Span span);
  void node(const Request& node, Span span);
  void node(const ExpressionStatement& node, Span span);
  void node(const If& node, Span span);
  void node(const For& node, Span span);
  void node(const Repeat& node, Span span);
  void node(const While& node, Span span);
  void node(const Break& node, Span span);
  void node(const Continue& node, Span span);
  void node(const Return& node, Span span);
  void node(const Sleep& node, Span span);
  void node(const Log& node, Span span);
  void node(const Fail& node, Span span);
  void node(const Interrupt& node, Span span);
  void node(const Stop& node, Span span);
  void node(const Release& node, Span span);
  void node(const Conditions& node, Span span);
  void node(const Transaction& node, Span span);
  void node(const Parallel& node, Span span);

  // print_requests.cpp
  void request(const Request& node);
  void node(const HeaderItem& node, Span span);
  void node(const QueryItem& node, Span span);
  void node(const FormItem& node, Span span);
  void node(const JsonItem& node, Span span);
  void node(const BodyItem& node, Span span);
  void node(const NameItem& node, Span span);
  void node(const TimeoutItem& node, Span span);
  void node(const RedirectsItem& node, Span span);
  void node(const HttpItem& node, Span span);
  void node(const CompressedItem& node, Span span);
  void node(const MultipartItem& node, Span span);
  void node(const AuthItem& node, Span span);
  void node(const ConditionsItem& node, Span span);
  void fields(const std::vector<Field>& fields);
  void conditions(std::string_view word, const std::vector<ExpressionPtr>& conditions, Span span);

  // print_expressions.cpp
  void expression(const ExpressionPtr& node);
  void node(const IntLiteral& node, Span span);
  void node(const FloatLiteral& node, Span span);
  void node(const BoolLiteral& node, Span span);
  void node(const DurationLiteral& node, Span span);
  void node(const NullLiteral& node, Span span);
  void node(const StringLiteral& node, Span span);
  void node(const NameReference& node, Span span);
  void node(const Member& node, Span span);
  void node(const Index& node, Span span);
  void node(const Call& node, Span span);
  void node(const Unary& node, Span span);
  void node(const Binary& node, Span span);
  void node(const Conditional& node, Span span);
  void node(const Cast& node, Span span);
  void node(const JsonObject& node, Span span);
  void node(const JsonArray& node, Span span);

  PrintOptions options_;
  std::string text_;
  std::size_t depth_ = 0;
};

/// A text between double quotes with everything unprintable escaped: always one line.
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace nest::ast
