#include <fmt/format.h>

#include <cmath>
#include <string_view>

#include "compiler/mix/print_mix.h"

namespace nest::mix {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string number(double value) { return std::isfinite(value) ? fmt::format("{}", value) : "null"; }

// {"value": 0.25, "assumed": false}, or null.
std::string estimate(const std::optional<Estimate>& value) {
  if (!value) return "null";
  return fmt::format(R"({{"value":{},"assumed":{}}})", number(value->value), value->assumed);
}

std::string seconds(const std::optional<Estimate>& nanoseconds) {
  return estimate(nanoseconds ? std::optional(*nanoseconds * exact(1e-9)) : std::nullopt);
}

std::string taskset(const TasksetMix& one) {
  const std::string parent = one.parent ? std::to_string(*one.parent) : "null";
  return fmt::format(
      R"({{"name":{},"full_name":{},"parent":{},"weight":{},"visit_share":{},"picks_per_visit":{},)"
      R"("tasks_per_visit":{},"requests_per_visit":{},"seconds_per_visit":{},"time_share":{},)"
      R"("task_share":{},"request_share":{}}})",
      quoted(one.name), quoted(one.full_name), parent, one.weight, estimate(one.visit_share),
      estimate(one.picks_per_visit), estimate(one.tasks_per_visit), estimate(one.requests_per_visit),
      seconds(one.visit_time), estimate(one.time_share), estimate(one.task_share),
      estimate(one.request_share));
}

std::string_view kind_name(AssumptionKind kind) {
  switch (kind) {
    case AssumptionKind::EvenBranch:
      return "even_branch";
    case AssumptionKind::LoopOnce:
      return "loop_once";
    case AssumptionKind::UnknownSleep:
      return "unknown_sleep";
    case AssumptionKind::PaceByMean:
      return "pace_by_mean";
  }
  return "";
}

template <typename List, typename Write>
std::string array(const List& list, Write write) {
  std::string out = "[";
  for (const auto& each : list) out += (out.size() > 1 ? ",\n    " : "\n    ") + write(each);
  return out + (out.size() > 1 ? "\n  ]" : "]");
}

}  // namespace

std::string mix_json(const Mix& mix, const LoadQuestion& question) {
  std::string out =
      fmt::format("{{\n  \"latency_seconds\":{},\n", number(static_cast<double>(mix.latency) / 1e9));
  out += "  \"tasksets\":" + array(mix.tasksets, taskset) + ",\n";
  out += "  \"tasks\":" + array(mix.tasks, [](const TaskMix& task) {
           return fmt::format(R"({{"full_name":{},"taskset":{},"share":{},"per_user_minute":{}}})",
                              quoted(task.full_name), task.taskset, estimate(task.share),
                              estimate(task.per_minute));
         });
  out += ",\n  \"requests\":" + array(mix.rows, [](const RowMix& row) {
           return fmt::format(R"({{"name":{},"share":{},"per_user_minute":{}}})", quoted(row.name),
                              estimate(row.share), estimate(row.per_minute));
         });
  out += fmt::format(",\n  \"tasks_per_user_minute\":{},\n  \"requests_per_user_minute\":{},\n",
                     estimate(mix.tasks_per_minute), estimate(mix.requests_per_minute));
  out += fmt::format("  \"ending_share\":{},\n  \"life_seconds\":{},\n", estimate(mix.ending_share),
                     seconds(mix.life_time));
  if (question.users) {
    out += fmt::format("  \"users\":{},\n  \"requests_per_second\":{},\n", *question.users,
                       estimate(requests_per_second(mix, *question.users)));
  }
  if (question.rate) {
    out += fmt::format("  \"wanted_requests_per_second\":{},\n  \"users_needed\":{},\n",
                       number(*question.rate), estimate(users_for(mix, *question.rate)));
  }
  if (question.arrivals) {
    const auto load = load_of_arrivals(mix, *question.arrivals);
    const auto part = [&](Estimate ArrivalLoad::* member) {
      return estimate(load ? std::optional((*load).*member) : std::nullopt);
    };
    out += fmt::format(
        "  \"arrivals_per_second\":{},\n  \"requests_of_arrivals\":{},\n  \"busy_users\":{},\n",
        number(*question.arrivals), part(&ArrivalLoad::requests_per_second), part(&ArrivalLoad::busy_users));
  }
  out += "  \"assumptions\":" + array(mix.assumptions, [](const Assumption& one) {
           return fmt::format(R"({{"kind":"{}","file":{},"line":{},"column":{},"text":{}}})",
                              kind_name(one.kind), quoted(one.path), one.line, one.column, quoted(one.text));
         });
  return out + "\n}\n";
}

}  // namespace nest::mix
