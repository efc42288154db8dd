#include "runtime/shared/shared_store.h"

namespace nest {

SharedValue shared_value(const nest_value& value) {
  switch (value.kind) {
    case NEST_FLOAT:
      return value.as.f;
    case NEST_STRING:
    case NEST_JSON:
      return std::string(value.as.s.data, value.as.s.size);
    default:
      return value.as.i;
  }
}

}  // namespace nest
