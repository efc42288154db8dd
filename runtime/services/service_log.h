#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/services/descriptor.h"

namespace nest {

/// What a service prints: written to a file up to a limit, so that a service that never stops printing cannot
/// fill the disk; its end is kept in memory, to be shown when something goes wrong.
class ServiceLog {
 public:
  static constexpr std::uint64_t kLimit = std::uint64_t{100} * 1024 * 1024;

  /// Makes or empties the file. The error is a message.
  [[nodiscard]] static std::expected<ServiceLog, std::string> open(std::string path,
                                                                   std::uint64_t limit = kLimit);

  void write(std::string_view output);
  /// The last lines, fit to be shown: without escape sequences, long ones cut.
  [[nodiscard]] std::vector<std::string> last_lines(std::size_t count) const;

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Why the file is not complete, as a message, once: the disk is full, say. Nothing when all is well.
  [[nodiscard]] std::string take_error();

 private:
  ServiceLog(std::string path, Descriptor file, std::uint64_t limit)
      : path_(std::move(path)), file_(std::move(file)), limit_(limit) {}
  void append(std::string_view text);

  std::string path_;
  Descriptor file_;  // closed once it takes no more
  std::uint64_t limit_;
  std::uint64_t written_ = 0;
  std::string tail_;
  std::string error_;
};

}  // namespace nest
