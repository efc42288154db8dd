#pragma once

namespace nest::mix {

/// A number about the expected behaviour, and whether it rests on something assumed (a branch that counts as
/// even, a loop that counts as run once). Arithmetic carries the mark along: what is computed from an
/// assumed number is assumed, save where a zero takes it out.
struct Estimate {
  double value = 0;
  bool assumed = false;

  [[nodiscard]] bool is_zero() const { return value == 0; }

  friend Estimate operator+(Estimate a, Estimate b) { return {a.value + b.value, a.assumed || b.assumed}; }
  friend Estimate operator-(Estimate a, Estimate b) { return {a.value - b.value, a.assumed || b.assumed}; }
  friend Estimate operator*(Estimate a, Estimate b) {
    const bool nothing = (a.value == 0 && !a.assumed) || (b.value == 0 && !b.assumed);
    return {a.value * b.value, !nothing && (a.assumed || b.assumed)};
  }
  friend Estimate operator/(Estimate a, Estimate b) {
    const bool nothing = a.value == 0 && !a.assumed;
    return {a.value / b.value, !nothing && (a.assumed || b.assumed)};
  }
  Estimate& operator+=(Estimate other) { return *this = *this + other; }
  friend bool operator==(const Estimate&, const Estimate&) = default;
};

/// A known number.
[[nodiscard]] inline Estimate exact(double value) { return {value, false}; }

/// `then` with probability p, else `otherwise`. When both are the same, p does not matter.
[[nodiscard]] inline Estimate blend(Estimate p, Estimate then, Estimate otherwise) {
  if (then.value == otherwise.value) return {then.value, then.assumed || otherwise.assumed};
  return p * then + (exact(1) - p) * otherwise;
}

}  // namespace nest::mix
