#include "compiler/syntax/read_rest.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include "compiler/diagnostics/diagnostic_sink.h"
#include "compiler/syntax/generated.h"
#include "compiler/syntax/outline.h"
#include "compiler/syntax/simulators.h"
#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {
namespace {

/// How often a file is parsed to find what else of it has to be left out. The errors that were reported are
/// out from the beginning, and most files need no second try.
constexpr int kMostTries = 8;

class SilentSink final : public DiagnosticSink {
 public:
  void report(Diagnostic) override {}
};

/// Gives up at the first error, and knows where it was.
class FirstError final : public antlr4::BailErrorStrategy {
 public:
  void recover(antlr4::Parser* parser, std::exception_ptr error) override {
    try {
      std::rethrow_exception(error);
    } catch (const antlr4::RecognitionException& why) {
      place_ = why.getOffendingToken();
    }
    BailErrorStrategy::recover(parser, std::move(error));
  }
  antlr4::Token* recoverInline(antlr4::Parser* parser) override {
    place_ = parser->getCurrentToken();
    return BailErrorStrategy::recoverInline(parser);
  }

  /// A byte of the text, or the one behind it.
  [[nodiscard]] std::size_t place(std::string_view text) const {
    return place_->getType() == kEndOfFile ? text.size() : place_->getStartIndex();
  }

 private:
  const antlr4::Token* place_ = nullptr;
};

/// Null when there is an error, of which `strategy` knows then.
NestParser::FileContext* parse_strictly(NestParser& parser, std::size_t most_rules, SyntaxErrors& errors,
                                        const std::shared_ptr<FirstError>& strategy) {
  parser.removeErrorListeners();
  parser.limit_depth(most_rules, [&](const antlr4::Token&) {
    errors.abandon(DiagnosticCode::NestedTooDeep, errors.span(0, 0), most_rules);
  });
  parser.setErrorHandler(strategy);
  for (const auto mode : {antlr4::atn::PredictionMode::SLL, antlr4::atn::PredictionMode::LL}) {
    parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(mode);
    try {
      return parser.file();
    } catch (const antlr4::ParseCancellationException&) {
      parser.reset();
    }
  }
  return nullptr;
}

/// One try: the tree of what `outline` has left, or nothing, and then `outline` leaves out more.
class Attempt {
 public:
  Attempt(FileId file, std::string_view text, Lexer& lexer, const ParseLimits& limits)
      : file_(file), text_(text), lexer_(lexer), limits_(limits) {}

  /// False: there is no hope.
  bool run(std::vector<FileToken> tokens, Outline& outline) {
    outline.hide(tokens);
    FileTokens stream(std::move(tokens), lexer_);
    NestParser parser(&stream);
    use_own_automata(parser);
    SilentSink sink;
    Emitter emitter(sink);
    SyntaxErrors errors(emitter, file_, limits_.errors);
    const auto strategy = std::make_shared<FirstError>();
    NestParser::FileContext* const tree = parse_strictly(parser, limits_.rules, errors, strategy);
    if (tree == nullptr) return outline.leave_out(strategy->place(text_));
    ast::File made = TreeBuilder(file_, text_, stream, limits_, errors).file(*tree);
    if (!errors.any()) result_ = std::move(made);
    return std::ranges::all_of(errors.places(), [&](const SyntaxErrors::Place& place) {
      return outline.leave_out(place.span.begin);
    });
  }

  std::optional<ast::File>& result() { return result_; }

 private:
  FileId file_;
  std::string_view text_;
  Lexer& lexer_;
  const ParseLimits& limits_;
  std::optional<ast::File> result_;
};

}  // namespace

ast::File unread_file(FileId file, std::string_view text) {
  ast::File unread;
  unread.id = file;
  unread.gaps.push_back({file, 0, static_cast<std::uint32_t>(text.size())});
  return unread;
}

ast::File read_rest(FileId file, std::string_view text, const std::vector<FileToken>& tokens, Lexer& lexer,
                    const ParseLimits& limits, const SyntaxErrors& found) {
  std::optional<Outline> outline = Outline::of(text, tokens);
  if (!outline) return unread_file(file, text);
  for (const SyntaxErrors::Place& place : found.places()) {
    // What is in the comment is not known.
    if (place.code == DiagnosticCode::CommentNotClosed || !outline->leave_out(place.span.begin))
      return unread_file(file, text);
  }
  Attempt attempt(file, text, lexer, limits);
  for (int i = 0; i < kMostTries && attempt.run(tokens, *outline); ++i) {
    if (!attempt.result()) continue;
    outline->note_gaps(*attempt.result());
    return std::move(*attempt.result());
  }
  return unread_file(file, text);
}

}  // namespace nest::syntax
