#pragma once

#include <cstdio>
#include <expected>
#include <memory>
#include <string>

namespace nest {

/// A file that a report goes to. It is opened before the run, so that a folder that is missing or a disk that
/// is read-only is found then, and emptied by the first write: what an earlier run left stays when this one
/// does not begin, and a file made for one that does not begin goes again. A write that fails is kept as an
/// error.
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
  /// The open file; on its end one that was made here and never written is removed.
  struct Handle {
    std::string path;
    std::FILE* stream = nullptr;
    bool made_here = false;
    bool written = false;

    Handle() = default;
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle();
  };

  explicit OutputFile(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}

  std::unique_ptr<Handle> handle_;
  std::string error_;
};

}  // namespace nest
