#include "runtime/secrets/literals.h"

#include <algorithm>
#include <utility>

namespace nest {
namespace {

// Where a comment that begins at `place` ends; `place` itself when none does.
std::size_t comment_end(std::string_view text, std::size_t place, bool is_toml) {
  const std::string_view rest = text.substr(place);
  if (is_toml ? rest.starts_with('#') : rest.starts_with("//"))
    return std::min(text.find('\n', place), text.size());
  if (is_toml || !rest.starts_with("/*")) return place;
  const std::size_t end = text.find("*/", place + 2);
  return end == std::string_view::npos ? text.size() : end + 2;
}

// What closes the literal that begins at `place`.
std::string_view quotes_at(std::string_view text, std::size_t place) {
  for (const std::string_view three : {R"(""")", "'''"}) {
    if (text.substr(place).starts_with(three)) return three;
  }
  return text.substr(place, 1);
}

/// One text, from its begin to its end.
class LiteralScan {
 public:
  LiteralScan(std::string_view text, bool is_toml) : text_(text), is_toml_(is_toml) {}

  std::vector<Literal> all() {
    while (place_ < text_.size()) step();
    return std::move(literals_);
  }

 private:
  // Over a comment, a literal, or a character.
  void step() {
    if (const std::size_t end = comment_end(text_, place_, is_toml_); end > place_) {
      place_ = end;
    } else if (text_[place_] == '"' || text_[place_] == '\'') {
      literal();
    } else {
      ++place_;
    }
  }

  void literal() {
    const std::size_t first = literals_.size();
    const std::size_t quote = place_;
    const std::string_view quotes = quotes_at(text_, place_);
    const std::size_t begin = place_ + quotes.size();
    for (place_ = begin; place_ < text_.size() && !text_.substr(place_).starts_with(quotes);) {
      if (quotes.size() == 1 && text_[place_] == '\n') break;
      if (quotes.front() == '"' && text_[place_] == '\\') {
        place_ += 2;
      } else if (quotes.front() == '"' && !is_toml_ && text_[place_] == '{' && depth_ < kDeepest) {
        hole();
      } else {
        ++place_;
      }
    }
    place_ = std::min(place_, text_.size());
    // Before those of its holes: in the order in which they begin.
    literals_.insert(literals_.begin() + static_cast<std::ptrdiff_t>(first),
                     {quote, text_.substr(begin, place_ - begin)});
    place_ = std::min(place_ + quotes.size(), text_.size());
  }

  // An expression between braces, which may hold literals; one that is not closed ends with its line.
  void hole() {
    ++depth_;
    int open = 0;
    while (place_ < text_.size() && text_[place_] != '\n') {
      if (text_[place_] == '{') ++open;
      if (text_[place_] == '}' && --open == 0) {
        ++place_;
        break;
      }
      step();
    }
    --depth_;
  }

  static constexpr int kDeepest = 32;
  std::string_view text_;
  bool is_toml_;
  std::size_t place_ = 0;
  int depth_ = 0;
  std::vector<Literal> literals_;
};

}  // namespace

std::vector<Literal> literals_of(std::string_view text, bool is_toml) {
  return LiteralScan(text, is_toml).all();
}

}  // namespace nest
