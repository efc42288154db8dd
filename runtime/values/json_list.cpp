// JSON arrays as lists.

#include "runtime/values/json_value.h"
#include "runtime/values/list.h"

namespace nest {
namespace {

template <typename T, typename Make>
Result<nest_value> as_value(const Result<T>& result, Make make) {
  if (!result) return Failure(result.error());
  return make(*result);
}

/// One element, written as JSON, as a value of the kind.
Result<nest_value> convert(std::string_view json, std::uint32_t kind, Arena& arena) {
  switch (kind) {
    case NEST_INT:
      return as_value(json_to_int(json, arena), value_of_int);
    case NEST_FLOAT:
      return as_value(json_to_float(json, arena), value_of_float);
    case NEST_BOOL:
      return as_value(json_to_bool(json, arena), value_of_bool);
    case NEST_STRING:
      return as_value(json_to_string(json, arena), value_of_text);
    default:
      return value_of_json(json);
  }
}

}  // namespace

Result<nest_list> json_to_list(std::string_view json, std::uint32_t kind, Arena& arena) {
  Result<nest_list> list = json_elements(json, arena);
  if (!list || kind == NEST_JSON) return list;
  auto* items = const_cast<nest_value*>(list->items);  // made by the line above, seen by nobody else
  for (std::size_t i = 0; i < list->count; ++i) {
    const Result<nest_value> item = convert(view_of(items[i].as.s), kind, arena);
    if (!item) {
      return failure_of(arena, item.error().kind, "element {} of the list: {}",
                        fmt::make_format_args(i, item.error().message));
    }
    items[i] = *item;
  }
  return list;
}

}  // namespace nest
