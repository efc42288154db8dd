#pragma once

#include <cstddef>
#include <functional>

namespace nest {

/// Calls `work` once for each number below `count`: in this thread, and in more when the machine has the
/// cores and each of them gets `worth_a_thread` calls or more. Returns when all calls have. Calls may be at
/// the same time and in any order. What a call throws is thrown here, by the first thread that has something
/// to throw, after the others have finished.
void in_parallel(std::size_t count, std::size_t worth_a_thread, const std::function<void(std::size_t)>& work);

}  // namespace nest
