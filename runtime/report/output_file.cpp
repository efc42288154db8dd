#include "runtime/report/output_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "runtime/report/console.h"

namespace nest {

std::expected<OutputFile, std::string> OutputFile::open(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "we");
  if (file == nullptr) {
    return std::unexpected(fmt::format("{} cannot be written: {}", path, std::strerror(errno)));
  }
  return OutputFile(path, file);
}

void OutputFile::write(const std::string& text) {
  if (!error_.empty()) return;
  const std::string failure = write_text(file_.get(), text);
  if (!failure.empty()) error_ = fmt::format("{} could not be written: {}", path_, failure);
}

}  // namespace nest
