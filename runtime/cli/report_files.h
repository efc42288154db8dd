#pragma once

#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "runtime/cli/options.h"
#include "runtime/report/report_sink.h"

namespace nest {

/// The reports that the arguments ask for, their files opened. The error is a message for the command line.
[[nodiscard]] std::expected<std::vector<std::unique_ptr<ReportSink>>, std::string> open_report_files(
    const RunArguments& arguments);

}  // namespace nest
