#include "compiler/syntax/foreign_statements.h"

#include <algorithm>
#include <array>
#include <span>

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

constexpr std::string_view kThink = "the time between two tasks is `wait 1s..5s`";
constexpr std::string_view kSleep = "`sleep 1s` waits inside a task";
constexpr std::string_view kLog = "`log \"text {value}\"` writes a line";
constexpr std::string_view kTransaction = "`transaction \"name\" { … }` times several requests as one";
constexpr std::string_view kChoice = "it is `if … { … } else if … { … }`";
constexpr std::string_view kLoop = "a loop is `for item in list { … }`, `repeat 3 { … }` or `while ok { … }`";
constexpr std::string_view kStep = "a step is `users 100 for 5m`, or `users 0 -> 100 over 30s`";
constexpr std::string_view kLimit = "it is `limit p95 < 500ms`, `limit errors < 1%`";
constexpr std::string_view kImport =
    "only .nest files are imported: requests, checks and waits are part of the language";
constexpr std::string_view kGlobal =
    "outside of tasksets there are `const` and `param`; what changes is a `var` of a taskset";

/// Only in one place.
constexpr std::array kFile = {
    Word{"from", kImport}, Word{"require", kImport},     Word{"let", kGlobal},
    Word{"var", kGlobal},  Word{"scenario", kBehaviour},
};
constexpr std::array kPlan = {
    Word{"stages", kStep},
    Word{"stage", kStep},
    Word{"ramp", kStep},
    Word{"vus", kStep},
    Word{"duration", kStep},
    Word{"target", kStep},
    Word{"ramp_up", kStep},
    Word{"executor", kStep},
    Word{"rate", "arrivals are `arrivals 50/s for 5m`"},
    Word{"thresholds", kLimit},
    Word{"threshold", kLimit},
    Word{"assertions", kLimit},
};
constexpr std::array kMember = {
    Word{"wait_time", kThink},
    Word{"think_time", kThink},
    Word{"pause", kThink},
    Word{"pacing", "tasks that begin so far apart are `wait pace 10s`"},
    Word{"min_wait", kThink},
    Word{"max_wait", kThink},
    Word{"tasks", "each task is written where it is picked: `task(3) name { … }`"},
    Word{"scenario", kBehaviour},
};
constexpr std::array kItems = {
    Word{"headers", "each header is an item of its own: `header \"Name\": value`"},
    Word{"params", "it is `query { page: 1 }`"},
    Word{"data", "it is `form { name: \"x\" }`, `json { name: \"x\" }` or `body \"…\"`"},
    Word{"catch_response", kCheck},
    Word{"allow_redirects", "it is `redirects 0`"},
    Word{"verify", "certificates are checked; `nest run --insecure` does without"},
    Word{"files", "it is `multipart { … }`"},
};
constexpr std::array kStatement = {
    Word{"group", kTransaction},
    Word{"with", "the conditions of a request stand in its braces: `GET \"/\" { expect status == 200 }`"},
    Word{"unless", "it is `if not … { … }`"},
    Word{"switch", kChoice},
    Word{"case", kChoice},
    Word{"foreach", kLoop},
    Word{"do", kLoop},
    Word{"loop", kLoop},
    Word{"print", kLog},
    Word{"echo", kLog},
    Word{"think", kSleep},
    Word{"think_time", kSleep},
    Word{"pause", kSleep},
    Word{"is", "values are compared by `==` and `!=`"},
};

std::span<const Word> words_of(ForeignPlace place) {
  switch (place) {
    case ForeignPlace::File:
      return kFile;
    case ForeignPlace::Plan:
      return kPlan;
    case ForeignPlace::Member:
      return kMember;
    case ForeignPlace::Items:
      return kItems;
    case ForeignPlace::Statement:
      return kStatement;
  }
  return {};
}

/// Anywhere.
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

std::string_view find(std::span<const Word> words, std::string_view word) {
  const auto found = std::ranges::find(words, word, &Word::word);
  return found == words.end() ? std::string_view() : found->hint;
}

}  // namespace

std::string_view foreign_statement_hint(std::string_view word, ForeignPlace place) {
  const std::string_view here = find(words_of(place), word);
  return here.empty() ? find(kWords, word) : here;
}

}  // namespace nest::syntax
