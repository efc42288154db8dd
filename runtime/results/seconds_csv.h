#pragma once

#include <string>

#include "runtime/report/report_sink.h"

namespace nest {

/// The lines of seconds.csv: what happened in each second of a run. Times are milliseconds.
[[nodiscard]] std::string seconds_csv_head();
[[nodiscard]] std::string seconds_csv_line(const RunSecond& second);

}  // namespace nest
