#pragma once

#include <vector>

#include "compiler/syntax/generated.h"
#include "compiler/syntax/source_tokens.h"

namespace nest::syntax {

/// The tokens of a parse tree without errors, in order, with their shapes. ParseLimits bounds the recursion.
[[nodiscard]] std::vector<SourceToken> source_tokens(NestParser::FileContext& file);

}  // namespace nest::syntax
