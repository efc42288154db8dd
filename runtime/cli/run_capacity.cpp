#include "runtime/cli/run_capacity.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "runtime/cli/descriptor_limit.h"
#include "runtime/cli/host_scope.h"
#include "runtime/doctor/doctor_report.h"
#include "runtime/doctor/examine.h"
#include "runtime/http/address_book.h"
#include "runtime/http/source_addresses.h"
#include "runtime/http/url.h"
#include "runtime/http/wire_exchange.h"
#include "runtime/user/user.h"
#include "runtime/values/arena.h"

namespace nest {
namespace {

// The kernel's for a connected socket that is idle, in its slabs: measured on Linux 6.18 with 9,000
// connections over loopback, 7.5 KiB for both ends. It counts as used memory, and in control groups.
constexpr std::uint64_t kSocketBytes = 3840;
// What malloc keeps beside each of a user's blocks.
constexpr std::uint64_t kBlockOverhead = 16;
constexpr std::uint64_t kBlocks = 4;

// With nothing open but one taskset.
std::uint64_t bytes_of_user(const nest_program* program, bool tls, http::HttpVersion version) {
  const std::uint64_t state = program == nullptr ? 0 : program->state_size + program->user.state_size;
  return sizeof(User) + state + http::WireExchangeFactory::bytes_of_exchange(tls, version) +
         kBlocks * kBlockOverhead;
}

// The most that begin in a second: the step of a level, the slope of a ramp.
double steepest(const LoadSteps& steps) {
  double most = 0;
  std::uint64_t level = 0;
  for (const LoadStep& step : steps.steps()) {
    if (step.from > level) most = std::max(most, static_cast<double>(step.from - level));
    if (step.to > step.from) {
      const double seconds = static_cast<double>(step.length) / static_cast<double>(kSecond);
      most = std::max(most, static_cast<double>(step.to - step.from) / std::max(seconds, 1.0));
    }
    level = step.to;
  }
  return most;
}

// Each arrival may need a user of its own.
double steepest(const ArrivalSchedule& arrivals) {
  double most = 0;
  for (const ArrivalStep& step : arrivals.steps()) most = std::max({most, step.from, step.to});
  return most;
}

}  // namespace

RunScale run_scale(const RunArguments& arguments, const RunPlan& plan, std::uint64_t threads) {
  RunScale scale;
  scale.users = plan.users(arguments.users);
  scale.threads = std::clamp<std::uint64_t>(threads, 1, scale.users);
  scale.spawn_rate = arguments.spawn_rate;
  if (plan.steps) scale.spawn_rate = steepest(*plan.steps);
  if (plan.arrivals) {
    scale.spawn_rate = std::min(steepest(*plan.arrivals), static_cast<double>(plan.max_users));
  }
  return scale;
}

doctor::LoadNeed load_need(const TargetOptions& target, const RunScale& scale,
                           const CompiledProgram* program) {
  doctor::LoadNeed need;
  need.users = scale.users;
  need.threads = scale.threads;
  need.spawn_rate = scale.spawn_rate;
  const bool connects = program == nullptr || program->image().row_count > 0;
  need.files = descriptors_needed(connects ? scale.users : 0, scale.threads);
  const auto url = http::parse_url(target.http.host);
  need.knows_target = connects && url.has_value() && (program == nullptr || program->needs_host());
  need.is_local = url.has_value() && is_this_machine(url->host);
  need.is_tls = url.has_value() && url->https;
  if (const auto sources = http::SourceAddresses::parse(target.http.source_addresses))
    need.sources = sources->size();
  need.targets = http::AddressBook(target.http).rotated(target.http.host);
  need.user_bytes =
      bytes_of_user(program == nullptr ? nullptr : &program->image(), need.is_tls, target.http.http) +
      kSocketBytes * (need.is_local ? 2 : 1);
  // A chunk for the frame and what the task makes: the smallest, which most tasks get by with.
  need.busy_bytes = ChunkPool::kSizes.front() + http::WireExchangeFactory::bytes_in_flight();
  return need;
}

std::optional<std::string> find_capacity_fault(const TargetOptions& target, const RunScale& scale,
                                               const CompiledProgram& program) {
  const doctor::LoadNeed need = load_need(target, scale, &program);
  raise_descriptor_limit(need.files);
  std::string fault =
      doctor::problems_text(doctor::examine(doctor::read_machine(doctor::SystemFiles()), need));
  if (fault.empty()) return std::nullopt;
  return fault;
}

}  // namespace nest
