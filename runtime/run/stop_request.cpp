#include "runtime/run/stop_request.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

namespace nest {

StopRequest::StopRequest() : event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (event_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

StopRequest::~StopRequest() { close(event_); }

void StopRequest::press() noexcept {
  const int error = errno;  // a signal handler must not change it
  presses_.fetch_add(1);
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(event_, &one, sizeof one);
  errno = error;
}

void StopRequest::take_note() {
  std::uint64_t noted = 0;
  [[maybe_unused]] const auto count = read(event_, &noted, sizeof noted);
}

}  // namespace nest
