#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

#include "runtime/cli/commands.h"
#include "runtime/cli/compile_scenarios.h"
#include "runtime/cli/descriptor_limit.h"
#include "runtime/cli/exit_codes.h"
#include "runtime/cli/run_capacity.h"
#include "runtime/cli/run_plan.h"
#include "runtime/cli/run_secrets.h"
#include "runtime/cli/run_settings.h"
#include "runtime/cli/run_target.h"
#include "runtime/cli/run_values.h"
#include "runtime/doctor/doctor_report.h"
#include "runtime/doctor/examine.h"
#include "runtime/doctor/probe.h"
#include "runtime/report/console.h"
#include "runtime/report/format.h"
#include "runtime/secrets/masking.h"
#include "runtime/uring/refusal.h"

namespace nest {
namespace {

constexpr std::string_view kThisMachine = "/";

// A machine can be asked about without there being any tasksets yet: but what was named has to be there.
bool has_scenarios(const TargetOptions& target) {
  std::error_code ignored;
  return target.paths != TargetOptions{}.paths || std::filesystem::exists(target.paths.front(), ignored);
}

doctor::Machine examined_machine(const std::string& root, const doctor::LoadNeed& need) {
  if (root != kThisMachine) return doctor::read_machine(doctor::SystemFiles(root));
  raise_descriptor_limit(need.files);
  doctor::Machine machine = doctor::read_machine(doctor::SystemFiles());
  machine.io_uring_refusal = uring::refusal().value_or("");
  machine.exchange_cost = doctor::measure_exchange();
  return machine;
}

// As many as a run takes by itself: one a CPU.
std::uint64_t thread_count(const DoctorArguments& arguments) {
  std::uint64_t threads = arguments.run.threads;
  if (threads == 0) threads = doctor::read_machine(doctor::SystemFiles(arguments.root)).cpus.size();
  return std::max<std::uint64_t>(threads, 1);
}

int report(const DoctorArguments& arguments, const RunPlan& plan, const CompiledProgram* program) {
  const RunArguments& run = arguments.run;
  const RunScale scale = run_scale(run, plan, thread_count(arguments));
  const doctor::LoadNeed need = load_need(run.target, scale, program);
  const std::vector<doctor::Finding> findings = doctor::examine(examined_machine(arguments.root, need), need);
  std::string text;
  if (arguments.json) {
    text = doctor::findings_json(findings, need);
  } else {
    const std::string host = run.target.http.host.empty() ? "no host yet" : mask_url(run.target.http.host);
    text = fmt::format("For {} on {} against {}{}\n\n", counted_text(need.users, "user"),
                       counted_text(need.threads, "worker thread"), one_line(host),
                       program == nullptr ? ", without tasksets" : "");
    text += doctor::findings_text(findings, need);
  }
  const std::string failure = write_text(stdout, text);
  if (!failure.empty()) return complain(kExitFailed, "standard output cannot be written: " + failure);
  return doctor::any_problem(findings) ? kExitFailed : kExitOk;
}

}  // namespace

int command_doctor(const DoctorArguments& given) {
  const auto settings = read_settings(given.run.target);
  if (!settings) return kExitUsage;
  DoctorArguments arguments = given;
  TargetOptions& target = arguments.run.target;
  apply(settings->settings, arguments.run);
  remember_secrets(target, *settings);
  // The addresses of a machine that is not this one cannot be tried here.
  if (arguments.root == kThisMachine) {
    if (const auto fault = http::find_fault(target.http)) return complain(kExitUsage, *fault);
  }
  if (!has_scenarios(target)) return report(arguments, RunPlan{}, nullptr);
  const auto compiled = compile_scenarios(target, settings->settings);
  if (!compiled) return kExitFailed;
  RunValues values(compiled->program.image());
  if (const auto set = set_all_params(values, settings->settings, target.set); !set)
    return complain(kExitUsage, set.error());
  const auto plan = run_plan(compiled->program.image(), settings->settings, thread_count(arguments));
  if (!plan) return complain(kExitUsage, plan.error());
  return report(arguments, *plan, &compiled->program);
}

}  // namespace nest
