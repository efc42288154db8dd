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
    Word{"await", "each line waits for its own answer: leave `await` out"},
    Word{"range", "numbers in a row are `1..10`: `for i in 1..10 { … }`"},
    Word{"group", "a group of requests is a taskset of its own"},
    Word{"Math", kRandom},
    Word{"randint", kRandom},
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
    Word{"__VU", "the user's number is `user.id`, from 0"},
    Word{"__ITER", "the user's picks so far are `user.iteration`"},
    Word{"__ENV", "a variable of the environment is `env(\"NAME\")`"},
    Word{"os", "a variable of the environment is `env(\"NAME\")`"},
    Word{"JSON", "an answer is read by `.json`, a body is written by `json { key: value }`"},
};

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
};

std::string_view find(std::span<const Word> words, std::string_view word) {
  const auto found = std::ranges::find(words, word, &Word::word);
  return found == words.end() ? std::string_view() : found->hint;
}

}  // namespace

std::string_view foreign_word_hint(std::string_view word) { return find(kWords, word); }

std::string_view foreign_field_hint(std::string_view word) { return find(kFields, word); }

}  // namespace nest::sema
