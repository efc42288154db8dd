#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/foreign_statements.h"
#include "compiler/syntax/generated.h"
#include "compiler/syntax/hints.h"
#include "compiler/syntax/syntax_errors.h"
#include "compiler/syntax/token_scan.h"

namespace nest::syntax {

/// What the parser does about an unexpected token: says so in our words, and goes on after skipping as little
/// as makes sense. Blocks in braces are skipped whole, so that one error does not shift what belongs to what.
class Recovery final : public antlr4::DefaultErrorStrategy {
 public:
  /// `text` and `list` belong to the file that is parsed, and outlive the parser.
  Recovery(std::string_view text, const TokenList& list, SyntaxErrors& errors)
      : text_(text), list_(list), errors_(errors) {}

  void sync(antlr4::Parser* parser) override;
  void recover(antlr4::Parser* parser, std::exception_ptr error) override;

  /// True once anything was unexpected: the tree is not to be walked.
  [[nodiscard]] bool failed() const { return failed_; }

 protected:
  void beginErrorCondition(antlr4::Parser* parser) override {
    failed_ = true;
    DefaultErrorStrategy::beginErrorCondition(parser);
  }
  void reportNoViableAlternative(antlr4::Parser* parser, const antlr4::NoViableAltException& error) override;
  void reportInputMismatch(antlr4::Parser* parser, const antlr4::InputMismatchException& error) override;
  void reportUnwantedToken(antlr4::Parser* parser) override;
  void reportMissingToken(antlr4::Parser* parser) override;
  antlr4::Token* singleTokenDeletion(antlr4::Parser* parser) override;
  bool singleTokenInsertion(antlr4::Parser* parser) override;
  void consumeUntil(antlr4::Parser* parser, const antlr4::misc::IntervalSet& types) override;

 private:
  /// Reports `token`; `expected` may be empty when nothing useful is known.
  void unexpected(antlr4::Parser& parser, const antlr4::Token& token,
                  const antlr4::misc::IntervalSet& expected);
  std::string advice(antlr4::Parser& parser, const antlr4::Token& token,
                     const antlr4::misc::IntervalSet& expected);
  Situation situation(antlr4::Parser& parser, const antlr4::Token& token,
                      const antlr4::misc::IntervalSet& expected);
  /// Whether it was about a `?` that no type has; reports that instead.
  bool about_optional(antlr4::Parser& parser, const antlr4::Token& token);
  std::string misspelt(antlr4::Parser& parser, const antlr4::Token& token,
                       const antlr4::misc::IntervalSet& expected) const;
  /// About a word of another language that stands here; empty when it is none.
  [[nodiscard]] std::string_view foreign_word(antlr4::Parser& parser, const antlr4::Token& token,
                                              ForeignPlace place);
  /// About a word of another language, in front of the token in the same statement; empty when there is none.
  std::string_view foreign_statement(antlr4::Parser& parser, const antlr4::Token& token) const;
  /// The innermost `(` around a token that is closed there or behind it, by its index; kNone when another
  /// bracket is nearer.
  [[nodiscard]] std::size_t parenthesis_around(antlr4::Parser& parser, std::size_t token);
  [[nodiscard]] std::vector<std::size_t> openers() const;
  const antlr4::Token& before(antlr4::Parser& parser, const antlr4::Token& token) const;
  void skip_task(antlr4::Parser* parser);
  void skip_rest(antlr4::Parser* parser);
  /// One mistake in parentheses is enough.
  void be_quiet_about_parentheses(antlr4::Parser& parser, std::size_t token);
  void be_quiet_about_header(antlr4::Parser& parser, const antlr4::Token& token);
  bool end_of_file(const antlr4::Token& token);
  [[nodiscard]] bool begins_line(const antlr4::Token& token) const;
  [[nodiscard]] Span span(const antlr4::Token& token) const;
  [[nodiscard]] std::string_view text(const antlr4::Token& token) const;

  std::string_view text_;
  const TokenList& list_;
  SyntaxErrors& errors_;
  std::vector<std::size_t> around_;  // by token: the bracket around it; empty before the first error
  std::size_t quiet_before_ = 0;     // a token: up to there all has been said that there is to say
  bool failed_ = false;
};

}  // namespace nest::syntax
