#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/abi/nest_program.h"
#include "runtime/time/clock.h"

namespace nest {

/// How numbers and texts look in reports for people.

/// Three digits and a unit: "412 µs", "4.12 ms", "41.2 ms", "1.23 s", "61.2 s", "10m05s".
[[nodiscard]] std::string duration_text(Nanoseconds time);
/// "532 B", "1.23 kB", "45.6 MB": powers of 1000.
[[nodiscard]] std::string bytes_text(std::uint64_t bytes);
/// "1 request", "2 requests": of words that take an s.
[[nodiscard]] std::string counted_text(std::uint64_t count, std::string_view word);
/// Events a second over `time`: "0.25", "12.3", "1234.5"; "0" when there were none or the time was none.
[[nodiscard]] std::string rate_text(std::uint64_t count, Nanoseconds time);
/// "0 %", "0.012 %", "4.2 %", "100 %"; never rounds to "0 %" or "100 %" what is not exactly that.
[[nodiscard]] std::string share_text(std::uint64_t part, std::uint64_t whole);
/// Seconds of a run: "0:07", "12:34", "1:02:03".
[[nodiscard]] std::string clock_text(Nanoseconds time);

/// Text from outside made safe to show on one line of a terminal: control characters become U+FFFD or a
/// blank, and so do bytes that are not UTF-8.
[[nodiscard]] std::string one_line(std::string_view text);
/// The same, without secrets (runtime/secrets/masking.h): what reports show of names, causes and messages.
[[nodiscard]] std::string shown(std::string_view text);
/// Columns it takes: its code points.
[[nodiscard]] std::size_t width_of(std::string_view text);
/// The text itself when it fits into `width` columns, else its two ends around an "…".
[[nodiscard]] std::string cut_middle(std::string_view text, std::size_t width);
/// The same with its begin before an "…": for prose.
[[nodiscard]] std::string cut_end(std::string_view text, std::size_t width);

/// "GET", for a NEST_GET.
[[nodiscard]] std::string_view method_name(std::uint32_t method);
/// A string of the program image.
[[nodiscard]] inline std::string_view view(const nest_str& text) {
  return {text.data, static_cast<std::size_t>(text.size)};
}
/// "shop/shopper.nest:12:5"
[[nodiscard]] std::string site_text(const nest_program& program, std::uint32_t site);

}  // namespace nest
