#include "tests/oracle/script.h"

#include <fmt/format.h>

#include <array>
#include <new>
#include <utility>

namespace nest::oracle {
namespace {

struct Canned {
  int status;
  std::string_view headers;
  std::string_view body;
};

// Every sort of answer that a scenario meets: good ones, errors, bodies that are no JSON, none at all.
constexpr std::array<Canned, 7> kAnswers = {{
    {200, "Content-Type: application/json\r\nX-Count: 12\r\n",
     R"({"id": 7, "name": "lamp \"é\"", "price": 9.5, "ok": true, "none": null, "items": [{"id": 1}, {"id": 22}, {"id": 333}], "text": "42"})"},
    {201, "X-Count: 3\r\n",
     R"({"id": -5, "name": "", "price": 1e3, "ok": false, "items": [], "text": "no number"})"},
    {404, "", R"({"error": "gone"})"},
    {200, "X-Count: 99999999999999999999\r\n", R"([1, 2, 3, {"id": 4}])"},
    {500, "Content-Type: text/html\r\n", "<html>oops</html>"},
    {0, "", ""},
    {204, "X-Count:  8 \r\n", ""},
}};

nest_str text(Arena& arena, std::string_view value, bool wanted) {
  return wanted ? arena.copy(value) : nest_str{nullptr, 0};
}

}  // namespace

void Script::respond(std::uint32_t method, std::string_view url, std::string_view headers,
                     std::string_view body, std::uint32_t flags) {
  constexpr std::array<std::string_view, 7> kMethods = {"GET",    "POST", "PUT",    "PATCH",
                                                        "DELETE", "HEAD", "OPTIONS"};
  write(fmt::format("{} {} | {} | {}", kMethods.at(method), url, headers, body));
  const Canned& canned = kAnswers.at(answered_ % kAnswers.size());
  ++answered_;
  Arena& arena = task_->arena;
  auto* response = new (arena.try_allocate(sizeof(nest_response))) nest_response{};
  response->status = canned.status;
  response->time = static_cast<std::int64_t>(answered_) * kMillisecond;
  response->size = static_cast<std::int64_t>(canned.body.size());
  response->body = text(arena, canned.body, (flags & NEST_WANTS_BODY) != 0);
  response->headers = text(arena, canned.headers, (flags & NEST_WANTS_HEADERS) != 0);
  response->url = text(arena, url, (flags & NEST_WANTS_URL) != 0);
  task_->context.response = response;
  flags_ = flags;
  in_request_ = true;
  check_failed_ = false;
}

void Script::judge(const Held& held) {
  unsent_ = held.response == nullptr;
  task_->context.response = unsent_ ? &nothing_ : held.response;
  flags_ = held.flags;
  in_request_ = true;
  check_failed_ = false;
}

void Script::finish() {
  if (std::exchange(unsent_, false)) {
    in_request_ = false;
    return;
  }
  const std::int64_t status = task_->context.response->status;
  const bool bad_status = (flags_ & NEST_HAS_STATUS_CONDITION) == 0 && (status == 0 || status >= 400);
  const bool failed = check_failed_ || bad_status;
  task_->context.response->ok = failed ? 0 : 1;
  in_request_ = false;
  write(failed ? "finished: failed" : "finished: ok");
}

void Script::check(std::string_view condition, bool passed) {
  if (unsent_) return;
  if (in_request_ && !passed) check_failed_ = true;
  write(fmt::format("check {}: {}", condition, passed ? "passed" : "failed"));
}

void Script::begin_transaction(std::string_view name) {
  write(fmt::format("transaction {} begins", name));
  transactions_.emplace_back(name);
}

void Script::end_transaction(std::string_view name) {
  std::string ended;
  do {
    ended = std::move(transactions_.back());
    transactions_.pop_back();
    write(fmt::format("transaction {} ends", ended));
  } while (ended != name);
}

void Script::end_transactions(bool failed) {
  for (; !transactions_.empty(); transactions_.pop_back())
    write(fmt::format("transaction {} {}", transactions_.back(), failed ? "is abandoned" : "ends"));
}

void Script::measure(std::string_view metric, std::int64_t amount) {
  write(fmt::format("metric {} {}", metric, amount));
}

}  // namespace nest::oracle
