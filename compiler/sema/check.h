#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/diagnostics/emitter.h"
#include "compiler/hir/program.h"
#include "compiler/project/module.h"
#include "compiler/source/source_set.h"

namespace nest {

/// What is known of the hosts that requests may go to. Nothing is said of any when both are empty.
struct HostRules {
  std::string host;                  ///< that of the run, a URL; empty: not known
  std::vector<std::string> allowed;  ///< globs for hosts, and for hosts with ports, that are meant too
};

/// Gives every name its meaning and every expression its type, and applies the rules of the language to a
/// whole project. Reports all findings of all modules in one go, in no particular order of files; one mistake
/// is reported once, where it was made. A program only when `emitter` has counted no error at all, that of
/// earlier phases included. Of files with syntax errors, and of those that import them, only what is certain
/// whatever the rest of them holds is reported. `services`: names of services that nest.toml declares; every
/// file sees them. What can hardly be meant is looked for once there is no error.
[[nodiscard]] std::optional<hir::Program> check(std::span<const Module> modules, const SourceSet& sources,
                                                Emitter& emitter, std::span<const std::string> services = {},
                                                const HostRules& hosts = {});

}  // namespace nest
