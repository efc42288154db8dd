#include "tests/fuzz/simple_json.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

namespace nest::simple {
namespace {

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::optional<Value> whole() {
    blanks();
    std::optional<Value> result = value(0);
    blanks();
    if (at_ != text_.size()) return std::nullopt;
    return result;
  }

 private:
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  void blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }

  std::optional<Value> value(int depth) {
    if (depth > 900) return std::nullopt;
    const std::size_t begin = at_;
    Value result;
    if (!content(result, depth)) return std::nullopt;
    result.source = text_.substr(begin, at_ - begin);
    return result;
  }

  bool content(Value& out, int depth) {
    switch (peek()) {
      case '{':
        return object(out, depth);
      case '[':
        return array(out, depth);
      case '"':
        out.kind = Kind::String;
        return string(out.text);
      case 'n':
        return take("null");
      case 't':
        out.kind = Kind::Bool;
        out.truth = true;
        return take("true");
      case 'f':
        out.kind = Kind::Bool;
        return take("false");
      default:
        out.kind = Kind::Number;
        return number();
    }
  }

  bool array(Value& out, int depth) {
    out.kind = Kind::Array;
    take('[');
    blanks();
    if (take(']')) return true;
    do {
      blanks();
      std::optional<Value> child = value(depth + 1);
      if (!child) return false;
      out.children.push_back(std::move(*child));
      blanks();
    } while (take(','));
    return take(']');
  }

  bool object(Value& out, int depth) {
    out.kind = Kind::Object;
    take('{');
    blanks();
    if (take('}')) return true;
    do {
      blanks();
      std::string key;
      if (peek() != '"' || !string(key)) return false;
      blanks();
      if (!take(':')) return false;
      blanks();
      std::optional<Value> child = value(depth + 1);
      if (!child) return false;
      out.keys.push_back(std::move(key));
      out.children.push_back(std::move(*child));
      blanks();
    } while (take(','));
    return take('}');
  }

  bool digits() {
    const std::size_t begin = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ > begin;
  }

  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      return digits();
    }
    return true;
  }

  bool string(std::string& out) {
    take('"');
    while (at_ < text_.size()) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '"') return take('"');
      if (c < 0x20) return false;
      if (c == '\\' ? !escape(out) : !code_point(out)) return false;
    }
    return false;
  }

  bool escape(std::string& out) {
    ++at_;
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (take('u')) return unicode(out);
    const std::size_t which = at_ < text_.size() ? kNames.find(text_[at_]) : std::string_view::npos;
    if (which == std::string_view::npos) return false;
    out += kMeanings[which];
    ++at_;
    return true;
  }

  std::optional<unsigned> four_digits() {
    unsigned result = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = peek();
      const std::string_view lower = "0123456789abcdef";
      const std::string_view upper = "0123456789ABCDEF";
      const std::size_t digit = std::min(lower.find(c), upper.find(c));
      if (at_ >= text_.size() || digit == std::string_view::npos) return std::nullopt;
      result = result * 16 + static_cast<unsigned>(digit);
      ++at_;
    }
    return result;
  }

  bool unicode(std::string& out) {
    std::optional<unsigned> unit = four_digits();
    if (!unit || (*unit >= 0xdc00 && *unit < 0xe000)) return false;
    if (*unit >= 0xd800 && *unit < 0xdc00) {
      if (!take("\\u")) return false;
      const std::optional<unsigned> low = four_digits();
      if (!low || *low < 0xdc00 || *low >= 0xe000) return false;
      *unit = 0x10000 + ((*unit - 0xd800) << 10) + (*low - 0xdc00);
    }
    append(out, *unit);
    return true;
  }

  static void append(std::string& out, unsigned code) {
    const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80 | ((code >> shift) & 0x3f)); };
    if (code < 0x80) {
      out += static_cast<char>(code);
    } else if (code < 0x800) {
      out += static_cast<char>(0xc0 | (code >> 6));
      tail(0);
    } else if (code < 0x10000) {
      out += static_cast<char>(0xe0 | (code >> 12));
      tail(6);
      tail(0);
    } else {
      out += static_cast<char>(0xf0 | (code >> 18));
      tail(12);
      tail(6);
      tail(0);
    }
  }

  /// One code point of UTF-8: decoded, checked to be the shortest form and no surrogate, and copied.
  bool code_point(std::string& out) {
    const auto lead = static_cast<unsigned char>(text_[at_]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xc0 ? 0
                               : lead < 0xe0 ? 2
                               : lead < 0xf0 ? 3
                               : lead < 0xf8 ? 4
                                             : 0;
    if (length == 0 || text_.size() - at_ < length) return false;
    unsigned code = length == 1 ? lead : lead & (0x7fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
      const auto next = static_cast<unsigned char>(text_[at_ + i]);
      if ((next & 0xc0) != 0x80) return false;
      code = code << 6 | (next & 0x3f);
    }
    std::string shortest;
    append(shortest, code);
    if (shortest.size() != length || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return false;
    out += shortest;
    at_ += length;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool whole_int(const Value& value) { return value.source.find_first_of(".eE") == std::string_view::npos; }

std::string_view digits_of(const Value& value) {
  return value.source == "-0" ? std::string_view("0") : value.source;
}

bool equal_numbers(const Value& left, const Value& right) {
  if (whole_int(left) && whole_int(right)) return digits_of(left) == digits_of(right);
  if (left.number() != right.number()) return false;
  // An int beside a float: written out, the float must have the same digits.
  for (const Value* value : {&left, &right}) {
    if (!whole_int(*value)) continue;
    char written[400];
    std::snprintf(written, sizeof written, "%.0f", value->number());
    const std::string_view digits(written);
    if ((digits == "-0" ? "0" : digits) != digits_of(*value)) return false;
  }
  return true;
}

bool equal_objects(const Value& left, const Value& right) {
  std::map<std::string_view, const Value*> a;
  std::map<std::string_view, const Value*> b;
  for (std::size_t i = 0; i < left.keys.size(); ++i) a.try_emplace(left.keys[i], &left.children[i]);
  for (std::size_t i = 0; i < right.keys.size(); ++i) b.try_emplace(right.keys[i], &right.children[i]);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.first == y.first && equal(*x.second, *y.second);
  });
}

}  // namespace

const Value* Value::member(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] == key) return &children[i];
  }
  return nullptr;
}

const Value* Value::element(std::size_t index) const {
  return kind == Kind::Array && index < children.size() ? &children[index] : nullptr;
}

double Value::number() const { return std::strtod(std::string(source).c_str(), nullptr); }

bool Value::finite() const { return std::isfinite(number()); }

std::optional<Value> parse(std::string_view text) { return Parser(text).whole(); }

bool equal(const Value& left, const Value& right) {
  if (left.kind != right.kind) return false;
  switch (left.kind) {
    case Kind::Null:
      return true;
    case Kind::Bool:
      return left.truth == right.truth;
    case Kind::Number:
      return equal_numbers(left, right);
    case Kind::String:
      return left.text == right.text;
    case Kind::Object:
      return equal_objects(left, right);
    case Kind::Array:
      return std::equal(left.children.begin(), left.children.end(), right.children.begin(),
                        right.children.end(), [](const Value& a, const Value& b) { return equal(a, b); });
  }
  return false;
}

}  // namespace nest::simple
