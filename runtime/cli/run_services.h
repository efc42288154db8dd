#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/cli/run_values.h"
#include "runtime/cli/services_of.h"
#include "runtime/run/stop_request.h"
#include "runtime/services/supervisor.h"

namespace nest {

/// The services of one `nest run` or `nest try`: started before the users, stopped at the latest when this
/// goes.
class RunServices {
 public:
  /// `say` shows lines to the user, from any thread; a press of `stop` ends the start of services, and a
  /// service whose policy that is presses it. Both outlive it.
  RunServices(StopRequest& stop, std::function<void(const std::string&)> say)
      : stop_(&stop), say_(std::move(say)) {}

  /// Starts them, and puts their addresses into the program's run values. Nothing, or the exit code to end
  /// with: the reason was said. With `use_running`, nothing is started, and the addresses come from
  /// NEST_NAME_URL.
  [[nodiscard]] std::optional<int> start(const nest_program& program, const DeclaredServices& services,
                                         bool use_running, RunValues& values);
  /// A press while they are being stopped ends them at once.
  void stop();

  /// A line for each service that ended during the run.
  [[nodiscard]] std::vector<std::string> losses() const;
  /// Whether one of them ended the run.
  [[nodiscard]] bool has_ended_run() const;

 private:
  StopRequest* stop_;
  std::function<void(const std::string&)> say_;
  std::unique_ptr<Supervisor> supervisor_;
};

}  // namespace nest
