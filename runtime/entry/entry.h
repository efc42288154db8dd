#pragma once

// Private to this folder: what every family of entry functions begins with.

#include <string_view>

#include "runtime/user/user_task.h"
#include "runtime/values/failure.h"
#include "runtime/values/text.h"

namespace nest::entry {

/// A parameter that is a string (convention 1).
[[nodiscard]] inline std::string_view text(const char* data, std::uint64_t size) { return {data, size}; }

inline void put(std::string_view value, nest_str* out) { *out = str_of(value); }
inline void put(bool value, std::int32_t* out) { *out = value ? 1 : 0; }
template <typename T>
void put(const T& value, T* out) {
  *out = value;
}

/// Gives the value of a result, or describes its failure.
template <typename T, typename Out>
nest_status give(UserTask& task, const Result<T>& result, Out* out) {
  if (!result) return task.fail(result.error());
  put(*result, out);
  return NEST_OK;
}

}  // namespace nest::entry
