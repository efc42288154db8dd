#include <map>

#include "compiler/sema/check_data.h"

namespace nest::sema {
namespace {

using Counts = std::map<hir::DataId, std::uint32_t>;

const hir::Expression* value_of(const hir::Statement& statement) {
  if (const auto* set = std::get_if<hir::SetLocal>(&statement.node)) return set->value.get();
  if (const auto* set = std::get_if<hir::SetState>(&statement.node)) return set->value.get();
  if (const auto* evaluate = std::get_if<hir::Evaluate>(&statement.node)) return evaluate->value.get();
  return nullptr;
}

// What is taken for certain: by a statement of its own, on the way that is always gone.
void count(const hir::Program& program, std::optional<hir::FunctionId> function, Counts& counts) {
  if (!function) return;
  for (const hir::Statement& statement : program.functions[hir::index(*function)].body) {
    if (std::holds_alternative<hir::Leave>(statement.node)) return;
    if (const auto* release = std::get_if<hir::Release>(&statement.node)) counts.erase(release->data);
    const hir::Expression* value = value_of(statement);
    if (value == nullptr) continue;
    if (const auto* field = std::get_if<hir::DataField>(&value->node)) value = field->row.get();
    const auto* next = std::get_if<hir::DataNext>(&value->node);
    if (next != nullptr && program.data[hir::index(next->data)].policy == hir::DataPolicy::Unique)
      ++counts[next->data];
  }
}

void add_claims(hir::Program& program, std::optional<hir::TasksetId> taskset,
                std::optional<hir::FunctionId> init, std::optional<hir::FunctionId> on_start) {
  Counts counts;
  count(program, init, counts);
  count(program, on_start, counts);
  for (const auto& [data, rows] : counts) program.data[hir::index(data)].claims.push_back({taskset, rows});
}

}  // namespace

void count_claims(hir::Program& program) {
  add_claims(program, std::nullopt, program.user.init, program.user.on_start);
  for (std::size_t i = 0; i < program.tasksets.size(); ++i) {
    add_claims(program, static_cast<hir::TasksetId>(i), program.tasksets[i].init,
               program.tasksets[i].on_start);
  }
}

}  // namespace nest::sema
