#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "runtime/abi/nest_program.h"
#include "runtime/values/arena.h"
#include "runtime/values/failure.h"

namespace nest {

/// The regular expressions of a program, compiled once (RE2: a search takes time linear in the text, whatever
/// the pattern). Each worker has its own, because searching fills the caches of an expression. A search may
/// allocate; the first ones do.
class Patterns {
 public:
  /// `constants`: nest_program.patterns, which the checker found to be right.
  explicit Patterns(std::span<const nest_str> constants);
  Patterns(const Patterns&) = delete;
  Patterns& operator=(const Patterns&) = delete;
  ~Patterns();

  /// The first group of the first match, or the whole match when there is no group: a slice of the text.
  /// NEST_MISSING: nothing matches, or the group took no part in the match.
  [[nodiscard]] Result<std::string_view> find(std::string_view text, std::uint32_t constant, Arena& arena);
  /// The same for a pattern that the run computed; NEST_FAILED when it is no regular expression. The last
  /// ones used stay compiled.
  [[nodiscard]] Result<std::string_view> find(std::string_view text, std::string_view pattern, Arena& arena);

  /// What find() gives, of every match from the left: slices of the text. A group that took no part is empty.
  /// After an empty match the search goes on one code point further; an empty match right behind another
  /// match is none (as in RE2's GlobalReplace and Go). NEST_FAILED when the arena cannot hold them, or
  /// when the search takes the thread more than two seconds: all matches together may take time that grows
  /// with the square of the text.
  [[nodiscard]] Result<nest_list> find_all(std::string_view text, std::uint32_t constant, Arena& arena);
  /// By a pattern that the run computed, as find().
  [[nodiscard]] Result<nest_list> find_all(std::string_view text, std::string_view pattern, Arena& arena);

 private:
  struct Compiled;
  template <typename T, typename Search>
  [[nodiscard]] Result<T> by_computed(std::string_view pattern, Arena& arena, const Search& search);
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace nest
