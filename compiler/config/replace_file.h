#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace nest::config {

/// Why a file was not replaced: it is as it was.
struct ReplaceFault {
  bool differs = false;  ///< it is not (any more) what was expected
  std::string message;   ///< complete, with the path
};

/// Puts `content` in the place of a file, whole or not at all: it is written to a file without a name,
/// synced, and put there in one step; a crash at any time leaves the old content or the new one, and never
/// half a file. Permissions stay (and the owner, where the system allows it); a link is followed, and its
/// target replaced. `expected`: what the file must hold right now; an empty pointer: there must be none.
/// Null: whatever is there.
[[nodiscard]] std::expected<void, ReplaceFault> replace_file(const std::filesystem::path& path,
                                                             std::string_view content,
                                                             const std::optional<std::string>* expected);

}  // namespace nest::config
