#include "runtime/values/list.h"

#include <algorithm>
#include <limits>
#include <memory>

namespace nest {

nest_value* try_items(Arena& arena, std::size_t count) {
  if (count > std::numeric_limits<std::size_t>::max() / sizeof(nest_value)) return nullptr;
  return static_cast<nest_value*>(arena.try_allocate(count * sizeof(nest_value)));
}

Result<nest_list> make_list(std::span<const nest_value> items, Arena& arena) {
  nest_value* copies = try_items(arena, items.size());
  if (copies == nullptr) return fails_for_space();
  std::ranges::uninitialized_copy(items, std::span(copies, items.size()));
  return nest_list{copies, items.size()};
}

}  // namespace nest
