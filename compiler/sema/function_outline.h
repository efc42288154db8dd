#pragma once

#include <vector>

#include "compiler/ast/statements.h"
#include "compiler/source/span.h"

namespace nest::sema {

/// What callers of a body have to know before it is checked.
struct BodyOutline {
  struct Call {
    const ast::Call* tree = nullptr;
    Span span;
  };
  bool waits = false;       ///< it sends a request, sleeps, takes from a queue, or is timed by a transaction
  std::vector<Call> calls;  ///< those outside their arguments first
};

[[nodiscard]] BodyOutline outline(const ast::Block& body);
/// Of what stands in a request, or in the defaults of many.
[[nodiscard]] BodyOutline outline(const std::vector<ast::RequestItem>& items);

}  // namespace nest::sema
