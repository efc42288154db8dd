#include "compiler/mix/chance.h"

namespace nest::mix {

void Knowledge::assign(hir::LocalId local, std::optional<Range> range) {
  Fact& fact = facts_[local];
  fact.range = range;
  ++fact.assigned;
}

void Knowledge::narrow(hir::LocalId local, std::optional<Range> range) {
  const auto found = facts_.find(local);
  if (found != facts_.end()) found->second.range = range;
}

std::optional<Range> Knowledge::find(hir::LocalId local) const {
  const auto found = facts_.find(local);
  return found == facts_.end() ? std::nullopt : found->second.range;
}

void Knowledge::keep_constants() {
  for (auto& [local, fact] : facts_) {
    if (fact.range && !fact.range->constant()) fact.range.reset();
  }
}

Knowledge Knowledge::join(const Knowledge& before, const Knowledge& then, double then_goes_on,
                          const Knowledge& otherwise, double else_goes_on) {
  if (then_goes_on == 0) return otherwise;
  if (else_goes_on == 0) return then;
  Knowledge joined(before.globals_);
  for (const auto& [local, fact] : before.facts_) {
    const Fact& a = then.facts_.at(local);
    const Fact& b = otherwise.facts_.at(local);
    const bool untouched = a.assigned == fact.assigned && b.assigned == fact.assigned;
    // When one of the branches goes on only sometimes, that it did may say something about the value.
    const bool all_go_on = then_goes_on == 1 && else_goes_on == 1;
    Fact& after = joined.facts_[local];
    after.assigned = a.assigned > b.assigned ? a.assigned : b.assigned;
    if (untouched && (all_go_on || (a == fact && b == fact))) {
      after.range = fact.range;
    } else if (a.range == b.range && a.range && a.range->constant()) {
      after.range = a.range;
    } else {
      ++after.assigned;
    }
  }
  return joined;
}

}  // namespace nest::mix
