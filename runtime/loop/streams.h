#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/loop/io_handler.h"
#include "runtime/time/clock.h"
#include "runtime/uring/ring.h"

namespace nest {

/// The connected sockets of a loop that an io_uring sends and receives for. Belongs to the loop's thread; the
/// first open() decides which that is.
///
/// Sends are told to the kernel after each handler while few answers are awaited, else kBatch at a time, at
/// the latest when the turn ends; what has been received is waited for in batches while many answers are
/// awaited (docs/design/0005-io-uring.md).
class Streams {
 public:
  /// How much longer than for the first completion a wait may take, to find more: while at least kMany
  /// answers are awaited.
  static constexpr Nanoseconds kWindow = 50 * kMicrosecond;
  static constexpr std::size_t kMany = 32;
  static constexpr unsigned kWanted = 32;
  /// What fits in one send(); more is the caller's own to send.
  static constexpr std::size_t kLongestSend = 4 * 1024;
  static constexpr std::size_t kBatch = 8;

  /// Throws std::system_error. `readable` is a descriptor whose readiness ends a wait.
  Streams(const Clock& clock, int readable);

  /// The socket is the caller's, and is made to block: send and receive with MSG_DONTWAIT. 0 or an errno.
  [[nodiscard]] int open(int fd, StreamHandler& handler);
  /// Before the descriptor is closed. What was received for the stream since is dropped.
  void close(int fd);
  [[nodiscard]] bool active() const { return open_ > 0; }

  /// Queues both texts, one after the other; they are copied. An answer is awaited from now on. False: too
  /// long, or the kernel takes nothing: then the caller sends.
  [[nodiscard]] bool send(int fd, std::string_view first, std::string_view second);

  /// Tells the kernel what is queued.
  void flush();
  /// The same while fewer than kMany answers are awaited; not from inside a handler.
  void flush_if_few();
  /// flush() has gone before. Waits for something to deliver, or the descriptor; at most for `timeout`.
  /// Returns how long what it found may have been left waiting for more: 0 or kWindow.
  Nanoseconds wait(Nanoseconds timeout);
  /// Whether the descriptor has become readable since the last call.
  [[nodiscard]] bool take_readable();
  /// What deliver() will deliver.
  [[nodiscard]] std::size_t found() const { return found_.size(); }
  void deliver();

  /// Of the answers delivered since the last call: the longest that the sending of their request lagged
  /// behind send().
  [[nodiscard]] Nanoseconds take_send_lag();

 private:
  struct Stream {
    StreamHandler* handler = nullptr;
    std::uint32_t generation = 0;  // of the descriptor's use: completions of an earlier one are stale
    std::uint32_t lag = 0;         // of its latest send, in nanoseconds
    uring::Target target;
    bool awaits = false;  // an answer
  };
  struct Queued {
    int fd = -1;
    std::uint32_t generation = 0;
    std::size_t start = 0;
    std::size_t size = 0;
  };
  enum class Kind : std::uint8_t { Receive, Send, Readable, Nothing };
  struct Key {
    Kind kind;
    int fd;
    std::uint32_t generation;
  };
  static std::uint64_t pack(Key key);
  static Key unpack(std::uint64_t packed);

  [[nodiscard]] Stream* find(int fd, std::uint32_t generation);
  void receive(int fd);
  void collect();
  void report_unsent(const uring::Completion& completion);
  void note_lag();
  void deliver(const uring::Completion& completion);

  const Clock* clock_;
  uring::Ring ring_;
  int readable_;
  bool begun_ = false;
  bool watches_readable_ = false;
  bool is_readable_ = false;
  std::size_t open_ = 0;
  std::size_t awaited_ = 0;
  std::vector<Stream> streams_;  // by descriptor

  std::array<char, kBatch * kLongestSend> outgoing_;
  std::array<Queued, kBatch> queue_;
  std::size_t queued_ = 0;
  std::size_t used_ = 0;      // of outgoing_
  Instant queued_since_ = 0;  // when the first of queue_ was
  Nanoseconds send_lag_ = 0;

  std::vector<uring::Completion> found_;
  std::vector<uring::Completion> delivering_;
};

}  // namespace nest
