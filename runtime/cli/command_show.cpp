#include <fmt/format.h>

#include "runtime/cli/commands.h"
#include "runtime/cli/exit_codes.h"
#include "runtime/cli/run_target.h"
#include "runtime/report/console.h"
#include "runtime/report/final_report.h"
#include "runtime/report/json.h"
#include "runtime/results/stored_run.h"

namespace nest {

int command_show(const ShowArguments& arguments) {
  const auto run = StoredRun::read(arguments.folder);
  if (!run) return complain(kExitFailed, run.error());
  const RunSummary summary = (*run)->summary();
  std::string text;
  if (arguments.json) {
    text = json_summary(summary);
  } else {
    if (!(*run)->is_finished())
      text = "UNFINISHED: nest ended before this run did; what follows was measured until then.\n\n";
    text += final_report(summary, terminal_width(stdout));
  }
  const std::string failure = write_text(stdout, text);
  if (!failure.empty()) return complain(kExitFailed, "standard output cannot be written: " + failure);
  return kExitOk;
}

}  // namespace nest
