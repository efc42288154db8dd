#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/hir/expression.h"

namespace nest::sema {

/// What the runtime would write for a string in a hole of this encoding. Header: the text itself; sema
/// refuses what does not fit there.
[[nodiscard]] std::string encode(hir::Encoding encoding, std::string_view text);

/// The constant part of a URL as it goes over the wire: bytes that no URL may contain are percent-encoded,
/// the rest (delimiters and earlier `%XX` included) stays as written.
[[nodiscard]] std::string encode_url_text(std::string_view text);

/// The text of a constant of type Int, Bool or String; none for others, whose text is the runtime's to
/// decide.
[[nodiscard]] std::optional<std::string> constant_text(const hir::Expression& expression);

}  // namespace nest::sema
