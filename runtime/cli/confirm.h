#pragma once

#include <cstdio>
#include <string>

namespace nest {

enum class Answer { Yes, No, CannotAsk };

/// Asks "Run? [y/N]" on `out`, behind `remark` when there is one, and reads a line from `in`, until it is an
/// answer: "y" and "yes" (any case) are a yes; "n", "no", an empty line and the end of the input a no.
/// Without a terminal on `in` nothing is asked and nothing waits.
[[nodiscard]] Answer confirm_run(std::FILE* in, std::FILE* out, const std::string& remark = "");

}  // namespace nest
