#pragma once

#include <sys/types.h>

#include <expected>
#include <optional>
#include <string>

#include "runtime/services/descriptor.h"
#include "runtime/services/guardian_messages.h"

namespace nest {

/// nest's end of a guardian: the process is there as long as this is. When it goes, or nest does, the
/// guardian ends what it has started, and itself.
class GuardianLink {
 public:
  /// Forks a guardian. The error is a message. Meant for before nest has other threads; with them it works
  /// where the C library lets a forked process allocate memory (glibc does).
  [[nodiscard]] static std::expected<GuardianLink, std::string> fork_guardian();

  GuardianLink(GuardianLink&&) = default;
  GuardianLink& operator=(GuardianLink&&) = delete;
  /// Waits a moment for the guardian to end; not for a service that it still has to end.
  ~GuardianLink();

  /// Readable when there is an event to receive, or the guardian is gone.
  [[nodiscard]] int descriptor() const { return socket_.get(); }
  [[nodiscard]] pid_t process() const { return process_; }

  /// 0, or an errno; EMSGSIZE: command and environment are too long. `output` stays the caller's.
  [[nodiscard]] int launch(const Launch& launch, Nanoseconds grace, int output) const;
  /// Answered by a Stopped event. 0, or an errno.
  int stop(Nanoseconds grace) const;

  struct Received {
    std::optional<GuardianEvent> event;
    bool guardian_is_gone = false;
  };
  /// The next event, if there is one; waits for nothing.
  [[nodiscard]] Received receive() const;

 private:
  GuardianLink(Descriptor socket, pid_t process) : socket_(std::move(socket)), process_(process) {}

  Descriptor socket_;
  pid_t process_;
};

}  // namespace nest
