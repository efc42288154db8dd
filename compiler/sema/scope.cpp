#include "compiler/sema/scope.h"

#include <algorithm>

#include "compiler/sema/symbols.h"

namespace nest::sema {

void Scope::declare(Variable& variable) {
  own_.push_back(&variable);
  by_name_.try_emplace(variable.name, &variable);
}

Variable* Scope::find_own(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

Variable* Scope::find(std::string_view name) const {
  for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
    if (Variable* variable = scope->find_own(name)) return variable;
  }
  return nullptr;
}

bool Scope::is_announced(std::string_view name) const {
  for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
    if (std::ranges::find(scope->announced_, name) != scope->announced_.end()) return true;
  }
  return false;
}

std::vector<std::string_view> Scope::visible_names() const {
  std::vector<std::string_view> names;
  for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
    for (const Variable* variable : scope->own_) names.push_back(variable->name);
  }
  return names;
}

}  // namespace nest::sema
