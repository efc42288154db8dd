#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/hir/type.h"
#include "runtime/library/library.h"

namespace nest::sema {

/// A type in a signature: one that is known, or `T`, or `list<T>`.
struct TypePattern {
  enum class Kind : std::uint8_t { Known, Element, ListOfElement };
  Kind kind{};
  hir::Type type;

  /// With what `T` stands for.
  [[nodiscard]] hir::Type with(hir::Type element) const;
};

/// A row of the library, read.
struct Signature {
  std::string_view text;  // `abs(x: int) -> int`
  std::string_view name;
  std::vector<TypePattern> parameters;
  TypePattern result;
  std::uint32_t number = 0;  // in library::functions()
  const library::Function* function = nullptr;
};

/// All rows, in their order.
[[nodiscard]] std::span<const Signature> signatures();
/// Those of one name; none when the library has no such function.
[[nodiscard]] std::vector<const Signature*> signatures_of(std::string_view name);

}  // namespace nest::sema
