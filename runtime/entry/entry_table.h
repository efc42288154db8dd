#pragma once

#include <span>

namespace nest {

/// A function that compiled code may call: its name in the ABI and where it is in this process.
struct EntryPoint {
  const char* name;
  void* address;
};

/// All of runtime/abi/abi_functions.def, in its order: what the JIT binds, and nothing else.
[[nodiscard]] std::span<const EntryPoint> entry_table();

}  // namespace nest
