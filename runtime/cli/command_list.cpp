#include "runtime/cli/commands.h"
#include "runtime/cli/compile_scenarios.h"
#include "runtime/cli/exit_codes.h"
#include "runtime/cli/list_program.h"
#include "runtime/cli/run_settings.h"
#include "runtime/cli/run_target.h"
#include "runtime/data/data_tables.h"
#include "runtime/report/console.h"

namespace nest {

int command_list(const ListArguments& given) {
  const auto settings = read_settings(given.target);
  if (!settings) return kExitUsage;
  ListArguments arguments = given;
  apply(settings->settings, arguments.target);
  const auto compiled = compile_scenarios(arguments.target, settings->settings);
  if (!compiled) return kExitFailed;
  const CompiledProgram& program = compiled->program;
  const RunValues values(program.image());
  const auto data = DataTables::load(program.image());
  if (!data) return complain(kExitFailed, data.error());
  const ListedProgram listed{program.image(),
                             program.chosen(),
                             program.left_out(),
                             values.params(),
                             list_services(program.image(), settings->settings.services()),
                             data->rows()};
  const std::string text = arguments.json ? list_json(listed) : list_text(listed, terminal_width(stdout));
  const std::string failure = write_text(stdout, text);
  if (!failure.empty()) return complain(kExitFailed, "standard output cannot be written: " + failure);
  return kExitOk;
}

}  // namespace nest
