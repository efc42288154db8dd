#pragma once

#include <optional>
#include <string>

#include "compiler/source/span.h"

namespace nest::ast {

/// An identifier where it was written.
struct Name {
  std::string text;
  Span span;
};

/// A type where it was written: `int`, `list<string>`, `string?`.
struct TypeName {
  Name name;
  std::optional<Name> element;
  bool is_optional = false;
  Span span;
};

/// As written, without blanks.
[[nodiscard]] inline std::string text_of(const TypeName& type) {
  const std::string value = type.element ? type.name.text + "<" + type.element->text + ">" : type.name.text;
  return type.is_optional ? value + "?" : value;
}

}  // namespace nest::ast
