#pragma once

#include "runtime/report/json_text.h"
#include "runtime/report/report_sink.h"

namespace nest {

/// Writes everything that a report is made of as one object, in whole numbers: what StoredRun reads again.
/// The buckets of the histograms are not in it (histograms.hlog has them), their exact numbers are. Texts are
/// masked.
void add_exact(JsonText& json, const RunSummary& summary);

}  // namespace nest
