#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "compiler/hir/program.h"

namespace nest::hir {

/// Private to printer.h: one member per node, in the print_*.cpp of its family.
class TextPrinter {
 public:
  explicit TextPrinter(const Program& program) : program_(program) {}

  // printer.cpp
  [[nodiscard]] std::string program();

  // print_statements.cpp
  void function(const Function& function);
  void block(const Block& block);

  // print_expressions.cpp
  [[nodiscard]] std::string expression(const Expression& expression) const;
  [[nodiscard]] std::string expression(const ExpressionPtr& expression) const;
  [[nodiscard]] std::string list(const std::vector<ExpressionPtr>& expressions) const;
  [[nodiscard]] std::string text(const Template& text) const;
  [[nodiscard]] static std::string constant(const Constant& constant, Type type);
  [[nodiscard]] std::string local(LocalId id) const;
  [[nodiscard]] std::string state(StateId id) const;
  [[nodiscard]] std::string global(GlobalId id) const;
  [[nodiscard]] static std::string duration(std::int64_t nanoseconds);
  [[nodiscard]] static std::string quoted(std::string_view text);

 private:
  template <typename... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    out_.append(2 * depth_, ' ');
    out_ += fmt::format(format, std::forward<Args>(args)...);
    out_ += '\n';
  }
  void global(const Global& global);
  void service(const Service& service);
  void data(const Data& data);
  void plan(const Plan& plan);
  void limit(const Plan& plan, const Limit& limit);
  void user();
  void taskset(const Taskset& taskset);
  void pick(const Pick& pick, const Taskset& taskset);
  void request(const Request& request, std::size_t id);
  void statement(const Statement& statement);
  void check(const Check& check);
  void perform(const RequestStatement& request);
  void nested(const Block& block);
  [[nodiscard]] std::string path(const JsonPath& path) const;
  [[nodiscard]] const std::string& data_name(DataId id) const { return program_.data[index(id)].name; }
  [[nodiscard]] std::string symbol(FunctionId id) const;

  const Program& program_;
  const Function* function_ = nullptr;
  std::string out_;
  std::size_t depth_ = 0;
};

}  // namespace nest::hir
