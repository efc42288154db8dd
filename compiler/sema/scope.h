#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

namespace nest::sema {

struct Variable;

/// The variables of one block or of one taskset's state, and through `parent` those around it. Owns nothing.
class Scope {
 public:
  explicit Scope(const Scope* parent = nullptr) : parent_(parent) {}

  void declare(Variable& variable);
  /// Names whose initialisers come later: found only to say so.
  void announce(std::string_view name) { announced_.push_back(name); }

  [[nodiscard]] Variable* find_own(std::string_view name) const;
  [[nodiscard]] Variable* find(std::string_view name) const;
  [[nodiscard]] bool is_announced(std::string_view name) const;
  [[nodiscard]] const std::vector<Variable*>& own() const { return own_; }
  /// Every name that can be seen from here, the nearest first.
  [[nodiscard]] std::vector<std::string_view> visible_names() const;

 private:
  const Scope* parent_;
  std::vector<Variable*> own_;
  std::unordered_map<std::string_view, Variable*> by_name_;  // of two with one name the first
  std::vector<std::string_view> announced_;
};

}  // namespace nest::sema
