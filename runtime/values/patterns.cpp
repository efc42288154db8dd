#include "runtime/values/patterns.h"

#include <re2/re2.h>

#include <array>
#include <cassert>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/values/text.h"

namespace nest {
namespace {

// A scenario that makes a new pattern for every search is to fill no memory.
constexpr std::size_t kMostComputed = 256;

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

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

}  // namespace

struct Patterns::Compiled {
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

Result<std::string_view> Patterns::find(std::string_view text, std::string_view pattern, Arena& arena) {
  auto& computed = compiled_->computed;
  auto known = computed.find(pattern);
  if (known == computed.end()) {
    if (computed.size() >= kMostComputed) computed.clear();
    known = computed.emplace(pattern, compile(pattern)).first;
  }
  const RE2& expression = *known->second;
  if (expression.ok()) return search(expression, text, arena);
  return fails(arena, "`{}` is not a regular expression: {}", excerpt(pattern), excerpt(expression.error()));
}

}  // namespace nest
