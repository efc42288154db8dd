#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "runtime/abi/nest_program.h"
#include "runtime/cli/options.h"
#include "runtime/share/share_server.h"
#include "runtime/shared/shared_store.h"

namespace nest {

[[nodiscard]] inline std::span<const nest_shared> shared_objects(const nest_program& program) {
  return {program.shared, program.shared_count};
}

/// What is wrong with what `--share` asks for, for the command line.
[[nodiscard]] std::optional<std::string> find_share_fault(const RunArguments& arguments,
                                                          const nest_program& program);

/// Serves the program's objects where the arguments say, and tells where on standard error; null without
/// `--share`. It ends before the store does.
[[nodiscard]] std::expected<std::unique_ptr<ShareServer>, std::string> start_sharing(
    const RunArguments& arguments, const nest_program& program, SharedStore& store);

}  // namespace nest
