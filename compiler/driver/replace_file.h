#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

namespace nest {

/// Puts a text in the place of a file's, whole or not at all: it is written to a file beside it, down to the
/// disk, which then takes the name and has the same permissions. A link stays a link: what it leads to is
/// replaced. The error is the system's words.
[[nodiscard]] std::expected<void, std::string> replace_file(const std::filesystem::path& path,
                                                            std::string_view text);

/// Writes a file that is not there yet; one that is, is an error. Its folder has to be there.
[[nodiscard]] std::expected<void, std::string> create_file(const std::filesystem::path& path,
                                                           std::string_view text);

}  // namespace nest
