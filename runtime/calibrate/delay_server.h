#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/calibrate/truth.h"
#include "runtime/time/clock.h"

namespace nest::calibrate {

/// A small HTTP server on loopback, on a thread of its own with plain epoll, whose delays are known:
/// kMeasuredPath is answered after delay_of(n) for the n-th of them, everything else at once. It keeps by its
/// own clock how long each request for that, or for kOpenPath, was with it: from the moment that the kernel
/// received the request's last bytes (SO_TIMESTAMPNS) until it hands the answer to the kernel.
class DelayServer {
 public:
  static constexpr std::string_view kMeasuredPath = "/measured";
  static constexpr std::string_view kOpenPath = "/open";

  /// The error is for people: what the system refuses.
  [[nodiscard]] static std::expected<std::unique_ptr<DelayServer>, std::string> start();
  /// The same in a process of its own, which is what a calibration takes: it ends with this object, or with
  /// this process. While there is one thread only (fork()).
  [[nodiscard]] static std::expected<std::unique_ptr<DelayServer>, std::string> start_apart();
  DelayServer(const DelayServer&) = delete;
  DelayServer& operator=(const DelayServer&) = delete;
  virtual ~DelayServer() = default;

  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// In so long it stands still for `length`: takes nothing, answers nothing. One at a time.
  virtual void plan_stall(Nanoseconds in, Nanoseconds length) = 0;
  /// What it has kept since the last call, and the sequence of delays begins anew. While no request is with
  /// it.
  [[nodiscard]] virtual Truth take() = 0;
  /// Whether the kernel has told when each request came, as of the last take(); where it does not, the
  /// server's own clock was taken when it read the request, which is a little later.
  [[nodiscard]] virtual bool knows_arrivals() const = 0;

 protected:
  DelayServer() = default;
};

}  // namespace nest::calibrate
