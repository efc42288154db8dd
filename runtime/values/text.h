#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/abi/nest_abi.h"

namespace nest {

[[nodiscard]] inline std::string_view view_of(const nest_str& text) { return {text.data, text.size}; }
[[nodiscard]] inline nest_str str_of(std::string_view text) { return {text.data(), text.size()}; }

/// Without the blanks around it: space, tab, line feed, carriage return (JSON's).
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// Code points of UTF-8 text; in other bytes each that is no continuation counts.
[[nodiscard]] std::int64_t code_points(std::string_view text);
/// The same bytes, ASCII letters in either case.
[[nodiscard]] bool equal_ignoring_case(std::string_view left, std::string_view right);

/// The beginning of a text as a failure shows it: at most about `limit` bytes, cut between code points and
/// then ended by `...`; control characters as `\n` or `\x1b`, bytes that are not UTF-8 as `\xff`.
[[nodiscard]] std::string excerpt(std::string_view text, std::size_t limit = 80);

/// The value of the first line `name: value` in a header block, blanks around it removed; data() is null when
/// there is none.
[[nodiscard]] std::string_view find_header(std::string_view block, std::string_view name);

}  // namespace nest
