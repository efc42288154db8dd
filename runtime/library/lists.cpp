// Lists of values that are compared by what they are: the checker keeps JSON out.

#include <algorithm>
#include <memory>

#include "runtime/library/functions.h"

namespace nest::library {
namespace {

bool same(const nest_value& one, const nest_value& other) {
  switch (one.kind) {
    case NEST_FLOAT:
      return one.as.f == other.as.f;
    case NEST_STRING:
      return std::string_view(one.as.s.data, one.as.s.size) ==
             std::string_view(other.as.s.data, other.as.s.size);
    default:
      return one.as.i == other.as.i;
  }
}

}  // namespace

nest_status contains(Call& call) {
  const nest_value& wanted = call.value(1);
  return call.give_bool(
      std::ranges::any_of(call.list(0), [&wanted](const nest_value& item) { return same(item, wanted); }));
}

nest_status equal(Call& call) { return call.give_bool(std::ranges::equal(call.list(0), call.list(1), same)); }

nest_status concatenate(Call& call) {
  const std::span<const nest_value> one = call.list(0);
  const std::span<const nest_value> other = call.list(1);
  const std::size_t count = one.size() + other.size();
  nest_value* items = call.around.items(count);
  if (items == nullptr) return call.around.fail_for_space();
  std::uninitialized_copy(other.begin(), other.end(), std::uninitialized_copy(one.begin(), one.end(), items));
  return call.give_list(items, count);
}

}  // namespace nest::library
