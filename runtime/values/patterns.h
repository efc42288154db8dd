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

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace nest
