#include "runtime/results/log_copy.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <system_error>

#include "runtime/secrets/masking.h"

namespace nest {
namespace {

/// Read beyond what is kept of a long line: a secret that lies across the cut is found whole, and goes whole.
constexpr std::size_t kMargin = std::size_t{4} * 1024;

class LogCopy {
 public:
  LogCopy(std::istream& in, std::ostream& out, const LogLimits& limits)
      : in_(in), out_(out), limits_(limits) {}

  void copy(std::uint64_t size) {
    if (size <= limits_.begin + limits_.end) {
      while (copy_line()) {
      }
      return;
    }
    while (static_cast<std::uint64_t>(in_.tellg()) < limits_.begin && copy_line()) {
    }
    const auto done = static_cast<std::uint64_t>(in_.tellg());
    if (in_ && done < size - limits_.end) {
      in_.seekg(static_cast<std::streamoff>(size - limits_.end));
      skip_line();  // its begin may lack
      out_ << fmt::format("[nest: {} bytes are left out here]\n",
                          static_cast<std::uint64_t>(in_.tellg()) - done);
    }
    while (copy_line()) {
    }
  }

 private:
  /// False at the end.
  bool copy_line() {
    if (!in_ || !out_ || in_.peek() == std::istream::traits_type::eof()) return false;
    std::string line;
    char c = 0;
    while (line.size() < limits_.line + kMargin && in_.get(c) && c != '\n') line += c;
    if (!in_ || c == '\n') {
      out_ << mask_text(line) << '\n';
      return true;
    }
    const std::uint64_t left = skip_line();
    line = mask_text(line);
    line.resize(line.size() > kMargin ? line.size() - kMargin : 0);
    out_ << line << fmt::format("[nest: about {} bytes of this line are left out]\n", left + kMargin);
    return true;
  }

  /// To the begin of the next line, or the end; what was skipped.
  std::uint64_t skip_line() {
    in_.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    const auto skipped = static_cast<std::uint64_t>(in_.gcount());
    if (!in_) {
      in_.clear();
      in_.seekg(0, std::ios::end);
    }
    return skipped;
  }

  std::istream& in_;
  std::ostream& out_;
  const LogLimits& limits_;
};

}  // namespace

std::string copy_log(const std::string& from, const std::string& to, const LogLimits& limits) {
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(from, error);
  std::ifstream in(from, std::ios::binary);
  if (error || !in) return {};  // a service that was not started has no log
  std::ofstream out(to, std::ios::binary);
  LogCopy(in, out, limits).copy(size);
  out.close();
  return out ? std::string() : fmt::format("{} could not be written: {}", to, std::strerror(errno));
}

}  // namespace nest
