#pragma once

#include <cstdint>

#include "runtime/services/launch.h"
#include "runtime/time/clock.h"

namespace nest {

/// What nest and a guardian tell each other over a SOCK_SEQPACKET socket, one struct a packet. Both are the
/// same program: no layout is promised to anybody.

struct GuardianOrder {
  enum class Kind : std::uint8_t {
    Launch,  ///< followed by the texts of the Launch, each with a NUL behind it; the output's descriptor
             ///< comes along
    Stop,    ///< end everything: SIGTERM, and after `grace` SIGKILL; a second one can only shorten that
  };
  Kind kind = Kind::Stop;
  /// With Launch: what the guardian grants the service when nest is gone.
  Nanoseconds grace = 0;
};

struct GuardianEvent {
  enum class Kind : std::uint8_t {
    Launched,     ///< `value` is the process's number
    NotLaunched,  ///< see `fault`
    Ended,  ///< the launched process; `value` is its wait status. Processes of its own may go on: `more_live`
    Gone,   ///< after an Ended with `more_live`: nothing of it lives any more
    Stopped,  ///< the answer to Stop. `value`: how many had to be killed; `more_live`: and some could not be
  };
  Kind kind = Kind::Gone;
  bool more_live = false;
  int value = 0;
  LaunchFault fault;
};

}  // namespace nest
