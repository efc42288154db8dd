#pragma once

#include <cstddef>
#include <string>

#include "runtime/report/report_sink.h"

namespace nest {

/// The report at the end of a run, for people: requests, response times, failures by cause, checks, task
/// failures with their places, the books, the generator's health. `width` > 0: the width of the terminal, to
/// which names are cut in their middle; 0 leaves them whole.
[[nodiscard]] std::string final_report(const RunSummary& summary, std::size_t width);

}  // namespace nest
