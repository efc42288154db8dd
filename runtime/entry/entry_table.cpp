#include "runtime/entry/entry_table.h"

#include "runtime/abi/nest_program.h"

namespace nest {

std::span<const EntryPoint> entry_table() {
#define NEST_FUNCTION(result, name, parameters) {#name, reinterpret_cast<void*>(&::name)},
  static const EntryPoint table[] = {
#include "runtime/abi/abi_functions.def"
  };
#undef NEST_FUNCTION
  return table;
}

}  // namespace nest
