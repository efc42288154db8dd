#pragma once

#include <string>
#include <string_view>

namespace nest {

/// Walks over the elements of a JSON array by their brackets and strings alone; whether an element is JSON is
/// for others to say.
class JsonRows {
 public:
  enum class Step { Row, End, Broken };

  /// At the array's `[`, blanks before it allowed.
  explicit JsonRows(std::string_view text);
  /// At an element that next() has given before.
  static JsonRows from(std::string_view text_from_there);

  /// The next element, which has to be an object.
  [[nodiscard]] Step next(std::string_view& row);
  /// Behind the array only blanks may stand; call it after End.
  [[nodiscard]] bool is_followed_by_nothing();

  /// Why the last step was Broken, and where.
  [[nodiscard]] std::string_view fault() const { return fault_; }
  [[nodiscard]] const char* position() const { return at_; }
  /// Whether it was the text's end that came too early.
  [[nodiscard]] bool is_at_end() const { return at_ == end_; }

 private:
  enum class Before { Array, First, Element, Separator };

  void skip_blanks();
  Step broken(std::string_view why);
  bool skip_object();

  const char* at_;
  const char* end_;
  Before before_ = Before::Array;
  std::string_view fault_;
};

}  // namespace nest
