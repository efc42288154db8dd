#pragma once

#include <string>
#include <string_view>

#include "runtime/metrics/histogram.h"
#include "runtime/time/clock.h"

namespace nest {

/// Lines of a histogram log, version 1.3, as HdrHistogram's tools read it. Values are nanoseconds; the
/// maximum is given in milliseconds, as those tools do by default. `started_at`: seconds since 1970.
[[nodiscard]] std::string hdr_log_head(double started_at);
/// `begin` and `length` are seconds of the run. The tag is one of hdr_tag(), or empty.
[[nodiscard]] std::string hdr_log_line(std::string_view tag, Nanoseconds begin, Nanoseconds length,
                                       const Histogram& histogram);
/// A text as a tag can hold it: blanks, commas, quotes, `%` and control characters as %XX.
[[nodiscard]] std::string hdr_tag(std::string_view text);

}  // namespace nest
