#include "runtime/cli/stop_notice.h"

#include <fmt/format.h>

namespace nest {

void StopNotice::second(const RunSecond& second) {
  if (shown_ || request_->presses() != 1 || second.users == 0) return;
  shown_ = true;
  show_(fmt::format("stopping: {} user{} still in a task or an on_stop; Ctrl-C now ends it at once",
                    second.users, second.users == 1 ? " is" : "s are"));
}

}  // namespace nest
