#include "compiler/configure/interrupts.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace nest::configure {
namespace {

volatile std::sig_atomic_t pressed = 0;
int waking = -1;         // the pipe's reading end
volatile int wake = -1;  // its writing end

extern "C" void nest_note_interrupt(int) {
  const int error = errno;
  pressed = 1;
  if (wake >= 0 && ::write(wake, "", 1) < 0) {
    // The pipe is full, so it is readable already.
  }
  errno = error;
}

}  // namespace

InterruptWatch::InterruptWatch() {
  pressed = 0;
  if (::pipe2(pipe_.data(), O_CLOEXEC | O_NONBLOCK) != 0) pipe_ = {-1, -1};
  waking = pipe_[0];
  wake = pipe_[1];
  struct sigaction action{};
  action.sa_handler = nest_note_interrupt;  // and no SA_RESTART: a read ends
  ::sigaction(SIGINT, &action, &before_);
}

InterruptWatch::~InterruptWatch() {
  ::sigaction(SIGINT, &before_, nullptr);
  wake = -1;
  waking = -1;
  for (const int end : pipe_) {
    if (end >= 0) ::close(end);
  }
}

bool interrupted() { return pressed != 0; }

bool wait_for_input(int fd) {
  std::array<pollfd, 2> watched{{{fd, POLLIN, 0}, {waking, POLLIN, 0}}};
  while (!interrupted()) {
    const int ready = ::poll(watched.data(), watched.size(), -1);
    if (ready > 0 && watched[0].revents != 0) return !interrupted();
    if (ready < 0 && errno != EINTR) return true;  // reading will say what is wrong
  }
  return false;
}

}  // namespace nest::configure
