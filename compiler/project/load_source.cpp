#include "compiler/project/load_source.h"

#include <string_view>
#include <utility>

#include "compiler/project/read_file.h"
#include "compiler/source/utf8.h"

namespace nest {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::size_t bytes_of(std::size_t mebibytes) { return mebibytes * 1024 * 1024; }

}  // namespace

std::optional<FileId> load_source(const std::filesystem::path& path, SourceSet& sources, Emitter& emitter,
                                  std::size_t largest_mebibytes) {
  const std::string name = path.string();
  auto text = read_file(path, bytes_of(largest_mebibytes));
  if (!text) {
    emitter.emit(DiagnosticCode::FileUnreadable, std::nullopt, name, text.error());
    return std::nullopt;
  }
  return add_source(name, std::move(*text), sources, emitter, largest_mebibytes);
}

std::optional<FileId> add_source(const std::string& name, std::string text, SourceSet& sources,
                                 Emitter& emitter, std::size_t largest_mebibytes) {
  if (text.size() > bytes_of(largest_mebibytes)) {
    emitter.emit(DiagnosticCode::FileTooLarge, std::nullopt, name, largest_mebibytes)
        .help("move data that the file holds into a file of its own");
    return std::nullopt;
  }
  if (const auto offset = find_invalid_utf8(text)) {
    emitter.emit(DiagnosticCode::FileNotUtf8, std::nullopt, name, *offset).help("save the file as UTF-8");
    return std::nullopt;
  }
  if (const std::size_t offset = text.find('\0'); offset != std::string::npos) {
    emitter.emit(DiagnosticCode::FileHasNul, std::nullopt, name, offset);
    return std::nullopt;
  }
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  return sources.add(name, std::move(text));
}

}  // namespace nest
