#pragma once

#include <sys/types.h>

#include <vector>

#include "runtime/services/guardian_messages.h"
#include "runtime/services/process_tree.h"

namespace nest {

/// A process between nest and one service, which sees to it that nothing of the service outlives nest: it is
/// the subreaper of everything below it, so that even what detaches itself (fork, setsid) stays its
/// descendant, and it ends all of it when it is told to, or when the socket says that nest is gone, however
/// that went.
///
/// It lives in a session of its own and ignores signals: a Ctrl-C is for nest to interpret. Once forked it
/// uses nothing of nest's but this folder: one thread, no standard streams, nothing that another thread may
/// have held.
class Guardian {
 public:
  /// `socket`: to nest.
  explicit Guardian(int socket) : socket_(socket) {}

  /// Makes the calling process, freshly forked, with all signals blocked, into a guardian; ends it.
  [[noreturn]] static void live(int socket);

 private:
  void run();
  void take_order();
  void launch_service(const GuardianOrder& order, const char* texts, const char* end, int output);
  void begin_stop(Nanoseconds grace);
  void reap();
  void go_on_stopping();
  void tell(const GuardianEvent& event);
  [[nodiscard]] int patience() const;

  int socket_;
  int children_ = -1;  // signalfd: SIGCHLD
  bool nest_is_gone_ = false;

  pid_t service_ = 0;       // 0: not running
  bool more_live_ = false;  // the service has ended, and left some behind
  Nanoseconds grace_ = 0;

  bool stopping_ = false;
  Instant kill_at_ = 0;
  Instant give_up_at_ = 0;
  std::vector<ProcessId> killed_;
};

}  // namespace nest
