#pragma once

#include "runtime/doctor/machine.h"
#include "runtime/doctor/system_files.h"

namespace nest::doctor {

/// What the control groups of this process allow, of version 1 or 2, where they are mounted as all
/// distributions do: below /sys/fs/cgroup.
[[nodiscard]] GroupLimits read_group_limits(const SystemFiles& files);

}  // namespace nest::doctor
