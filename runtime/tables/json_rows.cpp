#include "runtime/tables/json_rows.h"

namespace nest {

JsonRows::JsonRows(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

JsonRows JsonRows::from(std::string_view text_from_there) {
  JsonRows rows(text_from_there);
  rows.before_ = Before::Element;
  return rows;
}

void JsonRows::skip_blanks() {
  while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\n' || *at_ == '\r')) ++at_;
}

JsonRows::Step JsonRows::broken(std::string_view why) {
  fault_ = why;
  return Step::Broken;
}

JsonRows::Step JsonRows::next(std::string_view& row) {
  skip_blanks();
  if (before_ == Before::Array) {
    if (at_ == end_ || *at_ != '[') return broken("the file has to hold an array of objects: `[{…}, {…}]`");
    ++at_;
    before_ = Before::First;
    skip_blanks();
  }
  if (at_ != end_ && *at_ == ']' && before_ != Before::Element) {
    ++at_;
    return Step::End;
  }
  if (before_ == Before::Separator) {
    if (at_ == end_ || *at_ != ',') return broken("a comma or the array's `]` is missing");
    ++at_;
    skip_blanks();
  }
  if (at_ == end_ || *at_ != '{') return broken("a row has to be an object: `{\"name\": …}`");
  const char* const begin = at_;
  if (!skip_object()) return broken("an object is not closed");
  row = {begin, static_cast<std::size_t>(at_ - begin)};
  before_ = Before::Separator;
  return Step::Row;
}

bool JsonRows::is_followed_by_nothing() {
  skip_blanks();
  return at_ == end_;
}

// From its brace to behind the closing one.
bool JsonRows::skip_object() {
  int depth = 0;
  bool in_string = false;
  for (; at_ != end_; ++at_) {
    const char c = *at_;
    if (in_string) {
      if (c == '\\') {
        if (++at_ == end_) return false;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      ++at_;
      return true;
    }
  }
  return false;
}

}  // namespace nest
