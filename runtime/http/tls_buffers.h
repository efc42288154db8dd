#pragma once

#include <cstddef>

#include "runtime/time/clock.h"

namespace nest::http {

class TlsStream;

/// Which TLS streams of a worker have buffers. OpenSSL takes 34 KiB for a stream that sends and receives: too
/// much for each user who waits, and making them anew for each request costs a tenth of what TLS does in user
/// space. So a stream keeps its own while it is in use, and for a moment more.
///
/// Belongs to one thread; outlives its streams.
class TlsBuffers {
 public:
  /// Streams that may have buffers at once, without those in the middle of a record: 8.5 MiB a worker.
  static constexpr std::size_t kMost = 256;
  /// For so long a stream keeps them unused, and longer while the worker has nothing to do.
  static constexpr Nanoseconds kKept = 20 * kMillisecond;

  TlsBuffers() = default;
  TlsBuffers(const TlsBuffers&) = delete;
  TlsBuffers& operator=(const TlsBuffers&) = delete;

  /// It is about to send or receive. Takes the buffers of some that have not for long.
  void used(TlsStream& stream, Instant now);
  /// It has no buffers any more, or will not be there any more.
  void gone(TlsStream& stream);

  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  void take_in(TlsStream& stream);
  [[nodiscard]] bool oldest_is_to_go(Instant now) const;

  TlsStream* oldest_ = nullptr;
  TlsStream* newest_ = nullptr;
  std::size_t count_ = 0;
};

}  // namespace nest::http
