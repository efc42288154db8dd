#include "compiler/diagnostics/json_text.h"

#include <fmt/format.h>

#include <cstddef>

#include "compiler/source/utf8.h"

namespace nest {

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (!point.valid) {
      out += "\\ufffd";
    } else if (point.value == '"' || point.value == '\\') {
      out += '\\';
      out += text[at];
    } else if (point.value < 0x20 || point.value == 0x7F) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(point.value));
    } else {
      out += text.substr(at, point.bytes);
    }
    at += point.bytes;
  }
  return out + '"';
}

}  // namespace nest
