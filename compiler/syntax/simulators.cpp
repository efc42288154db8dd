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

class LexerSimulator final : public atn::LexerATNSimulator {
 public:
  LexerSimulator(NestLexer& lexer, Automata& own)
      : LexerATNSimulator(&lexer, lexer.getATN(), own.decisions, own.contexts) {}

 protected:
  dfa::DFAState* getExistingTargetState(dfa::DFAState* state, std::size_t symbol) override {
    if (symbol > MAX_DFA_EDGE) return nullptr;
    const auto edge = state->edges.find(symbol - MIN_DFA_EDGE);
    return edge == state->edges.end() ? nullptr : edge->second;
  }
};

}  // namespace

void use_own_automata(NestLexer& lexer) {
  thread_local Automata own(lexer.getATN());
  lexer.setInterpreter(new LexerSimulator(lexer, own));  // owned by the lexer
}

void use_own_automata(NestParser& parser) {
  thread_local Automata own(parser.getATN());
  thread_local KnownChoices known(own.decisions.size(), parser.getVocabulary().getMaxTokenType() + 2);
  thread_local Arena arena;
  parser.use(new ParserSimulator(parser, parser.getATN(), own.decisions, own.contexts, known), arena);
}

}  // namespace nest::syntax
