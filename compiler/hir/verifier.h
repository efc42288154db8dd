#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "compiler/hir/program.h"

namespace nest::hir {

[[nodiscard]] bool constant_has_type(const Constant& constant, Type type);

/// Private to verify.h: the tables in verify.cpp, statements and expressions in the verify_*.cpp of their
/// family.
class Verifier {
 public:
  explicit Verifier(const Program& program) : program_(program), performed_(program.requests.size(), 0) {}
  [[nodiscard]] std::vector<std::string> run();

 private:
  /// `holds`, or a problem is noted.
  template <typename... Args>
  bool expect(bool holds, fmt::format_string<Args...> problem, Args&&... args) {
    if (!holds) problems_.push_back(where_ + ": " + fmt::format(problem, std::forward<Args>(args)...));
    return holds;
  }

  // verify.cpp
  void tasksets();
  void pick(const Taskset& taskset, const Pick& pick);
  void tasks();
  void tables();
  void plan(const Plan& plan);
  void service(const Service& service);
  void function_of(std::optional<FunctionId> id, FunctionKind kind);

  // verify_statements.cpp
  void function(const Function& function);
  void block(const Block& block, int loops);
  void statement(const Statement& statement, int loops);
  void check(const Check& check);
  void measure(const Measure& measure);
  void perform(const RequestStatement& request);

  // verify_expressions.cpp
  /// Of that type and in order.
  void value(const ExpressionPtr& expression, Type type, std::string_view role);
  void value(const ExpressionPtr& expression, std::string_view role);
  void expression(const Expression& expression);
  void text(const Template& text);
  void binary(const Binary& binary, Type result);
  void conversion(Type from, Type to);
  void call(const BuiltinCall& call, Type result);
  void call(const SharedCall& call, Type result);
  void call(const FunctionCall& call, Type result);
  void leave(const Leave& leave);
  /// Only a function that says so may suspend.
  void suspends(std::string_view what);
  void field(const DataField& field, Type result);
  void path(const JsonPath& path);
  bool local(LocalId id);
  void local(LocalId id, Type type);

  const Program& program_;
  const Function* function_ = nullptr;
  std::string where_ = "program";
  std::vector<int> performed_;  // times each request stands in a statement
  std::vector<std::string> problems_;
};

}  // namespace nest::hir
