#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace nest {

/// Names code by what it was made from: 64 hexadecimal digits.
class ObjectKey {
 public:
  ObjectKey();
  ObjectKey(const ObjectKey&) = delete;
  ObjectKey& operator=(const ObjectKey&) = delete;
  ~ObjectKey();

  /// Each part counts with its length: "ab", "c" is not "a", "bc".
  void add(std::string_view part);
  /// What else decides how code looks: this build of the compiler and of LLVM, this CPU with its features.
  /// False when the build cannot be told from others: then nothing may be cached.
  [[nodiscard]] bool add_compiler();
  [[nodiscard]] std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nest
