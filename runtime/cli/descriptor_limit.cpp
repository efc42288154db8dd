#include "runtime/cli/descriptor_limit.h"

#include <sys/resource.h>

namespace nest {

namespace {

// Standard streams, report files, the compiler's; and a worker's epoll, eventfd and resolver.
constexpr std::uint64_t kOwn = 64;
constexpr std::uint64_t kWorker = 8;

}  // namespace

std::uint64_t users_within_descriptor_limit(std::uint64_t threads) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  const std::uint64_t others = descriptors_needed(0, threads);
  return limit.rlim_max > others ? limit.rlim_max - others : 0;
}

std::uint64_t descriptors_needed(std::uint64_t users, std::uint64_t threads) {
  return users + kOwn + kWorker * threads;
}

void raise_descriptor_limit(std::uint64_t needed) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t hard = limit.rlim_max;
  if (hard < needed) {
    // Only a privileged process may do this; for all others the limit stays.
    limit.rlim_max = needed;
    limit.rlim_cur = needed;
    if (setrlimit(RLIMIT_NOFILE, &limit) == 0) return;
    limit.rlim_max = hard;
  }
  limit.rlim_cur = hard;
  static_cast<void>(setrlimit(RLIMIT_NOFILE, &limit));
}

}  // namespace nest
