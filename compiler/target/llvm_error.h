#pragma once

#include <expected>
#include <string>
#include <utility>

#include <llvm/Support/Error.h>

// The one place where LLVM's errors become ours: an unchecked llvm::Error aborts, so none travels further
// than the call that gave it. Private to target, lower and codegen.

namespace nest {

template <typename T>
[[nodiscard]] std::expected<T, std::string> to_expected(llvm::Expected<T> value) {
  if (!value) return std::unexpected(llvm::toString(value.takeError()));
  return std::move(*value);
}

[[nodiscard]] inline std::expected<void, std::string> to_expected(llvm::Error error) {
  if (error) return std::unexpected(llvm::toString(std::move(error)));
  return {};
}

}  // namespace nest
