#include "compiler/lower/state_layout.h"

#include <algorithm>
#include <cstddef>

#include "runtime/abi/nest_abi.h"

namespace nest::lowering {
namespace {

constexpr std::uint64_t kAlignment = 8;

bool is_owned(hir::Type type) {
  const hir::Type value = type.value();
  return value == hir::Type::String || value == hir::Type::Json || value == hir::Type::List;
}
static_assert(sizeof(nest_list) == sizeof(nest_str));

std::uint64_t value_size(hir::Type type) { return is_owned(type) ? sizeof(nest_str) : kAlignment; }

}  // namespace

std::uint64_t StateLayout::presence_offset(hir::Type type) { return value_size(type); }

StateLayout::StateLayout(const hir::Program& program)
    : offsets_(program.states.size()), tasksets_(program.tasksets.size()) {
  const auto place_states_of = [&](std::optional<hir::TasksetId> owner, StatePart& part) {
    for (std::size_t i = 0; i < program.states.size(); ++i) {
      if (program.states[i].owner == owner) place(hir::StateId(i), program.states[i].type, part);
    }
  };
  place_states_of(std::nullopt, user_);
  for (std::size_t i = 0; i < tasksets_.size(); ++i) {
    StatePart& part = tasksets_[i];
    if (const auto parent = program.tasksets[i].parent)
      part.offset = taskset(*parent).offset + taskset(*parent).size;
    place_states_of(hir::TasksetId(i), part);
    size_ = std::max(size_, part.offset + part.size);
  }
}

void StateLayout::place(hir::StateId id, hir::Type type, StatePart& part) {
  const std::uint64_t offset = part.offset + part.size;
  offsets_[hir::index(id)] = offset;
  if (is_owned(type)) part.owned.push_back(static_cast<std::uint32_t>(offset));
  // A multiple of the alignment each: a bool wastes seven bytes, and nothing has to be padded.
  part.size += value_size(type) + (type.is_optional() ? kAlignment : 0);
}

}  // namespace nest::lowering
