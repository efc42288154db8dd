#pragma once

#include "runtime/cli/options.h"

namespace nest {

/// The subcommands of nest; each gives the exit code and has told everything on the standard streams.
[[nodiscard]] int command_run(const RunArguments& arguments);
[[nodiscard]] int command_config_show(const ConfigArguments& arguments);
[[nodiscard]] int command_try(const TryArguments& arguments);
[[nodiscard]] int command_list(const ListArguments& arguments);
[[nodiscard]] int command_calibrate(const CalibrateArguments& arguments);
[[nodiscard]] int command_doctor(const DoctorArguments& arguments);
[[nodiscard]] int command_show(const ShowArguments& arguments);

}  // namespace nest
