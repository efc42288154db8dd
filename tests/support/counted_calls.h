#pragma once

// Counts the system calls and allocations of the thread that asks. The counters stand in front of the C
// library's functions, so this needs a build without sanitizers, which stand there themselves, and a
// processor whose system calls counted_calls.cpp knows how to make; elsewhere NEST_TEST_COUNTS_CALLS is not
// defined.

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define NEST_TEST_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define NEST_TEST_SANITIZED 1
#endif
#endif

#if !defined(NEST_TEST_SANITIZED) && defined(__x86_64__)
#define NEST_TEST_COUNTS_CALLS 1

namespace nest::test {

struct CountedCalls {
  int send = 0;
  int recv = 0;
  int epoll_wait = 0;
  int epoll_ctl = 0;
  int ring_wait = 0;  // io_uring_enter to wait; liburing submits by itself
  int allocations = 0;
};
/// Of this thread: the servers' threads have their own.
extern thread_local CountedCalls counted_calls;

}  // namespace nest::test

#endif
