#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/diagnostics/emitter.h"
#include "compiler/source/source_set.h"
#include "compiler/syntax/parse.h"

namespace nest {

/// How a token stands to its neighbours, read off its place in the grammar's rules rather than off the rules'
/// names: a construct that is added to the grammar has shapes without anybody saying so.
enum class TokenShape : std::uint8_t {
  Word,       ///< a keyword or a name
  Literal,    ///< a number, a duration, a whole string with all its holes
  Open,       ///< `(`, `[` or `{` that stands by itself
  TightOpen,  ///< `(` or `[` that belongs to what is in front of it: `f(`, `a[`, `task(`
  Close,
  Comma,
  Colon,    ///< behind a name: `key: value`
  Infix,    ///< between two operands; a line may break in front of it
  Joint,    ///< between two parts, `=` or `->`; no place to break a line
  Prefix,   ///< belongs to what follows: `-` of `-1`
  Postfix,  ///< belongs to what is in front: `?` of `int?`
  Tight,    ///< belongs to both sides: `.`, `..`, `/` of `0.5/s`
};

/// A token of a file without syntax errors.
struct SourceToken {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  TokenShape shape{};
  /// True where a declaration, a member, a statement, a request's item or a field begins: what may have a
  /// line of its own in the braces around it, or in the file.
  bool begins_item = false;
};

/// A file in both its forms: what was written, and the words it was written with. What lies between two
/// tokens is white space and comments.
struct ParsedSource {
  ast::File tree;
  std::vector<SourceToken> tokens;
};

/// Reads a file as parse() does. Nothing when it has syntax errors, which went to `emitter`.
[[nodiscard]] std::optional<ParsedSource> parse_with_tokens(FileId file, const SourceSet& sources,
                                                            const ParseLimits& limits, Emitter& emitter);

}  // namespace nest
