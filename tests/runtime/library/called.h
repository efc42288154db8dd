#pragma once

#include <cstdint>
#include <cstring>
#include <deque>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/library/library.h"

namespace nest::library {

inline nest_value of(std::int64_t value) { return {NEST_INT, {.i = value}}; }
inline nest_value of(int value) { return of(std::int64_t{value}); }
inline nest_value of(double value) { return {NEST_FLOAT, {.f = value}}; }
inline nest_value of(bool value) { return {NEST_BOOL, {.i = value ? 1 : 0}}; }
inline nest_value of(std::string_view text) { return {NEST_STRING, {.s = {text.data(), text.size()}}}; }
inline nest_value of(const char* text) { return of(std::string_view(text)); }
inline nest_value of(const std::vector<nest_value>& items) {
  return {NEST_LIST, {.l = {items.data(), items.size()}}};
}
inline nest_value duration(std::int64_t value) { return {NEST_DURATION, {.i = value}}; }

/// Calls functions by their names, with memory of its own; says what they gave as text, `! why` for a
/// failure.
class Caller final : public Surroundings {
 public:
  /// `row` counts among the rows of that name.
  std::string call(std::string_view name, const std::vector<nest_value>& arguments, int row = 0) {
    for (const Function& function : functions()) {
      if (function.signature.substr(0, function.signature.find('(')) != name || row-- > 0) continue;
      nest_value out{};
      Call call(*this, arguments, out);
      return function.run(call) == NEST_OK ? said(out) : "! " + failure;
    }
    throw std::logic_error("no such function");
  }

  char* text(std::size_t size) override {
    if (size > limit) return nullptr;
    return texts_.emplace_back(size + NEST_PADDING, '#').data();
  }
  void shrink(char*, std::size_t) override {}
  nest_value* items(std::size_t count) override {
    if (count > limit) return nullptr;
    return lists_.emplace_back(count + 1).data();
  }
  std::uint64_t random_bits() override { return bits++; }
  std::uint64_t random_below(std::uint64_t bound) override { return bits++ % bound; }
  std::int64_t wall_clock() override { return 1'700'000'000'123'456'789; }
  nest_status fail(nest_status kind, std::string_view message) override {
    failure = (kind == NEST_MISSING ? "missing: " : "") + std::string(message);
    return kind;
  }
  nest_status fail_for_space() override { return fail(NEST_FAILED, "no space"); }

  std::size_t limit = 1000;
  std::uint64_t bits = 0;
  std::string failure;

 private:
  static std::string said(const nest_value& value) {
    switch (value.kind) {
      case NEST_FLOAT:
        return std::to_string(value.as.f);
      case NEST_BOOL:
        return value.as.i != 0 ? "true" : "false";
      case NEST_STRING:
        return {value.as.s.data, value.as.s.size};
      case NEST_LIST: {
        std::string text;
        for (std::uint64_t i = 0; i < value.as.l.count; ++i)
          text += (i > 0 ? "|" : "") + said(value.as.l.items[i]);
        return "[" + text + "]";
      }
      default:
        return std::to_string(value.as.i);
    }
  }

  std::deque<std::string> texts_;
  std::deque<std::vector<nest_value>> lists_;
};

}  // namespace nest::library
