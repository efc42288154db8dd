#include "compiler/syntax/foreign_statements.h"

#include <algorithm>
#include <array>

namespace nest::syntax {
namespace {

struct Word {
  std::string_view word;
  std::string_view hint;
};

constexpr std::string_view kThrows =
    "nothing is thrown: a failure abandons the task; `?? e` says what stands in for what is missing";
constexpr std::string_view kCheck =
    "a check is `expect condition`; `require condition` also abandons the task";
constexpr std::string_view kFunction = "a function is `fn name(count: int) -> string { … }`";
constexpr std::string_view kBehaviour = "what a user does is a `taskset Name { … }`";
constexpr std::string_view kAwait = "each line waits for its own answer: leave the word out";

constexpr std::array kWords = {
    Word{"elif", "it is `else if`"},
    Word{"elsif", "it is `else if`"},
    Word{"try", kThrows},
    Word{"catch", kThrows},
    Word{"except", kThrows},
    Word{"raise", "`fail \"why\"` abandons the task"},
    Word{"throw", "`fail \"why\"` abandons the task"},
    Word{"assert", kCheck},
    Word{"check", kCheck},
    Word{"await", kAwait},
    Word{"async", kAwait},
    Word{"def", kFunction},
    Word{"function", kFunction},
    Word{"func", kFunction},
    Word{"class", kBehaviour},
    Word{"export", kBehaviour},
    Word{"pass", "a block may be empty: `{ }`"},
};

}  // namespace

std::string_view foreign_statement_hint(std::string_view word) {
  const auto found = std::ranges::find(kWords, word, &Word::word);
  return found == kWords.end() ? std::string_view() : found->hint;
}

}  // namespace nest::syntax
