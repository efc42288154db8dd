#include "compiler/mix/wait.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nest::mix {
namespace {

// E[max(0, X)] of a normal X: what cutting it at 0 leaves.
double cut_normal_mean(double mean, double deviation) {
  if (deviation <= 0) return std::max(mean, 0.0);
  const double z = mean / deviation;
  const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
  const double below = std::erfc(-z / std::numbers::sqrt2) / 2;
  return mean * below + deviation * density;
}

}  // namespace

double mean_wait(const hir::Wait& wait) {
  const auto a = static_cast<double>(wait.a);
  const auto b = static_cast<double>(wait.b);
  switch (wait.kind) {
    case hir::WaitKind::None:
      return 0;
    case hir::WaitKind::Uniform:
      return (a + b) / 2;
    case hir::WaitKind::Normal:
      return cut_normal_mean(a, b);
    default:
      return a;
  }
}

}  // namespace nest::mix
