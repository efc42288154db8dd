#include "compiler/sema/foreign_words.h"

#include <algorithm>
#include <array>
#include <span>

namespace nest::sema {
namespace {

struct Word {
  std::string_view word;
  std::string_view hint;
};

constexpr std::string_view kRequest = "a request is a statement of its own: `GET \"/path\"`";
constexpr std::string_view kState =
    "a taskset's state has no owner in front of it: `token`, not `self.token`";
constexpr std::string_view kSleep =
    "`sleep 1s` waits inside a task, `wait 1s..5s` after each task of a taskset";
constexpr std::string_view kLog = "`log \"text {value}\"` writes a line";
constexpr std::string_view kCheck =
    "a check is `expect condition`; `require condition` also abandons the task";
constexpr std::string_view kCondition =
    "a request's conditions stand in its braces, `GET \"/\" { expect status == 200 }`; of an answer that was "
    "kept it is "
    "`answer.status`";
constexpr std::string_view kAnswer =
    "an answer is kept by `let page = GET \"/\"`, and then looked at: `page.json`, `page.body`";
constexpr std::string_view kVariable = "a value is kept by `let x = 3`, one that changes by `var x = 3`";
constexpr std::string_view kFile =
    "a file's rows are a declaration: `data users = csv(\"users.csv\") unique`";
constexpr std::string_view kClock = "the time is `now()`, written by `format_time(now(), \"%F\")`";
constexpr std::string_view kUser = "the user's number is `user.id`, from 0";
constexpr std::string_view kRandom = "a random number is `random(1, 10)`";
constexpr std::string_view kWait = "think time is a line of the taskset: `wait 1s..5s`";
constexpr std::string_view kNull =
    "nothing is `null`, in a variable of a type `T?`: `var token: string? = null`";

constexpr std::array kWords = {
    Word{"self", kState},
    Word{"this", kState},
    Word{"http", kRequest},
    Word{"https", kRequest},
    Word{"client", kRequest},
    Word{"requests", kRequest},
    Word{"axios", kRequest},
    Word{"fetch", kRequest},
    Word{"session", kRequest},
    Word{"request", kRequest},
    Word{"visit", kRequest},
    Word{"time", kSleep},
    Word{"gevent", kSleep},
    Word{"setTimeout", kSleep},
    Word{"print", kLog},
    Word{"println", kLog},
    Word{"printf", kLog},
    Word{"console", kLog},
    Word{"logging", kLog},
    Word{"check", kCheck},
    Word{"assert", kCheck},
    Word{"with", "an answer is kept by `let page = GET \"/\"`; its conditions stand in its braces"},
    Word{"await", "each line waits for its own answer: leave `await` out"},
    Word{"range", "numbers in a row are `1..10`: `for i in 1..10 { … }`"},
    Word{"group", "`transaction \"name\" { … }` times several requests as one"},
    Word{"pause", kSleep},
    Word{"think", kSleep},
    Word{"think_time", kSleep},
    Word{"status", kCondition},
    Word{"json", kAnswer},
    Word{"body", kAnswer},
    Word{"response", kAnswer},
    Word{"res", kAnswer},
    Word{"open", kFile},
    Word{"read", kFile},
    Word{"csv", kFile},
    Word{"papaparse", kFile},
    Word{"SharedArray", kFile},
    Word{"feed", kFile},
    Word{"datetime", kClock},
    Word{"Date", kClock},
    Word{"randint", kRandom},
    Word{"int", kVariable},
    Word{"float", kVariable},
    Word{"string", kVariable},
    Word{"str", kVariable},
    Word{"const", kVariable},
    Word{"vu", kUser},
    Word{"user_id", kUser},
    Word{"Math", kRandom},
    Word{"randomIntBetween", kRandom},
    Word{"between", kWait},
    Word{"constant", kWait},
    Word{"constant_pacing", "write `wait pace 10s`"},
    Word{"constant_throughput", "write `wait rate 0.5/s`"},
    Word{"True", "write `true`"},
    Word{"False", "write `false`"},
    Word{"None", kNull},
    Word{"nil", kNull},
    Word{"undefined", kNull},
    Word{"__VU", kUser},
    Word{"__ITER", "the user's picks so far are `user.iteration`"},
    Word{"__ENV", "a variable of the environment is `env(\"NAME\")`"},
    Word{"os", "a variable of the environment is `env(\"NAME\")`"},
    Word{"JSON", "an answer is read by `.json`, a body is written by `json { key: value }`"},
};

constexpr std::string_view kOutcome =
    "what an answer has to be like stands in its request: `expect status == 200`";

constexpr std::array kFields = {
    Word{"status_code", "it is `.status`"},
    Word{"statusCode", "it is `.status`"},
    Word{"code", "it is `.status`"},
    Word{"text", "it is `.body`"},
    Word{"content", "it is `.body`"},
    Word{"data", "it is `.body`, or `.json`"},
    Word{"headers", "it is `.header(\"Name\")`"},
    Word{"elapsed", "it is `.time`"},
    Word{"timings", "it is `.time`"},
    Word{"duration", "it is `.time`"},
    Word{"length", "it is `.size`"},
    Word{"failure", kOutcome},
    Word{"success", kOutcome},
    Word{"raise_for_status", kOutcome},
};

std::string_view find(std::span<const Word> words, std::string_view word) {
  const auto found = std::ranges::find(words, word, &Word::word);
  return found == words.end() ? std::string_view() : found->hint;
}

}  // namespace

std::string_view foreign_word_hint(std::string_view word) { return find(kWords, word); }

std::string_view foreign_field_hint(std::string_view word) { return find(kFields, word); }

}  // namespace nest::sema
