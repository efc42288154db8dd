#pragma once

#include <cstdio>
#include <expected>
#include <memory>
#include <string>

namespace nest {

/// A file that a report goes to. It is opened, and emptied, before the run, so that a folder that is missing
/// or a disk that is read-only is found then; a write that fails later is kept as an error.
class OutputFile {
 public:
  /// The error names the path and the system's reason.
  [[nodiscard]] static std::expected<OutputFile, std::string> open(const std::string& path);

  /// Appends, down to the system: what was written survives the end of this process. Does nothing after an
  /// error.
  void write(const std::string& text);
  /// Empty when all is well.
  [[nodiscard]] const std::string& error() const { return error_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  OutputFile(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {}

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::string error_;
};

}  // namespace nest
