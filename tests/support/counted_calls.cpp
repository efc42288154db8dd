#include "tests/support/counted_calls.h"

#ifdef NEST_TEST_COUNTS_CALLS

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>

#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <ctime>
#include <new>

namespace nest::test {

thread_local CountedCalls counted_calls;

}  // namespace nest::test

namespace {

using nest::test::counted_calls;

/// The system call itself: the C library's own ways to make one are what is stood in front of.
long raw_call(long number, long a, long b, long c, long d, long e, long f) {
  long result = 0;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  if (result < 0 && result > -4096) {
    errno = static_cast<int>(-result);
    return -1;
  }
  return result;
}

long address(const void* pointer) { return reinterpret_cast<long>(pointer); }

}  // namespace

extern "C" long syscall(long number, ...) noexcept {
  std::va_list arguments;
  va_start(arguments, number);
  const long a = va_arg(arguments, long);
  const long b = va_arg(arguments, long);
  const long c = va_arg(arguments, long);
  const long d = va_arg(arguments, long);
  const long e = va_arg(arguments, long);
  const long f = va_arg(arguments, long);
  va_end(arguments);
  if (number == SYS_sendto) ++counted_calls.send;
  if (number == SYS_recvfrom || number == SYS_recvmsg) ++counted_calls.recv;
  if (number == SYS_io_uring_enter) ++counted_calls.ring_wait;
  return raw_call(number, a, b, c, d, e, f);
}

extern "C" ssize_t send(int fd, const void* data, std::size_t size, int flags) {
  ++counted_calls.send;
  return raw_call(SYS_sendto, fd, address(data), static_cast<long>(size), flags, 0, 0);
}
extern "C" ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  ++counted_calls.send;
  return raw_call(SYS_sendmsg, fd, address(message), flags, 0, 0, 0);
}
extern "C" ssize_t recv(int fd, void* data, std::size_t size, int flags) {
  ++counted_calls.recv;
  return raw_call(SYS_recvfrom, fd, address(data), static_cast<long>(size), flags, 0, 0);
}
extern "C" int epoll_pwait2(int epoll, epoll_event* events, int size, const timespec* timeout,
                            const sigset_t* mask) {
  ++counted_calls.epoll_wait;
  constexpr long kMaskSize = 8;
  return static_cast<int>(
      raw_call(SYS_epoll_pwait2, epoll, address(events), size, address(timeout), address(mask), kMaskSize));
}
extern "C" int epoll_wait(int epoll, epoll_event* events, int size, int timeout) {
  ++counted_calls.epoll_wait;
  return static_cast<int>(raw_call(SYS_epoll_wait, epoll, address(events), size, timeout, 0, 0));
}
extern "C" int epoll_ctl(int epoll, int what, int fd, epoll_event* event) noexcept {
  ++counted_calls.epoll_ctl;
  return static_cast<int>(raw_call(SYS_epoll_ctl, epoll, what, fd, address(event), 0, 0));
}

void* operator new(std::size_t size) {
  ++counted_calls.allocations;
  if (void* const memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

#endif
