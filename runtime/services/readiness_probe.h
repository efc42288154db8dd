#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "runtime/loop/alarm.h"
#include "runtime/loop/event_loop.h"
#include "runtime/services/descriptor.h"

namespace nest {

/// Tries a service's port, again and again, until it answers as it should: by a connection, or by a status of
/// 2xx or 3xx to a GET. A few lines of HTTP/1.1 of its own, because it wants nothing of an answer but its
/// first line: the lanes of runtime/http are made for users. Belongs to its loop's thread.
class ReadinessProbe final : private IoHandler {
 public:
  /// `path` empty: a connection is enough. `ready` is called once; it may destroy the probe.
  ReadinessProbe(EventLoop& loop, std::uint16_t port, std::string path, std::function<void()> ready);
  ReadinessProbe(const ReadinessProbe&) = delete;
  ReadinessProbe& operator=(const ReadinessProbe&) = delete;
  ~ReadinessProbe();

  /// What came of the latest try: "connection refused", "status 503".
  [[nodiscard]] const std::string& latest() const { return latest_; }

 private:
  void ready(std::uint32_t events) override;
  void try_now();
  void write_request();
  void read_answer();
  void take_first_line();
  /// Ends this try; the next one follows.
  void fail(std::string why);
  void succeed();
  void hang_up();

  EventLoop* loop_;
  std::uint16_t port_;
  std::string path_;
  std::function<void()> tell_ready_;
  Instant began_;
  Descriptor socket_;
  bool connected_ = false;
  std::string unsent_;
  std::string answer_;
  std::string latest_ = "not tried yet";
  Alarm next_{[this] { try_now(); }};
  Alarm limit_{[this] { fail("no answer within 5 s"); }};
};

/// Whether a connection to the port of ::1 is accepted at once: a service that listens on IPv6 only.
[[nodiscard]] bool answers_on_ipv6_loopback(std::uint16_t port);

}  // namespace nest
