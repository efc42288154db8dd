/* The headers are C: this file is compiled as C11, and tells the C++ test what C sees. */

#include "runtime/abi/nest_program.h"

#include "tests/runtime/abi/c_layout.h"

_Static_assert(sizeof(void*) == 8, "the image has 64-bit pointers");
_Static_assert(offsetof(nest_value, as) == 8, "a value follows its kind");

size_t c_layout(int what) {
  switch (what) {
#define NEST_LAYOUT(id, expression) \
  case id:                          \
    return expression;
#include "tests/runtime/abi/layout.def"
#undef NEST_LAYOUT
    default:
      return 0;
  }
}

/* Taking the addresses shows that the declarations are C, and that each has a definition of that name. */
const void* c_first_entry(void) {
#define NEST_FUNCTION(result, name, parameters) (const void*)(uintptr_t)&name,
  static const void* functions[] = {
#include "runtime/abi/abi_functions.def"
  };
#undef NEST_FUNCTION
  return functions[0];
}
