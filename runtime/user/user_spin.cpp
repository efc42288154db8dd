// A user that goes on without waiting for anything: others have their turn all the same, and it is reported
// by name and place.

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "runtime/user/user.h"

namespace nest {
namespace {

std::string_view view(const nest_str& text) { return {text.data, text.size}; }

}  // namespace

void User::let_others_run(std::uint32_t site, bool in_code) {
  host_->loop->schedule(*this, host_->loop->turn_time());
  if (!spin_.lets_others_run(host_->loop->now())) return;
  const std::string name = in_code ? running_name() : name_of_rounds();
  if (!host_->recorder->user_spun(site, name)) return;
  host_->events->log(number(), site,
                     fmt::format("{} has run for a second on end without waiting for anything", name));
}

// Of a user that goes round from task to task.
std::uint32_t User::place_of_rounds() const {
  return open_.empty() ? host_->program->tasksets[left_.taskset].site : top().site;
}

std::string User::name_of_rounds() const {
  return std::string(open_.empty() ? std::string_view("user") : view(top().full_name));
}

std::string User::running_name() const {
  std::string owner = name_of_rounds();
  switch (stage_) {
    case Stage::Task:
      return std::string(view(host_->program->tasks[running_task_].full_name));
    case Stage::UserStart:
    case Stage::Start:
      return owner + ".on_start";
    case Stage::UserStop:
    case Stage::Stop:
      return owner + ".on_stop";
    default:
      return owner;
  }
}

}  // namespace nest
