#pragma once

#include <antlr4-runtime.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "compiler/syntax/file_tokens.h"

namespace nest::syntax {

/// What the parser's decisions have come to, by the first word: the alternative of each that one word
/// decides, 0 where it is not known or takes more words. One of these serves all parsers of a thread.
class KnownChoices {
 public:
  KnownChoices(std::size_t decisions, std::size_t types) : types_(types), rows_(decisions) {}

  /// `precedence` is 0 for a decision that does not look at it.
  std::uint16_t& at(std::size_t decision, std::size_t precedence, std::size_t type) {
    std::vector<std::uint16_t>& row = rows_[decision];
    const std::size_t place = precedence * types_ + type + 1;  // the end of the file is -1
    if (place >= row.size()) row.resize((precedence + 1) * types_);
    return row[place];
  }

 private:
  std::size_t types_;
  std::vector<std::vector<std::uint16_t>> rows_;
};

/// ANTLR's prediction, which answers at once what it has found out before. Reads the automata without a lock:
/// they belong to its thread.
class ParserSimulator final : public antlr4::atn::ParserATNSimulator {
 public:
  ParserSimulator(antlr4::Parser& reader, const antlr4::atn::ATN& grammar,
                  std::vector<antlr4::dfa::DFA>& automata, antlr4::atn::PredictionContextCache& contexts,
                  KnownChoices& known)
      : ParserATNSimulator(&reader, grammar, automata, contexts), known_(known) {}

  std::size_t adaptivePredict(antlr4::TokenStream* input, std::size_t decision,
                              antlr4::ParserRuleContext* around) override {
    auto& tokens = static_cast<FileTokens&>(*input);
    const antlr4::dfa::DFA& automaton = decisionToDFA[decision];
    const std::size_t precedence =
        automaton.isPrecedenceDfa() ? static_cast<std::size_t>(parser->getPrecedence()) : 0;
    std::uint16_t& known = known_.at(decision, precedence, tokens.LA(1));
    return known != 0 ? known : predict(tokens, decision, around, known);
  }

 protected:
  antlr4::dfa::DFAState* getExistingTargetState(antlr4::dfa::DFAState* state, std::size_t type) override {
    const auto edge = state->edges.find(type);
    return edge == state->edges.end() ? nullptr : edge->second;
  }

 private:
  std::size_t predict(FileTokens& tokens, std::size_t decision, antlr4::ParserRuleContext* around,
                      std::uint16_t& known);

  KnownChoices& known_;
};

}  // namespace nest::syntax
