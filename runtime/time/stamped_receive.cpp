#include "runtime/time/stamped_receive.h"

#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <ctime>

namespace nest {
namespace {

Nanoseconds nanoseconds(const timespec& time) { return time.tv_sec * kSecond + time.tv_nsec; }

}  // namespace

Nanoseconds wall_clock() {
  timespec time{};
  clock_gettime(CLOCK_REALTIME, &time);
  return nanoseconds(time);
}

bool ask_for_stamps(int fd) {
  const int on = 1;
  return setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) == 0;
}

// A time stamp is all that is asked for, so that it stands first, if anything does.
Nanoseconds stamp_in(const char* control, std::size_t size) {
  cmsghdr head{};
  timespec stamp{};
  if (size < CMSG_LEN(sizeof stamp)) return 0;
  std::memcpy(&head, control, sizeof head);
  if (head.cmsg_level != SOL_SOCKET || head.cmsg_type != SCM_TIMESTAMPNS) return 0;
  std::memcpy(&stamp, control + CMSG_LEN(0), sizeof stamp);
  return nanoseconds(stamp);
}

StampedBytes receive_stamped(int fd, char* out, std::size_t size) {
  iovec part{out, size};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(timespec))> control;
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  StampedBytes received;
  // Without the C library's wrapper, which in a program of several threads arms and disarms the cancellation
  // of its thread.
  received.size = syscall(SYS_recvmsg, fd, &message, 0);
  if (received.size <= 0) return received;
  received.at = stamp_in(control.data(), message.msg_controllen);
  return received;
}

}  // namespace nest
