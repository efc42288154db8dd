#pragma once

#include <string>

#include "compiler/source/span.h"

namespace nest::ast {

/// An identifier where it was written.
struct Name {
  std::string text;
  Span span;
};

}  // namespace nest::ast
