#pragma once

#include <cstddef>

#include "compiler/ast/ast.h"
#include "compiler/diagnostics/emitter.h"
#include "compiler/source/source_set.h"

namespace nest {

/// What a file may ask of the parser and of everything after it that walks its tree. Beyond a limit there is
/// a diagnostic and no tree; the stack is never at risk.
struct ParseLimits {
  std::size_t brackets = 200;           ///< brackets, string holes and prefix operators inside each other
  std::size_t rules = 1500;             ///< rules of the grammar inside each other
  std::size_t expression_depth = 1000;  ///< operators and suffixes of one expression, as in `a + b + c + …`
  std::size_t tokens = 500'000;         ///< words in one file
  std::size_t errors = 50;              ///< syntax errors shown for one file
};

/// Reads one file of `sources` and returns its tree. Findings go to `emitter`; with any of them
/// `emitter.errors()` has grown, and the tree holds the declarations without errors (File::gaps says where
/// the others are): no program is to be made of it. Any bytes are safe input, though only UTF-8 gives
/// sensible findings. One thread per emitter, any number of parses at once.
[[nodiscard]] ast::File parse(FileId file, const SourceSet& sources, const ParseLimits& limits,
                              Emitter& emitter);

}  // namespace nest
