#include "compiler/mix/solve.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace nest::mix {
namespace {

constexpr std::size_t kDense = 400;

std::vector<double> eliminate(const Chain& chain, std::vector<double> right) {
  const std::size_t n = chain.size();
  // Row i: what flows into state i, so the transposed of I - Q.
  std::vector<std::vector<double>> a(n, std::vector<double>(n, 0));
  for (std::size_t i = 0; i < n; ++i) a[i][i] = 1;
  for (std::size_t from = 0; from < n; ++from) {
    for (const Link& link : chain[from]) a[link.to][from] -= link.probability.value;
  }
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i) {
      if (std::abs(a[i][k]) > std::abs(a[pivot][k])) pivot = i;
    }
    std::swap(a[k], a[pivot]);
    std::swap(right[k], right[pivot]);
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = a[i][k] / a[k][k];
      if (factor == 0) continue;
      for (std::size_t j = k; j < n; ++j) a[i][j] -= factor * a[k][j];
      right[i] -= factor * right[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = k + 1; j < n; ++j) right[k] -= a[k][j] * right[j];
    right[k] /= a[k][k];
  }
  return right;
}

std::vector<double> sweep(const Chain& chain, const std::vector<double>& start) {
  constexpr int kSweeps = 20'000;
  const std::size_t n = chain.size();
  Chain into(n);  // by target
  std::vector<double> stays(n, 0);
  for (std::size_t from = 0; from < n; ++from) {
    for (const Link& link : chain[from]) {
      if (link.to == from) {
        stays[from] += link.probability.value;
      } else {
        into[link.to].push_back({static_cast<std::uint32_t>(from), link.probability});
      }
    }
  }
  std::vector<double> visits(n, 0);
  for (int round = 0; round < kSweeps; ++round) {
    double change = 0;
    for (std::size_t i = 0; i < n; ++i) {
      double value = start[i];
      for (const Link& link : into[i]) value += link.probability.value * visits[link.to];
      value /= 1 - stays[i];
      change = std::max(change, std::abs(value - visits[i]) / std::max(1e-300, std::abs(value) + 1e-12));
      visits[i] = value;
    }
    if (change < 1e-14) break;
  }
  return visits;
}

}  // namespace

std::vector<double> expected_visits(const Chain& chain, const std::vector<double>& start) {
  std::vector<double> visits = chain.size() <= kDense ? eliminate(chain, start) : sweep(chain, start);
  for (double& value : visits) value = std::max(value, 0.0);  // rounding
  return visits;
}

}  // namespace nest::mix
