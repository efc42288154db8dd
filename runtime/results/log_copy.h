#pragma once

#include <cstdint>
#include <string>

namespace nest {

/// How much of a service's log a results folder keeps: a log that is larger is kept with its begin and its
/// end, and a note between them; a line that is longer with its begin. A service may print a gigabyte.
struct LogLimits {
  std::uint64_t begin = std::uint64_t{1} * 1024 * 1024;
  std::uint64_t end = std::uint64_t{7} * 1024 * 1024;
  std::size_t line = std::size_t{16} * 1024;
};

/// Copies a log without secrets (runtime/secrets/masking.h), line by line; a log that is not there is copied
/// as nothing. The result is why the copy could not be written, or empty.
[[nodiscard]] std::string copy_log(const std::string& from, const std::string& to,
                                   const LogLimits& limits = {});

}  // namespace nest
