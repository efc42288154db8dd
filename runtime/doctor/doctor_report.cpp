#include "runtime/doctor/doctor_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "runtime/report/format.h"
#include "runtime/report/json_text.h"

namespace nest::doctor {
namespace {

std::string words_of(const Finding& finding) {
  std::string words = finding.check;
  std::ranges::replace(words, '_', ' ');
  return words;
}

std::string_view shown_name(Severity severity) {
  switch (severity) {
    case Severity::Ok:
      return "ok";
    case Severity::Warning:
      return "WARNING";
    case Severity::Problem:
      break;
  }
  return "PROBLEM";
}

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::Ok:
      return "ok";
    case Severity::Warning:
      return "warning";
    case Severity::Problem:
      break;
  }
  return "problem";
}

std::size_t count_of(const std::vector<Finding>& findings, Severity severity) {
  return static_cast<std::size_t>(std::ranges::count(findings, severity, &Finding::severity));
}

}  // namespace

std::string findings_text(const std::vector<Finding>& findings, const LoadNeed& need) {
  std::size_t width = 0;
  for (const Finding& finding : findings) width = std::max(width, finding.check.size());
  std::string text;
  for (const Finding& finding : findings) {
    text += fmt::format("{:7}  {:{}}  {}\n", shown_name(finding.severity), words_of(finding), width,
                        finding.text);
    for (const std::string& fix : finding.fixes) text += fmt::format("{:{}}{}\n", "", width + 13, fix);
  }
  const std::size_t problems = count_of(findings, Severity::Problem);
  const std::size_t warnings = count_of(findings, Severity::Warning);
  text += fmt::format("\n{} {}: {}, {}\n", counted_text(need.users, "user"),
                      problems == 0 ? "can be carried" : "cannot be carried",
                      counted_text(problems, "problem"), counted_text(warnings, "warning"));
  return text;
}

std::string findings_json(const std::vector<Finding>& findings, const LoadNeed& need) {
  JsonText json;
  json.begin_object().member("format", std::uint64_t{1}).member("users", need.users);
  json.member("threads", need.threads).member("can_be_carried", !any_problem(findings));
  json.name("findings").begin_array();
  for (const Finding& finding : findings) {
    json.begin_object().member("check", std::string_view(finding.check));
    json.member("severity", name_of(finding.severity)).member("text", std::string_view(finding.text));
    if (finding.have) json.member("have", *finding.have);
    if (finding.need) json.member("need", *finding.need);
    json.name("fixes").begin_array();
    for (const std::string& fix : finding.fixes) json.value(std::string_view(fix));
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return json.text();
}

std::string problems_text(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    if (finding.severity != Severity::Problem) continue;
    text += text.empty() ? finding.text : fmt::format("\n{}: {}", words_of(finding), finding.text);
    for (const std::string& fix : finding.fixes) text += fmt::format("\n  {}", fix);
  }
  if (!text.empty()) text += "\n(nest doctor looks at all of it; fewer users need less)";
  return text;
}

}  // namespace nest::doctor
