#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace nest::doctor {

/// What a limit that is not set counts as.
inline constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

/// The one way to the files that Linux describes itself by: those below /proc and /sys, or, for tests and for
/// another machine, copies of them below some folder. What they hold is not trusted: nothing but a regular
/// file is read, no more than kMost bytes of it, and a number is one only when it is all there is.
class SystemFiles {
 public:
  static constexpr std::size_t kMost = std::size_t{1} << 20;

  explicit SystemFiles(std::filesystem::path root = "/") : root_(std::move(root)) {}

  /// What stands in a file, "proc/meminfo"; nothing when it cannot be read. A path with ".." is none.
  [[nodiscard]] std::optional<std::string> text(const std::string& path) const;
  /// Its first line without surrounding blanks; empty when there is none.
  [[nodiscard]] std::string line(const std::string& path) const;
  /// Its first line as a number; "max" is kNoLimit.
  [[nodiscard]] std::optional<std::uint64_t> number(const std::string& path) const;

 private:
  std::filesystem::path root_;
};

/// A whole text as a number; "max" and "unlimited" are kNoLimit. Nothing for anything else, and for what 64
/// bits cannot hold.
[[nodiscard]] std::optional<std::uint64_t> number_of(std::string_view text);
/// Without blanks at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// Takes the next word, without blanks, off the front; empty when none is left.
[[nodiscard]] std::string_view take_word(std::string_view& text);
/// Takes the next line off the front, without its end.
[[nodiscard]] std::string_view take_line(std::string_view& text);
/// What follows `name` and a ':' at the beginning of a line: "MemAvailable" of /proc/meminfo. Trimmed.
[[nodiscard]] std::optional<std::string_view> field_of(std::string_view text, std::string_view name);

}  // namespace nest::doctor
