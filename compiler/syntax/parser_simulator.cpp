#include "compiler/syntax/parser_simulator.h"

namespace nest::syntax {
namespace {

/// Whether the state says the alternative without looking at predicates or at the rules around.
bool is_plain(const antlr4::dfa::DFAState& state) {
  return state.predicates.empty() && !state.requiresFullContext;
}

}  // namespace

/// Follows the automaton as far as it is known; ANTLR builds what is missing.
std::size_t ParserSimulator::predict(FileTokens& tokens, std::size_t decision,
                                     antlr4::ParserRuleContext* around, std::uint16_t& known) {
  const antlr4::dfa::DFA& automaton = decisionToDFA[decision];
  antlr4::dfa::DFAState* state =
      automaton.isPrecedenceDfa() ? automaton.getPrecedenceStartState(parser->getPrecedence()) : automaton.s0;
  for (ssize_t ahead = 1; state != nullptr; ++ahead) {
    state = getExistingTargetState(state, tokens.LA(ahead));
    if (state == nullptr || !state->isAcceptState) continue;
    if (!is_plain(*state)) break;
    if (ahead == 1) known = static_cast<std::uint16_t>(state->prediction);
    return state->prediction;
  }
  return ParserATNSimulator::adaptivePredict(&tokens, decision, around);
}

}  // namespace nest::syntax
