#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/abi/nest_abi.h"

namespace nest::library {

/// Where a function finds room for what it makes, and chance and time; and where it says why it gives
/// nothing. The runtime has one for a user's task, the compiler one that folds constants.
class Surroundings {
 public:
  /// Room for a text of `size` bytes and its padding; null when there is none.
  [[nodiscard]] virtual char* text(std::size_t size) = 0;
  /// Gives back all but the first `used` bytes of what text() gave last.
  virtual void shrink(char* text, std::size_t used) = 0;
  /// Room for the items of a list; null when there is none. Never null for none.
  [[nodiscard]] virtual nest_value* items(std::size_t count) = 0;
  /// 64 random bits, and a number in [0, bound), each equally likely.
  [[nodiscard]] virtual std::uint64_t random_bits() = 0;
  [[nodiscard]] virtual std::uint64_t random_below(std::uint64_t bound) = 0;
  /// Nanoseconds since 1970.
  [[nodiscard]] virtual std::int64_t wall_clock() = 0;
  /// Describes a failure and gives `kind`, NEST_FAILED or NEST_MISSING.
  virtual nest_status fail(nest_status kind, std::string_view message) = 0;
  /// Describes that there was no room.
  virtual nest_status fail_for_space() = 0;

 protected:
  ~Surroundings() = default;
};

[[nodiscard]] inline nest_value text_value(std::string_view text) {
  nest_value value{.kind = NEST_STRING, .as = {}};
  value.as.s.data = text.data();
  value.as.s.size = text.size();
  return value;
}

/// One call on its way: arguments of the kinds that the signature says, and the value to give.
class Call {
 public:
  Call(Surroundings& surroundings, std::span<const nest_value> arguments, nest_value& out)
      : around(surroundings), arguments_(arguments), out_(out) {}

  Surroundings& around;

  [[nodiscard]] const nest_value& value(std::size_t i) const { return arguments_[i]; }
  [[nodiscard]] std::int64_t integer(std::size_t i) const { return arguments_[i].as.i; }
  [[nodiscard]] double real(std::size_t i) const { return arguments_[i].as.f; }
  [[nodiscard]] std::string_view text(std::size_t i) const {
    return {arguments_[i].as.s.data, arguments_[i].as.s.size};
  }
  [[nodiscard]] std::span<const nest_value> list(std::size_t i) const {
    return {arguments_[i].as.l.items, arguments_[i].as.l.count};
  }

  // Each ends the call well.
  nest_status give(const nest_value& value) {
    out_ = value;
    return NEST_OK;
  }
  nest_status give_int(std::int64_t value) { return give({NEST_INT, {.i = value}}); }
  nest_status give_duration(std::int64_t value) { return give({NEST_DURATION, {.i = value}}); }
  nest_status give_float(double value) { return give({NEST_FLOAT, {.f = value}}); }
  nest_status give_bool(bool value) { return give({NEST_BOOL, {.i = value ? 1 : 0}}); }
  /// `text` is from text() of the surroundings, or part of an argument.
  nest_status give_text(std::string_view text) { return give(text_value(text)); }
  nest_status give_list(const nest_value* items, std::size_t count) {
    return give({NEST_LIST, {.l = {items, count}}});
  }
  /// A copy, with room of its own.
  nest_status give_copy(std::string_view text);

  nest_status fail(std::string_view message) { return around.fail(NEST_FAILED, message); }

 private:
  std::span<const nest_value> arguments_;
  nest_value& out_;
};

/// What a function depends on beside its arguments. With nothing it is worked out when compiled, where it can
/// be.
enum class Needs : std::uint8_t { Nothing, Chance, Time };

/// One function: all that the checker, the compiled code and the docs know of it.
struct Function {
  /// `name(parameter: type, …) -> type`, as docs/language.md shows it. `T` is any type that a list can hold,
  /// the same everywhere in the row. Rows of one name are told apart by the arguments' types, the first that
  /// fits is called;
  /// `+` and `==` are operators.
  std::string_view signature;
  Needs needs{};
  /// Whether it may give NEST_MISSING, which `??` catches.
  bool may_be_missing = false;
  nest_status (*run)(Call& call) = nullptr;
};

/// All of them; the position is the number that nest_library_call is given.
[[nodiscard]] std::span<const Function> functions();

}  // namespace nest::library
