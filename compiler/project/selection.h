#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/emitter.h"

namespace nest {

/// Which top-level tasksets of a project take part: those that `only` names (all, when it names none) and
/// `except` does not. Each text is a glob (glob_matches()) for the full name; without `*` and `?` it may also
/// be the end of a full name that begins at a name: `Shopper` is `shop/shopper.Shopper`.
struct Selection {
  std::vector<std::string> only;
  std::vector<std::string> except;

  /// Everything takes part.
  [[nodiscard]] bool empty() const { return only.empty() && except.empty(); }
  /// Whether the top-level taskset of this name takes part.
  [[nodiscard]] bool chooses(std::string_view full_name) const;
};

/// Reports each text of the selection that names no taskset of the project, with what it may have been meant
/// to be, and a selection that leaves nothing. `top` and `nested` are full names.
void check_selection(const Selection& selection, std::span<const std::string> top,
                     std::span<const std::string> nested, Emitter& emitter);

}  // namespace nest
