#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <utility>

namespace nest {

/// Writes to standard error what is said beside the output proper. One that cannot be written to (closed, on
/// a full disk) fails nothing: what is under way, a run and its results, is worth more than the remark, and
/// there is nobody to be told. fmt::print() would throw.
template <typename... Arguments>
void remark(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  const std::string text = fmt::format(format, std::forward<Arguments>(arguments)...);
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
}

}  // namespace nest
