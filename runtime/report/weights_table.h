#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/abi/nest_program.h"

namespace nest {

/// What a user does next, before the run: the top-level tasksets with their weights and their shares of
/// visits, and the first line of what is written above each. `weights` are those of the run, one a taskset of
/// the program: tags and options may have changed them. `from`: where each weight comes from, one a taskset,
/// or nothing for no such column; a nested taskset is listed when it has one. `width` > 0: lines are cut to
/// it.
[[nodiscard]] std::string weights_table(const nest_program& program,
                                        const std::vector<std::uint32_t>& weights, std::size_t width,
                                        const std::vector<std::string>& from = {});

}  // namespace nest
