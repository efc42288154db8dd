#pragma once

#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/syntax/file_tokens.h"
#include "compiler/syntax/lexer.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/syntax_errors.h"

namespace nest::syntax {

/// The tree of a file with syntax errors, without the declarations and members that have an error in them:
/// File::gaps says what is missing. What is in it was written as it stands, and is as whole as a tree of a
/// file without errors, because the rest is parsed anew: nothing of it is an error strategy's guess. When it
/// cannot be told what belongs together, the whole file is one gap.
///
/// `tokens` are those that `lexer` made of `text`, `found` all that is wrong with them. Reports nothing.
/// Throws Abandoned.
[[nodiscard]] ast::File read_rest(FileId file, std::string_view text, const std::vector<FileToken>& tokens,
                                  Lexer& lexer, const ParseLimits& limits, const SyntaxErrors& found);

/// The tree of a file of which nothing can be told.
[[nodiscard]] ast::File unread_file(FileId file, std::string_view text);

}  // namespace nest::syntax
