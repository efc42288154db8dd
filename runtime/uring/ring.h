#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "runtime/time/clock.h"

namespace nest::uring {

/// A socket as a ring knows it: by its place in the table of the ring's files, which saves the kernel a
/// look-up an operation, or, when that table is full, by its descriptor.
struct Target {
  int number = -1;
  bool fixed = false;
};

/// One end of an operation, or one of many of a receive() that goes on.
struct Completion {
  std::uint64_t key = 0;     ///< of the operation
  std::int32_t result = 0;   ///< of a send: bytes. An errno below 0
  std::uint16_t buffer = 0;  ///< where received() finds the bytes; only when has_buffer
  bool has_buffer = false;   ///< it is to be given back
  bool more = false;         ///< the operation goes on
};

/// What a completion of a receive() has brought.
struct Received {
  char* bytes = nullptr;  ///< in the completion's buffer
  std::size_t size = 0;   ///< 0: the peer has closed its side
  /// When the kernel had the last of them, by wall_clock(); 0: not known, or not asked for
  /// (ask_for_stamps()).
  Nanoseconds at = 0;
};

/// An io_uring with what a worker needs of it: bytes sent and received without waiting for either,
/// completions taken in batches. Made by any thread, then used by one, the one that calls begin().
///
/// Linux 6.1 or later (deferred task running, receiving again and again into a ring of buffers).
class Ring {
 public:
  static constexpr std::size_t kBufferSize = 8 * 1024;

  /// Throws std::system_error when the kernel refuses a part of it; refusal() says why in words.
  Ring();
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;
  ~Ring();

  /// The calling thread is from now on the one that uses the ring. 0 or an errno.
  [[nodiscard]] int begin();

  /// Enters a socket into the table of files; release() takes it out.
  [[nodiscard]] Target adopt(int fd);
  void release(Target target);

  /// Receives, again and again, until a completion says that it does not go on.
  void receive(Target target, std::uint64_t key);
  /// Sends all bytes, now or not at all: it completes only when some could not be sent; `result` is then how
  /// many were, or an errno. The bytes may go when submit() has taken everything.
  void send(Target target, const char* bytes, std::size_t size, std::uint64_t key);
  /// Completes once, when the descriptor is readable.
  void poll(int fd, std::uint64_t key);
  /// Ends the operation of this key.
  void cancel(std::uint64_t key, std::uint64_t own_key);

  /// Operations that the kernel does not know yet.
  [[nodiscard]] std::size_t queued() const;
  /// Tells the kernel, without waiting. 0 or an errno; what is still queued stays so.
  int submit();
  /// Waits for `count` completions, at most for `batch`; when none has come by then, for the first, until
  /// `timeout` has passed since the call. What has come stands to be taken.
  void wait(Nanoseconds timeout, unsigned count, Nanoseconds batch);
  /// Fills in completions, the oldest first; says how many.
  [[nodiscard]] std::size_t take(std::span<Completion> out);

  /// For when a receive() ended with ENOBUFS: doubles the buffers, up to a limit.
  void provide_more();
  /// Of a completion with a buffer, which is the caller's until it gives it back.
  [[nodiscard]] Received received(const Completion& completion);
  void give_back(std::uint16_t number);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nest::uring
