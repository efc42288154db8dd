#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "compiler/source/source_file.h"
#include "compiler/source/span.h"

namespace nest {

/// All files of one compilation, in the order in which they were added. Owns them; references stay valid for
/// its life. Filled by one thread, then read by any.
class SourceSet {
 public:
  FileId add(std::string path, std::string text) {
    files_.emplace_back(std::move(path), std::move(text));
    return static_cast<FileId>(files_.size() - 1);
  }
  /// Takes the file that was added last out again; nothing may point into it.
  void forget_last() { files_.pop_back(); }
  [[nodiscard]] const SourceFile& file(FileId id) const { return files_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] std::size_t size() const { return files_.size(); }

  [[nodiscard]] std::string_view text(Span span) const {
    return file(span.file).text().substr(span.begin, span.length);
  }
  [[nodiscard]] LineColumn position(Span span) const { return file(span.file).position(span.begin); }

 private:
  std::deque<SourceFile> files_;
};

}  // namespace nest
