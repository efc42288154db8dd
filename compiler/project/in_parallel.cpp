#include "compiler/project/in_parallel.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace nest {
namespace {

/// None when there are no more threads to be had: those that there are do the work.
std::optional<std::future<void>> begin(const std::function<void()>& work) {
  try {
    return std::async(std::launch::async, work);
  } catch (const std::system_error&) {
    return std::nullopt;
  }
}

}  // namespace

void in_parallel(std::size_t count, std::size_t worth_a_thread,
                 const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  const auto take = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t threads = std::min(cores, count / worth_a_thread);
  std::vector<std::future<void>> others;
  while (others.size() + 1 < threads) {
    std::optional<std::future<void>> other = begin(take);
    if (!other) break;
    others.push_back(std::move(*other));
  }
  take();
  for (std::future<void>& other : others) other.get();
}

}  // namespace nest
