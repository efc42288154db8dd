#include "compiler/project/load_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "compiler/project/read_file.h"
#include "compiler/source/utf8.h"

namespace nest {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// "27, in line 3, column 5": where an editor finds it. The column counts code points; what is before
/// `offset` has to be UTF-8.
std::string place_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const std::size_t line_start = before.rfind('\n') + 1;
  const auto column = std::ranges::count_if(before.substr(line_start), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
  });
  return fmt::format("{}, in line {}, column {}", offset, std::ranges::count(before, '\n') + 1, column + 1);
}

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
    emitter.emit(DiagnosticCode::FileNotUtf8, std::nullopt, name, place_of(text, *offset))
        .help("save the file as UTF-8");
    return std::nullopt;
  }
  if (const std::size_t offset = text.find('\0'); offset != std::string::npos) {
    emitter.emit(DiagnosticCode::FileHasNul, std::nullopt, name, place_of(text, offset));
    return std::nullopt;
  }
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  return sources.add(name, std::move(text));
}

}  // namespace nest
