#include "compiler/mix/print_mix.h"

#include <fmt/format.h>

#include <cmath>
#include <string_view>

#include "compiler/mix/numbers.h"
#include "compiler/mix/text_table.h"

namespace nest::mix {
namespace {

std::string_view said_of(AssumptionKind kind) {
  switch (kind) {
    case AssumptionKind::EvenBranch:
      return "depends on data: both ways count as even (`likely 0.9` after the condition says otherwise)";
    case AssumptionKind::LoopOnce:
      return "depends on data: the loop counts as run once";
    case AssumptionKind::UnknownSleep:
      return "takes a time that nobody knows: it counts as none";
    case AssumptionKind::PaceByMean:
      return "the rest of its pace is taken from the mean time of its tasks";
  }
  return "";
}

std::string first_words(std::string_view text) {
  constexpr std::size_t kMost = 60;
  std::string out;
  for (const char c : text.substr(0, kMost)) out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  if (text.size() <= kMost) return out;
  while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80) out.pop_back();
  return out + "…";
}

// Nested tasksets stand below theirs, indented.
std::string indented_name(const Mix& mix, const TasksetMix& taskset) {
  if (!taskset.parent) return taskset.full_name;
  std::string indent;
  for (auto above = taskset.parent; above; above = mix.tasksets[*above].parent) indent += "  ";
  return indent + taskset.name;
}

// Parents first, each followed by what is nested in it.
std::vector<const TasksetMix*> as_tree(const Mix& mix, bool all) {
  std::vector<std::vector<std::uint32_t>> nested(mix.tasksets.size());
  std::vector<std::uint32_t> open;
  for (auto i = static_cast<std::uint32_t>(mix.tasksets.size()); i-- > 0;) {
    const auto parent = mix.tasksets[i].parent;
    (parent ? nested[*parent] : open).push_back(i);
  }
  std::vector<const TasksetMix*> order;
  while (!open.empty()) {
    const std::uint32_t index = open.back();
    open.pop_back();
    order.push_back(&mix.tasksets[index]);
    if (all) open.insert(open.end(), nested[index].begin(), nested[index].end());
  }
  return order;
}

// "1 user", "~2 users": of a number as it is shown.
std::string counted(std::string_view number, std::string_view word) {
  return fmt::format("{} {}{}", number, word, number == "1" || number == "~1" ? "" : "s");
}

std::string users_text(const Estimate& users) {
  return counted(fmt::format("{}{:.0f}", users.assumed ? "~" : "", std::ceil(users.value - 1e-9)), "user");
}

std::string tasksets_whole(const Mix& mix) {
  TextTable table({"Taskset", "Weight", "Visits", "Picks/visit", "Tasks/visit", "Requests/visit",
                   "Time/visit", "Time", "Tasks", "Requests"});
  for (const TasksetMix* taskset : as_tree(mix, true)) {
    table.add({indented_name(mix, *taskset), std::to_string(taskset->weight), share(taskset->visit_share),
               count(taskset->picks_per_visit, "no end"), count(taskset->tasks_per_visit, "no end"),
               count(taskset->requests_per_visit, "no end"), time(taskset->visit_time, "no end"),
               share(taskset->time_share), share(taskset->task_share), share(taskset->request_share)});
  }
  return table.text();
}

std::string requests_text(const Mix& mix, const LoadQuestion& question) {
  std::vector<std::string> heads = {"Request", "Share", "Per user-minute"};
  if (question.users) heads.push_back("Per second, " + counted(std::to_string(*question.users), "user"));
  TextTable table(heads);
  const auto add = [&](const std::string& name, Estimate part, const std::optional<Estimate>& rate) {
    std::vector<std::string> cells = {name, share(part), count(rate, "no limit")};
    if (question.users) {
      const double users = static_cast<double>(*question.users) / 60;
      cells.push_back(count(rate ? std::optional(*rate * exact(users)) : std::nullopt, "no limit"));
    }
    table.add(cells);
  };
  Estimate sum;
  for (const RowMix& row : mix.rows) {
    if (!row.share.is_zero()) add(row.name, row.share, row.per_minute);
    sum += row.share;
  }
  add("All", exact(sum.value > 0 ? 1 : 0), mix.requests_per_minute);
  return table.text();
}

std::string tasks_text(const Mix& mix) {
  TextTable table({"Task", "Share", "Per user-minute"});
  for (const TaskMix& task : mix.tasks) {
    if (!task.share.is_zero())
      table.add({task.full_name, share(task.share), count(task.per_minute, "no limit")});
  }
  return table.text();
}

std::string remarks(const Mix& mix) {
  std::string out;
  if (!mix.requests_per_minute) {
    out += "Some user goes round without any wait, sleep or latency: its rates have no limit.\n";
  }
  if (!mix.ending_share.is_zero()) {
    out +=
        fmt::format("{} of the users end by themselves (`stop`, or a failed start)", share(mix.ending_share));
    out += mix.life_time
               ? fmt::format(", after {} on average; the rates are those of users that are alive.\n",
                             time(mix.life_time, ""))
               : "; the numbers are those of the others.\n";
  }
  return out;
}

std::string assumptions_text(const Mix& mix) {
  if (mix.assumptions.empty()) return "Nothing had to be assumed.\n";
  std::string out = "Numbers with a ~ rest on this:\n";
  for (const Assumption& one : mix.assumptions) {
    out += fmt::format("  {}:{}:{}: `{}`: {}\n", one.path, one.line, one.column, first_words(one.text),
                       said_of(one.kind));
  }
  return out;
}

}  // namespace

