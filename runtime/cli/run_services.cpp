#include "runtime/cli/run_services.h"

#include <fmt/format.h>

#include <utility>

#include "runtime/cli/exit_codes.h"
#include "runtime/cli/running_services.h"
#include "runtime/secrets/masking.h"

namespace nest {

std::optional<int> RunServices::start(const nest_program& program, const DeclaredServices& services,
                                      bool use_running, RunValues& values) {
  if (services.specs.empty()) return std::nullopt;
  if (use_running) {
    const auto running = running_services(program, services);
    if (!running) {
      say_("nest: " + running.error());
      return kExitUsage;
    }
    set_addresses(program, services, *running, values);
    return std::nullopt;
  }
  SupervisorOptions options;
  options.say = [this](const std::string& text) { say_("nest: " + mask_text(text)); };
  options.end_run = [this] { stop_->press(); };
  auto supervisor = Supervisor::create(services.specs, std::move(options));
  if (!supervisor) {
    say_("nest: " + supervisor.error());
    return kExitFailed;
  }
  supervisor_ = std::move(*supervisor);
  switch (supervisor_->start(stop_->descriptor(), [this] { stop_->take_note(); })) {
    case Supervisor::StartEnd::Ready:
      break;
    case Supervisor::StartEnd::Failed:
      return kExitFailed;
    case Supervisor::StartEnd::Cancelled:
      return kExitInterrupted;
  }
  set_addresses(program, services, supervisor_->addresses(), values);
  return std::nullopt;
}

void RunServices::stop() {
  if (!supervisor_) return;
  // What was pressed until now was meant for the run.
  stop_->take_note();
  supervisor_->stop(stop_->descriptor());
}

std::vector<std::string> RunServices::losses() const {
  return supervisor_ ? supervisor_->losses() : std::vector<std::string>();
}

bool RunServices::has_ended_run() const { return supervisor_ && supervisor_->has_ended_run(); }

}  // namespace nest
