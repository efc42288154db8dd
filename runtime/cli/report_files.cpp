#include "runtime/cli/report_files.h"

#include <utility>

#include "runtime/report/csv.h"
#include "runtime/report/json.h"

namespace nest {

std::expected<std::vector<std::unique_ptr<ReportSink>>, std::string> open_report_files(
    const RunArguments& arguments) {
  std::vector<std::unique_ptr<ReportSink>> reports;
  if (!arguments.csv.empty()) {
    auto csv = CsvReport::open(arguments.csv);
    if (!csv) return std::unexpected(csv.error());
    reports.push_back(std::move(*csv));
  }
  if (!arguments.json.empty()) {
    auto json = JsonReport::open(arguments.json);
    if (!json) return std::unexpected(json.error());
    reports.push_back(std::move(*json));
  }
  return reports;
}

}  // namespace nest
