#include "runtime/calibrate/calibration.h"

#include <algorithm>
#include <cmath>

namespace nest::calibrate {

std::vector<PercentileError> compare(const Truth& truth, const Histogram& measured) {
  std::vector<PercentileError> errors;
  for (const double percent : kPercents)
    errors.push_back({percent, truth.percentile(percent), measured.percentile(percent)});
  return errors;
}

std::uint64_t count_over(const Histogram& times, Nanoseconds time) {
  std::uint64_t count = 0;
  for (std::size_t bucket = Histogram::bucket_of(time) + 1; bucket < Histogram::kBuckets; ++bucket)
    count += times.bucket_count(bucket);
  return count;
}

bool StallOutcome::is_visible() const {
  constexpr std::uint64_t kOfEach = 2;
  const bool is_in_both = long_responses * 10 >= kOfEach * users * 9;
  return users > 0 && is_in_both && long_responses > long_services && longest_response * 10 >= length * 9;
}

StallOutcome judge_stall(Nanoseconds length, std::uint64_t users, const Histogram& service,
                         const Histogram& response) {
  return {length,        users,         count_over(service, length / 2), count_over(response, length / 2),
          service.max(), response.max()};
}

double OpenStallOutcome::expected() const {
  return rate * static_cast<double>(length) / static_cast<double>(kSecond) / 2;
}

bool OpenStallOutcome::is_visible() const {
  constexpr double kPart = 0.05;
  const auto truth = static_cast<double>(long_truths);
  const bool is_true = std::abs(static_cast<double>(long_responses) - truth) <= kPart * truth;
  const bool is_whole = truth > 0 && truth >= (1 - kPart) * expected();
  return dropped == 0 && is_true && is_whole && longest_response * 10 >= length * 9;
}

bool Calibration::is_exact() const {
  return !errors.empty() && std::ranges::all_of(errors, &PercentileError::is_met);
}

}  // namespace nest::calibrate
