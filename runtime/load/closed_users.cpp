#include "runtime/load/closed_users.h"

#include <algorithm>
#include <cmath>

namespace nest {

ClosedUsers::ClosedUsers(std::uint64_t users, double spawn_rate) : users_(users), batch_(1), rate_(0) {
  constexpr double kFastest = 1e9;  // one a nanosecond
  if (!(spawn_rate > 0)) return;    // not a number neither
  rate_ = std::min(spawn_rate, kFastest);
  batch_ = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(rate_));
}

Nanoseconds ClosedUsers::start_of(std::uint64_t number) const {
  if (rate_ <= 0 || number < batch_) return 0;
  // The last user of batch b starts at b * k/r, those before it 1/r apart: user n at (n + 1 - k) / r.
  const double seconds = static_cast<double>(number + 1 - batch_) / rate_;
  constexpr double kLatest = 100.0 * 365 * 24 * 3600;
  return std::llround(std::min(seconds, kLatest) * static_cast<double>(kSecond));
}

std::uint64_t ClosedUsers::started_by(Nanoseconds time) const {
  if (time < 0) return 0;
  if (rate_ <= 0) return users_;
  const double guess =
      static_cast<double>(time) / static_cast<double>(kSecond) * rate_ + static_cast<double>(batch_);
  std::uint64_t count = guess >= static_cast<double>(users_) ? users_ : static_cast<std::uint64_t>(guess);
  // The formula and start_of() round each in their own way.
  while (count > 0 && start_of(count - 1) > time) --count;
  while (count < users_ && start_of(count) <= time) ++count;
  return count;
}

}  // namespace nest
