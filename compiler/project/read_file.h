#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>

namespace nest {

/// The bytes of a regular file, or the first `limit` + 1 of them, whatever it grows to meanwhile: more than
/// `limit` says that it is too large. Never blocks on a pipe. The error is the reason, as the system words
/// it.
[[nodiscard]] std::expected<std::string, std::string> read_file(const std::filesystem::path& path,
                                                                std::size_t limit);

}  // namespace nest
