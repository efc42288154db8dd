#pragma once

#include <string>
#include <string_view>

namespace nest {

/// A text as a JSON string, with its quotes. Bytes that are no UTF-8 come out as U+FFFD.
[[nodiscard]] std::string json_text(std::string_view text);

}  // namespace nest
