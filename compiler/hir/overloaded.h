#pragma once

namespace nest::hir {

/// Several lambdas as one visitor of a node.
template <typename... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};

}  // namespace nest::hir
