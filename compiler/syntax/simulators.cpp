#include "compiler/syntax/simulators.h"

#include <cstddef>
#include <vector>

namespace nest::syntax {
namespace {

namespace atn = antlr4::atn;
namespace dfa = antlr4::dfa;

/// What the simulators find out about a grammar, for as long as their thread lives.
struct Automata {
  explicit Automata(const atn::ATN& grammar) {
    decisions.reserve(grammar.getNumberOfDecisions());
    for (std::size_t i = 0; i < grammar.getNumberOfDecisions(); ++i)
      decisions.emplace_back(grammar.getDecisionState(i), i);
  }

  std::vector<dfa::DFA> decisions;
  atn::PredictionContextCache contexts;
};

dfa::DFAState* target_of(const dfa::DFAState& state, std::size_t symbol) {
  const auto edge = state.edges.find(symbol);
  return edge == state.edges.end() ? nullptr : edge->second;
}

class LexerSimulator final : public atn::LexerATNSimulator {
 public:
  LexerSimulator(NestLexer& lexer, Automata& own)
      : LexerATNSimulator(&lexer, lexer.getATN(), own.decisions, own.contexts) {}

 protected:
  dfa::DFAState* getExistingTargetState(dfa::DFAState* state, std::size_t symbol) override {
    return symbol > MAX_DFA_EDGE ? nullptr : target_of(*state, symbol - MIN_DFA_EDGE);
  }
};

class ParserSimulator final : public atn::ParserATNSimulator {
 public:
  ParserSimulator(NestParser& reader, Automata& own)
      : ParserATNSimulator(&reader, reader.getATN(), own.decisions, own.contexts) {}

 protected:
  dfa::DFAState* getExistingTargetState(dfa::DFAState* state, std::size_t symbol) override {
    return target_of(*state, symbol);
  }
};

}  // namespace

void use_own_automata(NestLexer& lexer) {
  thread_local Automata own(lexer.getATN());
  lexer.setInterpreter(new LexerSimulator(lexer, own));  // owned by the lexer
}

void use_own_automata(NestParser& parser) {
  thread_local Automata own(parser.getATN());
  parser.setInterpreter(new ParserSimulator(parser, own));  // owned by the parser
}

}  // namespace nest::syntax
