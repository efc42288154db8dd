#include "runtime/values/patterns.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <ctime>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/values/list.h"
#include "runtime/values/text.h"

namespace nest {
namespace {

// A scenario that makes a new pattern for every search is to fill no memory.
constexpr std::size_t kMostComputed = 256;

// More no arena holds, whatever else the task has.
constexpr std::size_t kMostFound = Arena::kDefaultLimit / sizeof(nest_value);
// A worker keeps room for this many matches from one search to the next.
constexpr std::size_t kMostKept = 4096;

// How long one search for all matches may take of the thread, on which other users wait meanwhile.
constexpr std::int64_t kMostTime = 2'000'000'000;
// So many bytes may be looked at between two looks at the clock.
constexpr std::uint64_t kBytesBetweenLooks = std::uint64_t{64} << 20;

using Expression = std::unique_ptr<RE2>;

RE2::Options options() {
  RE2::Options options;
  options.set_log_errors(false);
  return options;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

Expression compile(std::string_view pattern) { return std::make_unique<RE2>(piece(pattern), options()); }

// What stands for a text of no bytes at no address: an address tells a group that matched nothing from one
// that took no part.
constexpr std::array<char, NEST_PADDING> kNothing{};

Result<std::string_view> search(const RE2& expression, std::string_view text, Arena& arena) {
  if (text.data() == nullptr) text = {kNothing.data(), 0};
  const int group = expression.NumberOfCapturingGroups() > 0 ? 1 : 0;
  std::array<re2::StringPiece, 2> found;
  if (!expression.Match(piece(text), 0, text.size(), RE2::UNANCHORED, found.data(), group + 1)) {
    return missing(arena, "nothing matches `{}` in the body: {}", excerpt(expression.pattern()),
                   excerpt(text));
  }
  const re2::StringPiece& part = found.at(static_cast<std::size_t>(group));
  if (part.data() == nullptr) {
    return missing(arena, "the first group of `{}` took no part in the match `{}`",
                   excerpt(expression.pattern()), excerpt({found[0].data(), found[0].size()}));
  }
  return std::string_view(part.data(), part.size());
}

// Where the next search begins after an empty match: behind the code point, or behind one byte of what is
// none.
std::size_t one_further(std::string_view text, std::size_t at) {
  std::size_t next = at + 1;
  while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U) ++next;
  return std::min(next, at + 4);
}

/// The time that this thread has worked, as long as a search goes on. Each search for one match takes time
/// linear in the bytes up to the end, but how far it looks nobody is told: for most expressions it is the
/// next few bytes, for `(?:a*b)?` among many `a`s all of them, again and again. So what counts is the time.
class TimeLimit {
 public:
  // False when the time is up. `ahead`: the bytes that the next search can look at.
  bool allows(std::size_t ahead) {
    bytes_ += ahead;
    if (bytes_ < kBytesBetweenLooks) return true;
    bytes_ = 0;
    const std::int64_t now = time_of_thread();
    if (begin_ == 0) begin_ = now;
    return now - begin_ <= kMostTime;
  }

 private:
  static std::int64_t time_of_thread() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
  }

  std::uint64_t bytes_ = 0;
  std::int64_t begin_ = 0;
};

enum class Collected { All, TooMany, TooLong };

Collected collect(const RE2& expression, std::string_view text, std::vector<nest_value>& found) {
  const int group = expression.NumberOfCapturingGroups() > 0 ? 1 : 0;
  std::array<re2::StringPiece, 2> match;
  const char* last_end = nullptr;
  std::size_t at = 0;
  TimeLimit limit;
  while (at <= text.size() &&
         expression.Match(piece(text), at, text.size(), RE2::UNANCHORED, match.data(), group + 1)) {
    const re2::StringPiece& whole = match[0];
    const auto begin = static_cast<std::size_t>(whole.data() - text.data());
    at = whole.empty() ? one_further(text, begin) : begin + whole.size();
    if (at <= text.size() && !limit.allows(text.size() - at)) return Collected::TooLong;
    if (whole.empty() && whole.data() == last_end) continue;
    last_end = whole.data() + whole.size();
    if (found.size() == kMostFound) return Collected::TooMany;
    const re2::StringPiece& part = match.at(static_cast<std::size_t>(group));
    found.push_back(value_of_text(part.data() == nullptr ? std::string_view(kNothing.data(), 0)
                                                         : std::string_view(part.data(), part.size())));
  }
  return Collected::All;
}

Result<nest_list> fails_for_time(const RE2& expression, std::size_t found, Arena& arena) {
  return fails(arena, "the search for all `{}` has taken more than two seconds, for {} match{} so far",
               excerpt(expression.pattern()), found, found == 1 ? "" : "es");
}

Result<nest_list> search_all(const RE2& expression, std::string_view text, std::vector<nest_value>& found,
                             Arena& arena) {
  if (text.data() == nullptr) text = {kNothing.data(), 0};
  const Collected outcome = collect(expression, text, found);
  const Result<nest_list> list = outcome == Collected::All ? make_list(found, arena)
                                 : outcome == Collected::TooMany
                                     ? fails_for_space()
                                     : fails_for_time(expression, found.size(), arena);
  found.clear();
  if (found.capacity() > kMostKept) std::vector<nest_value>().swap(found);
  return list;
}

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

}  // namespace

struct Patterns::Compiled {
  std::vector<nest_value> found;  // while a search collects; kept for the next one
  std::vector<Expression> constants;
  std::unordered_map<std::string, Expression, TextHash, std::equal_to<>> computed;
};

Patterns::Patterns(std::span<const nest_str> constants) : compiled_(std::make_unique<Compiled>()) {
  compiled_->constants.reserve(constants.size());
  for (const nest_str& pattern : constants) compiled_->constants.push_back(compile(view_of(pattern)));
}

Patterns::~Patterns() = default;

Result<std::string_view> Patterns::find(std::string_view text, std::uint32_t constant, Arena& arena) {
  assert(constant < compiled_->constants.size());
  const RE2& expression = *compiled_->constants[constant];
  assert(expression.ok());
  return search(expression, text, arena);
}

Result<nest_list> Patterns::find_all(std::string_view text, std::uint32_t constant, Arena& arena) {
  assert(constant < compiled_->constants.size());
  return search_all(*compiled_->constants[constant], text, compiled_->found, arena);
}

template <typename T, typename Search>
Result<T> Patterns::by_computed(std::string_view pattern, Arena& arena, const Search& search) {
  auto& computed = compiled_->computed;
  auto known = computed.find(pattern);
  if (known == computed.end()) {
    if (computed.size() >= kMostComputed) computed.clear();
    known = computed.emplace(pattern, compile(pattern)).first;
  }
  const RE2& expression = *known->second;
  if (expression.ok()) return search(expression);
  return fails(arena, "`{}` is not a regular expression: {}", excerpt(pattern), excerpt(expression.error()));
}

Result<std::string_view> Patterns::find(std::string_view text, std::string_view pattern, Arena& arena) {
  return by_computed<std::string_view>(
      pattern, arena, [&](const RE2& expression) { return search(expression, text, arena); });
}

Result<nest_list> Patterns::find_all(std::string_view text, std::string_view pattern, Arena& arena) {
  return by_computed<nest_list>(pattern, arena, [&](const RE2& expression) {
    return search_all(expression, text, compiled_->found, arena);
  });
}

}  // namespace nest
