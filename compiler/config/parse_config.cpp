#include "compiler/config/parse_config.h"

#include <string>
#include <utility>

#include "compiler/config/toml_scan.h"
#include "compiler/source/utf8.h"

namespace nest::config {

std::optional<TomlDocument> parse_config(FileId file, const SourceSet& sources, Emitter& emitter) {
  auto document = TomlDocument::parse(std::string(sources.file(file).text()));
  if (document) return std::move(*document);
  const TomlFault& fault = document.error();
  const std::string_view text = sources.file(file).text();
  const Span span{
      file, fault.offset,
      fault.offset < text.size() ? static_cast<std::uint32_t>(decode_utf8(text, fault.offset).bytes) : 0U};
  if (fault.too_deep) {
    emitter.emit(DiagnosticCode::ConfigTooDeep, span, kMostKeyParts);
  } else {
    emitter.emit(DiagnosticCode::ConfigSyntax, span, fault.message).help("{}", fault.help);
  }
  return std::nullopt;
}

}  // namespace nest::config