std::optional<Estimate> requests_per_second(const Mix& mix, std::uint64_t users) {
  if (!mix.requests_per_minute) return std::nullopt;
  return *mix.requests_per_minute * exact(static_cast<double>(users) / 60);
}

std::optional<Estimate> users_for(const Mix& mix, double requests_per_second) {
  if (!mix.requests_per_minute || mix.requests_per_minute->is_zero()) return std::nullopt;
  return exact(requests_per_second * 60) / *mix.requests_per_minute;
}

std::optional<ArrivalLoad> load_of_arrivals(const Mix& mix, double arrivals_per_second) {
  constexpr double kSecond = 1e9;
  Estimate requests;
  Estimate time;
  for (const TasksetMix& taskset : mix.tasksets) {
    if (taskset.parent || taskset.visit_share.is_zero()) continue;
    if (!taskset.requests_per_visit || !taskset.visit_time) return std::nullopt;
    requests += taskset.visit_share * *taskset.requests_per_visit;
    time += taskset.visit_share * *taskset.visit_time;
  }
  return ArrivalLoad{requests * exact(arrivals_per_second), time * exact(arrivals_per_second / kSecond)};
}

std::string mix_text(const Mix& mix, const LoadQuestion& question) {
  std::string out =
      fmt::format("What one user does, when each request takes {}, none fails and every condition holds.\n\n",
                  time(exact(static_cast<double>(mix.latency)), ""));
  out += tasksets_whole(mix) + '\n' + requests_text(mix, question) + '\n' + tasks_text(mix) + '\n';
  return out + load_text(mix, question) + notes_text(mix);
}

std::string load_text(const Mix& mix, const LoadQuestion& question) {
  std::string out;
  if (question.users) {
    const auto rate = requests_per_second(mix, *question.users);
    const bool one = *question.users == 1;
    out += fmt::format("{} make{} {} a second.\n", counted(std::to_string(*question.users), "user"),
                       one ? "s" : "", rate ? counted(count(rate, ""), "request") : "any number of requests");
  }
  if (question.rate) {
    const auto users = users_for(mix, *question.rate);
    const std::string requests = counted(plain(*question.rate), "request");
    out += users ? fmt::format("{} a second need{} {}.\n", requests, *question.rate == 1 ? "s" : "",
                               users_text(*users))
                 : fmt::format("How many users make {} a second cannot be said.\n", requests);
  }
  if (question.arrivals) {
    const auto load = load_of_arrivals(mix, *question.arrivals);
    const std::string arrivals = counted(plain(*question.arrivals), "arrival");
    const std::string_view s = *question.arrivals == 1 ? "s" : "";
    out += load ? fmt::format("{} a second make{} {} a second and keep{} {} busy.\n", arrivals, s,
                              counted(count(load->requests_per_second, ""), "request"), s,
                              users_text(load->busy_users))
                : fmt::format("{} a second need{} more and more users: there are visits that do not end.\n",
                              arrivals, s);
  }
  return out;
}

std::string notes_text(const Mix& mix) { return remarks(mix) + assumptions_text(mix); }

std::string tasksets_text(const Mix& mix, bool all) {
  TextTable table({"Taskset", "Weight", "Visits", "Tasks", "Requests", "Time"});
  for (const TasksetMix* taskset : as_tree(mix, all)) {
    table.add({indented_name(mix, *taskset), std::to_string(taskset->weight), share(taskset->visit_share),
               share(taskset->task_share), share(taskset->request_share), share(taskset->time_share)});
  }
  return table.text();
}

}  // namespace nest::mix
