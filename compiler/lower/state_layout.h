#pragma once

#include <cstdint>
#include <vector>

#include "compiler/hir/program.h"

namespace nest::lowering {

/// A block of state: where it begins, how long it is, and where in it (from the start of context.state or
/// context.user_state) the texts stand that it owns.
struct StatePart {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::vector<std::uint32_t> owned;
};

/// Where every state variable lives. A taskset's part follows its parent's, so that an enclosing taskset's
/// state is in scope; siblings, of which a user is never in two, overlap.
class StateLayout {
 public:
  explicit StateLayout(const hir::Program& program);

  /// Bytes from the start of context.state, or of context.user_state for a variable of the user block.
  [[nodiscard]] std::uint64_t offset(hir::StateId state) const { return offsets_[hir::index(state)]; }
  /// Where a variable of an optional type says whether it is there: the byte so far behind its offset.
  [[nodiscard]] static std::uint64_t presence_offset(hir::Type type);
  [[nodiscard]] const StatePart& taskset(hir::TasksetId taskset) const {
    return tasksets_[hir::index(taskset)];
  }
  [[nodiscard]] const StatePart& user() const { return user_; }
  /// The most that context.state needs.
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  void place(hir::StateId id, hir::Type type, StatePart& part);

  std::vector<std::uint64_t> offsets_;
  std::vector<StatePart> tasksets_;
  StatePart user_;
  std::uint64_t size_ = 0;
};

}  // namespace nest::lowering
