// How a calibration is told.

#include <fmt/format.h>

#include <string_view>

#include "runtime/calibrate/calibration.h"
#include "runtime/report/format.h"
#include "runtime/report/health.h"
#include "runtime/report/json_text.h"
#include "runtime/report/table.h"

namespace nest::calibrate {
namespace {

std::string signed_text(Nanoseconds time) {
  return (time < 0 ? "-" : "+") + duration_text(time < 0 ? -time : time);
}

std::string errors_text(const Calibration& calibration) {
  Table table({"Service time", "Truth", "Measured", "Error", "Allowed", ""}, "lrrrrl");
  for (const PercentileError& error : calibration.errors) {
    table.add({fmt::format("p{}", error.percent), duration_text(error.truth), duration_text(error.measured),
               signed_text(error.error()), duration_text(error.allowed()),
               error.is_met() ? "" : "<- too much"});
  }
  return table.text();
}

std::string counts_text(const Calibration& calibration) {
  if (calibration.counts_agree())
    return fmt::format("{}, counted alike by both sides\n", counted_text(calibration.counted, "request"));
  return fmt::format("the server has answered {}, nest has counted {} with {}: NOT the same\n",
                     counted_text(calibration.answered, "request"), calibration.counted,
                     counted_text(calibration.failures, "failure"));
}

std::string stall_text(const StallOutcome& stall) {
  return fmt::format(
      "Stall of {}, {}\n"
      "  by service time: {} requests took more than half of it, the longest {}\n"
      "  by response time, from the intended start: {} requests, the longest {}\n"
      "  {}\n",
      duration_text(stall.length), counted_text(stall.users, "user"), stall.long_services,
      duration_text(stall.longest_service), stall.long_responses, duration_text(stall.longest_response),
      stall.is_visible() ? "visible: two requests of each user, of which service times show one"
                         : "NOT visible as it should be: two requests of each user");
}

std::string open_stall_text(const OpenStallOutcome& stall) {
  return fmt::format(
      "The same stall under an open load of {:g} arrivals a second\n"
      "  by response time: {} requests took more than half of it, {} by the server; the longest {}; {} "
      "dropped\n"
      "  {}\n",
      stall.rate, stall.long_responses, stall.long_truths, duration_text(stall.longest_response),
      stall.dropped, stall.is_visible() ? "visible in full" : "NOT visible as it should be");
}

void add_errors(JsonText& json, const Calibration& calibration) {
  json.name("percentiles").begin_array();
  for (const PercentileError& error : calibration.errors) {
    json.begin_object().member("percent", error.percent);
    json.member("truth_us", static_cast<double>(error.truth) / kMicrosecond);
    json.member("measured_us", static_cast<double>(error.measured) / kMicrosecond);
    json.member("error_us", static_cast<double>(error.error()) / kMicrosecond);
    json.member("allowed_us", static_cast<double>(error.allowed()) / kMicrosecond);
    json.member("met", error.is_met()).end_object();
  }
  json.end_array();
}

void add_stall(JsonText& json, const StallOutcome& stall) {
  const auto milliseconds = [](Nanoseconds time) { return static_cast<double>(time) / kMillisecond; };
  json.name("stall").begin_object().member("length_ms", milliseconds(stall.length));
  json.member("requests_by_service_time", stall.long_services);
  json.member("requests_by_response_time", stall.long_responses);
  json.member("longest_service_ms", milliseconds(stall.longest_service));
  json.member("longest_response_ms", milliseconds(stall.longest_response));
  json.member("visible", stall.is_visible()).end_object();
}

void add_open_stall(JsonText& json, const OpenStallOutcome& stall) {
  json.name("open_stall").begin_object().member("rate", stall.rate).member("max_users", stall.max_users);
  json.member("requests_by_response_time", stall.long_responses).member("by_the_server", stall.long_truths);
  json.member("due_in_its_first_half", stall.expected());
  json.member("longest_response_ms", static_cast<double>(stall.longest_response) / kMillisecond);
  json.member("dropped", stall.dropped).member("visible", stall.is_visible()).end_object();
}

void add_health(JsonText& json, const Calibration& calibration) {
  const RunHealth health = judge(calibration.workers);
  json.name("health").begin_object().member("verdict", verdict_text(health.verdict));
  json.member("bound_ms", static_cast<double>(health.bound) / kMillisecond);
  json.name("reasons").begin_array();
  for (const std::string& reason : health.reasons) json.value(std::string_view(reason));
  json.end_array().end_object();
}

}  // namespace

std::string calibration_text(const Calibration& calibration) {
  std::string text = errors_text(calibration) + counts_text(calibration);
  if (!calibration.knows_arrivals)
    text += "the kernel did not tell when requests came: the truth begins when the server read them\n";
  if (calibration.stall) text += '\n' + stall_text(*calibration.stall);
  if (calibration.open_stall) text += open_stall_text(*calibration.open_stall);
  text += '\n' + health_text(calibration.workers);
  if (!calibration.passed())
    return text +
           "\nNOT calibrated: at this load, on this machine as it is now, nest's times are not exact\n";
  return text + fmt::format("\nCalibrated: no percentile is off by more than 50 µs + 0.5 %{}\n",
                            calibration.stall ? ", and the stall is visible" : "; no stall was looked at");
}

std::string calibration_json(const Calibration& calibration,
                             const std::vector<std::pair<std::string, std::string>>& facts) {
  JsonText json;
  json.begin_object().member("format", std::uint64_t{1}).member("passed", calibration.passed());
  json.member("users", calibration.users).member("threads", calibration.threads);
  json.member("engine", std::string_view(calibration.engine));
  json.member("pace_ms", static_cast<double>(calibration.pace) / kMillisecond);
  json.member("time_s", static_cast<double>(calibration.time) / kSecond);
  json.member("answered", calibration.answered).member("counted", calibration.counted);
  json.member("failures", calibration.failures);
  json.member("truth_from", std::string_view(calibration.knows_arrivals ? "kernel" : "server"));
  add_errors(json, calibration);
  if (calibration.stall) add_stall(json, *calibration.stall);
  if (calibration.open_stall) add_open_stall(json, *calibration.open_stall);
  add_health(json, calibration);
  json.name("machine").begin_object();
  for (const auto& [name, value] : facts) json.member(name, std::string_view(value));
  json.end_object().end_object();
  return json.text();
}

}  // namespace nest::calibrate
