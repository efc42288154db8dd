#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/time/clock.h"

namespace nest {

/// Told when a descriptor is ready. `events` are EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP, EPOLLRDHUP.
class IoHandler {
 public:
  virtual void ready(std::uint32_t events) = 0;

 protected:
  ~IoHandler() = default;
};

/// Told what a stream does, where the loop sends and receives for it (Engine::IoUring).
class StreamHandler : public IoHandler {
 public:
  /// Bytes have come: its own, to change, until it returns. It may close the stream, its own or another. `at`
  /// is when the kernel had the last of them, by wall_clock(); 0: not known.
  virtual void received(char* bytes, std::size_t size, Nanoseconds at) = 0;
  /// Nothing more will come: the peer has closed its side (0), or an errno. It may close the stream.
  virtual void ended(int error) = 0;
  /// `rest` of what was to be sent was not: there is no room for it (0), or an errno. The text is valid
  /// during the call, which may come from inside any send(): it must not open, close or send.
  virtual void left_unsent(std::string_view rest, int error) = 0;

 protected:
  ~StreamHandler() = default;
};

}  // namespace nest
