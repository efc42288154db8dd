#pragma once

#include <optional>
#include <string>

namespace nest::uring {

/// Why this process cannot have a Ring, as a clause for people ("the kernel forbids it (Operation not
/// permitted): …"); nothing when it can. Tried out, not guessed from the kernel's version: containers forbid
/// the call, and versions are patched.
[[nodiscard]] std::optional<std::string> refusal();

}  // namespace nest::uring
