#include "runtime/cli/descriptor_limit.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

namespace nest {

namespace {

// Standard streams, report files, the compiler's; and a worker's epoll, eventfd and resolver.
constexpr std::uint64_t kOwn = 64;
constexpr std::uint64_t kWorker = 8;

std::uint64_t descriptors_besides_users(std::uint64_t threads) { return kOwn + kWorker * threads; }

}  // namespace

std::uint64_t users_within_descriptor_limit(std::uint64_t threads) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  const std::uint64_t others = descriptors_besides_users(threads);
  return limit.rlim_max > others ? limit.rlim_max - others : 0;
}

std::optional<std::string> raise_descriptor_limit(std::uint64_t users, std::uint64_t threads) {
  const std::uint64_t needed = users + descriptors_besides_users(threads);
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return std::nullopt;
  const rlim_t hard = limit.rlim_max;
  if (hard < needed) {
    // Only a privileged process may do this; for all others the limit stays.
    limit.rlim_max = needed;
    limit.rlim_cur = needed;
    if (setrlimit(RLIMIT_NOFILE, &limit) == 0) return std::nullopt;
    limit.rlim_max = hard;
  }
  limit.rlim_cur = hard;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur >= needed) return std::nullopt;
  return fmt::format(
      "{} users need about {} open files, but this process may have {}; raise the limit (ulimit -Hn, or "
      "LimitNOFILE= "
      "of a service) or use fewer users",
      users, needed, limit.rlim_cur);
}

}  // namespace nest
