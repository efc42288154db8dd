#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

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
  /// Bytes have come: its own, to change, until it returns. It may close the stream, its own or another.
  virtual void received(char* bytes, std::size_t size) = 0;
  /// Nothing more will come: the peer has closed its side (0), or an errno. It may close the stream.
  virtual void ended(int error) = 0;
  /// `rest` of what was to be sent was not: there is no room for it (0), or an errno. The text is valid
  /// during the call, which may come from inside any send(): it must not open, close or send.
  virtual void left_unsent(std::string_view rest, int error) = 0;

 protected:
  ~StreamHandler() = default;
};

}  // namespace nest
