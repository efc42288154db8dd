#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace nest {

/// Raises this process's limit of open files as far as it may go. When that is less than `users` users and
/// `threads` workers need, a message for the command line.
[[nodiscard]] std::optional<std::string> raise_descriptor_limit(std::uint64_t users, std::uint64_t threads);

/// How many users raise_descriptor_limit() surely finds room for, with so many workers.
[[nodiscard]] std::uint64_t users_within_descriptor_limit(std::uint64_t threads);

}  // namespace nest
