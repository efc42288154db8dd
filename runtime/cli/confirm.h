#pragma once

#include <cstdio>
#include <string>

namespace nest {

enum class Answer { Yes, No, CannotAsk };

/// Asks "Run? [y/N]" on `out`, behind `remark` when there is one, and reads a line from `in`. Only "y" and
/// "yes" (any case) are a yes; the end of the input is a no. Without a terminal on `in` nothing is asked and
/// nothing waits.
[[nodiscard]] Answer confirm_run(std::FILE* in, std::FILE* out, const std::string& remark = "");

}  // namespace nest
