#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>

#include "compiler/hir/expression.h"
#include "compiler/sema/value_set.h"
#include "compiler/source/source_set.h"

namespace nest::sema {

/// What holds of a condition whatever happens in a run: `user.id < 0` never does, `x == x` always. None when
/// that depends on the run, or on a `const`, which is there to be changed.
[[nodiscard]] std::optional<bool> decided(const hir::Expression& condition, const SourceSet& sources);

/// Whether this node, apart from its operands, may give another value the next time: chance, time, what users
/// share, a function.
[[nodiscard]] bool varies(const hir::Expression& expression);

/// What a value has to be, so that a condition holds: one of some numbers, or this text (as it is compared).
using Demand = std::variant<ValueSet, std::string>;
/// By what is compared: `status` of a response, the text of a json path. Comparisons of anything that may
/// change between two looks at it are left out, and so is what a condition does not demand by itself.
using Demands = std::map<std::string, Demand>;

/// What a condition demands to hold.
[[nodiscard]] Demands demands_of(const hir::Expression& condition, const SourceSet& sources);

/// Whether one value can satisfy both.
[[nodiscard]] bool contradict(const Demand& a, const Demand& b);
/// Whether no value can satisfy it.
[[nodiscard]] bool impossible(const Demand& demand);
/// Both together; they do not contradict.
[[nodiscard]] Demand both(const Demand& a, const Demand& b);

}  // namespace nest::sema
