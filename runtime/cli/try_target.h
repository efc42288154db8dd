#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "runtime/abi/nest_program.h"
#include "runtime/user/user_host.h"

namespace nest {

/// The taskset or task that `nest try` was given: by its full name ("shop/shopper.Shopper.buy") or the end of
/// one that begins at a name ("Shopper.buy", "Shopper"). Left out, it is the only top-level taskset. The
/// error is a message for the command line, with what there is to choose from.
[[nodiscard]] std::expected<SingleVisit, std::string> find_try_target(const nest_program& program,
                                                                      std::string_view what);

}  // namespace nest
