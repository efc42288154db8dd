#pragma once

#include <cstdint>

namespace nest {

/// Open files that a run of so many users on so many workers needs: a connection each, and nest's own.
[[nodiscard]] std::uint64_t descriptors_needed(std::uint64_t users, std::uint64_t threads);

/// Raises this process's limit of open files as far as it may go; the hard limit too, when that is below what
/// is needed and the process is privileged. Whether it is enough is for examine() to say.
void raise_descriptor_limit(std::uint64_t needed);

/// How many users raise_descriptor_limit() surely finds room for, with so many workers.
[[nodiscard]] std::uint64_t users_within_descriptor_limit(std::uint64_t threads);

}  // namespace nest
