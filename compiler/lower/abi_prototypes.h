#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <llvm/IR/Module.h>

#include "compiler/lower/abi_types.h"

namespace nest::lowering {

/// Every function of abi_functions.def.
enum class AbiFunction : std::uint8_t {
#define NEST_FUNCTION(result, name, parameters) name,
#include "runtime/abi/abi_functions.def"
#undef NEST_FUNCTION
};

/// The ABI's functions as declarations of one module, made when first called for. Types are derived from the
/// C declarations, so the two cannot differ.
class AbiPrototypes {
 public:
  AbiPrototypes(llvm::Module& module, AbiTypes& types) : module_(module), types_(types) {}

  [[nodiscard]] llvm::Function* operator[](AbiFunction function);
  /// Whether the first parameter is the user.
  [[nodiscard]] static bool takes_user(AbiFunction function);

 private:
  static constexpr std::size_t kCount =
// Summands of one expression: parentheses would end it. NOLINTNEXTLINE(bugprone-macro-parentheses)
#define NEST_FUNCTION(result, name, parameters) 1 +
#include "runtime/abi/abi_functions.def"
#undef NEST_FUNCTION
      0;

  llvm::Module& module_;
  AbiTypes& types_;
  std::array<llvm::Function*, kCount> declared_{};
};

}  // namespace nest::lowering
