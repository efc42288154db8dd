#include "compiler/syntax/parse.h"

#include "compiler/syntax/char_stream.h"
#include "compiler/syntax/generated.h"
#include "compiler/syntax/read_rest.h"
#include "compiler/syntax/recovery.h"
#include "compiler/syntax/simulators.h"
#include "compiler/syntax/source_tokens.h"
#include "compiler/syntax/token_scan.h"
#include "compiler/syntax/token_shapes.h"
#include "compiler/syntax/tree_builder.h"

namespace nest {
namespace syntax {
namespace {

/// Nearly every file parses in the fast mode, which knows no contexts; what does not is read again in the
/// exact mode, which also reports and recovers. Null when there is no tree without errors. Leaves the file
/// when its tree gets too deep for whoever walks it.
NestParser::FileContext* parse_tree(NestParser& parser, std::string_view text, const TokenList& list,
                                    const ParseLimits& limits, SyntaxErrors& errors) {
  parser.removeErrorListeners();
  auto* const simulator = parser.getInterpreter<antlr4::atn::ParserATNSimulator>();
  parser.limit_depth(limits.rules, [&](const antlr4::Token& at) {
    const bool end = at.getType() == kEndOfFile;
    const std::size_t begin = end ? text.size() : at.getStartIndex();
    errors.abandon(DiagnosticCode::NestedTooDeep, errors.span(begin, end ? begin : at.getStopIndex() + 1),
                   limits.rules);
  });
  simulator->setPredictionMode(antlr4::atn::PredictionMode::SLL);
  parser.setErrorHandler(std::make_shared<antlr4::BailErrorStrategy>());
  try {
    return parser.file();
  } catch (const antlr4::ParseCancellationException&) {
    parser.reset();
  }
  simulator->setPredictionMode(antlr4::atn::PredictionMode::LL);
  const auto recovery = std::make_shared<Recovery>(text, list, errors);
  parser.setErrorHandler(recovery);
  NestParser::FileContext* const tree = parser.file();
  return recovery->failed() ? nullptr : tree;
}

/// The tree, empty when the parser found an error; in `shapes`, unless it is null, the tokens as well.
ast::File build_tree(FileId file, std::string_view text, FileTokens& tokens, const TokenList& list,
                     const ParseLimits& limits, SyntaxErrors& errors, std::vector<SourceToken>* shapes) {
  NestParser parser(&tokens);
  use_own_automata(parser);
  NestParser::FileContext* const tree = parse_tree(parser, text, list, limits, errors);
  if (tree == nullptr) return {};
  if (shapes != nullptr) *shapes = source_tokens(*tree);
  return TreeBuilder(file, text, tokens, limits, errors).file(*tree);
}

/// The tree; in `shapes`, unless it is null, the file's tokens as well. Of a file with errors the tree of the
/// rest.
ast::File parse_text(FileId file, std::string_view text, const ParseLimits& limits, SyntaxErrors& errors,
                     std::vector<SourceToken>* shapes) {
  ByteOffsetStream characters(text);
  Lexer lexer(&characters);
  use_own_automata(lexer);
  lexer.removeErrorListeners();
  TokenList list = scan(text, lexer, limits, errors);
  FileTokens tokens(std::move(list.tokens), lexer);
  ast::File result = build_tree(file, text, tokens, list, limits, errors, shapes);
  if (errors.any() && shapes == nullptr) result = read_rest(file, text, tokens.all(), lexer, limits, errors);
  for (const auto& [begin, end] : lexer.directives()) result.directives.push_back(errors.span(begin, end));
  return result;
}

}  // namespace
}  // namespace syntax

ast::File parse(FileId file, const SourceSet& sources, const ParseLimits& limits, Emitter& emitter) {
  syntax::SyntaxErrors errors(emitter, file, limits.errors);
  const std::string_view text = sources.file(file).text();
  try {
    return syntax::parse_text(file, text, limits, errors, nullptr);
  } catch (const syntax::Abandoned&) {
    return syntax::unread_file(file, text);
  }
}

std::optional<ParsedSource> parse_with_tokens(FileId file, const SourceSet& sources,
                                              const ParseLimits& limits, Emitter& emitter) {
  syntax::SyntaxErrors errors(emitter, file, limits.errors);
  try {
    ParsedSource parsed;
    parsed.tree = syntax::parse_text(file, sources.file(file).text(), limits, errors, &parsed.tokens);
    if (errors.any()) return std::nullopt;
    return parsed;
  } catch (const syntax::Abandoned&) {
    return std::nullopt;
  }
}

}  // namespace nest
