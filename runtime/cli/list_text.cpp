#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "runtime/cli/list_program.h"
#include "runtime/report/format.h"
#include "runtime/report/measures.h"
#include "runtime/report/table.h"

namespace nest {

namespace {

std::string first_line(std::string_view text) { return one_line(text.substr(0, text.find('\n'))); }

std::string tags_text(const std::vector<std::string>& tags) {
  return one_line(fmt::format("{}", fmt::join(tags, ", ")));
}

std::vector<std::string> tags_of(const nest_task& task) {
  std::vector<std::string> tags;
  for (std::uint64_t i = 0; i < task.tag_count; ++i) tags.emplace_back(view(task.tags[i]));
  return tags;
}

// Every task in the taskset and below it.
void collect_tasks(const nest_program& program, std::uint32_t taskset, std::vector<const nest_task*>& tasks) {
  for (std::uint64_t i = 0; i < program.tasksets[taskset].pick_count; ++i) {
    const nest_pick& pick = program.tasksets[taskset].picks[i];
    if (pick.kind == NEST_PICK_TASK) {
      tasks.push_back(&program.tasks[pick.index]);
    } else {
      collect_tasks(program, pick.index, tasks);
    }
  }
}

void add_taskset(Table& table, const ListedProgram& listed, std::uint32_t index, std::size_t depth,
                 std::uint32_t weight);

void add_picks(Table& table, const ListedProgram& listed, std::uint32_t index, std::size_t depth) {
  const nest_taskset& taskset = listed.program.tasksets[index];
  for (std::uint64_t i = 0; i < taskset.pick_count; ++i) {
    const nest_pick& pick = taskset.picks[i];
    if (pick.kind == NEST_PICK_TASKSET) {
      add_taskset(table, listed, pick.index, depth, pick.weight);
      continue;
    }
    const nest_task& task = listed.program.tasks[pick.index];
    table.add({std::string(2 * depth, ' ') + one_line(view(task.name)), std::to_string(pick.weight),
               tags_text(tags_of(task)), site_text(listed.program, task.site), first_line(view(task.doc))});
  }
}

void add_taskset(Table& table, const ListedProgram& listed, std::uint32_t index, std::size_t depth,
                 std::uint32_t weight) {
  const nest_taskset& taskset = listed.program.tasksets[index];
  const std::string name = one_line(view(depth == 0 ? taskset.full_name : taskset.name));
  table.add({fmt::format("{}{}{}", std::string(2 * depth, ' '), depth == 0 ? "" : "taskset ", name),
             std::to_string(weight), tags_text(taskset_tags(listed.program, index)),
             site_text(listed.program, taskset.site), first_line(view(taskset.doc))});
  add_picks(table, listed, index, depth + 1);
}

std::string params_text(const ListedProgram& listed, std::size_t width) {
  if (listed.params.empty()) return {};
  Table table({"Param", "Type", "Default", "Place", ""}, "l");
  for (const ParamInfo& param : listed.params) {
    table.add({one_line(param.full_name), std::string(param.type), one_line(param.value), param.declared_at,
               first_line(param.doc)});
  }
  return '\n' + table.text(width, 2);
}

std::string services_text(const ListedProgram& listed, std::size_t width) {
  if (listed.services.empty()) return {};
  Table table({"Service", "After", "Place", ""}, "l");
  for (const ListedService& service : listed.services) {
    table.add({one_line(service.full_name), tags_text(service.after), one_line(service.place),
               first_line(service.doc)});
  }
  return '\n' + table.text(width, 0);
}

std::string shared_text(const ListedProgram& listed, std::size_t width) {
  if (listed.program.shared_count == 0) return {};
  Table table({"Shared", "Type", "Place", ""}, "l");
  for (std::uint64_t i = 0; i < listed.program.shared_count; ++i) {
    const nest_shared& shared = listed.program.shared[i];
    table.add({one_line(view(shared.full_name)), shared_type(shared), site_text(listed.program, shared.site),
               first_line(view(shared.doc))});
  }
  return '\n' + table.text(width, 0);
}

std::string metrics_text(const ListedProgram& listed, std::size_t width) {
  if (listed.program.metric_count == 0) return {};
  Table table({"Metric", "Kind", "Place", ""}, "l");
  for (std::uint64_t i = 0; i < listed.program.metric_count; ++i) {
    const nest_metric& metric = listed.program.metrics[i];
    table.add({one_line(view(metric.full_name)), std::string(metric_kind_name(metric.kind)),
               site_text(listed.program, metric.site), first_line(view(metric.doc))});
  }
  return '\n' + table.text(width, 0);
}

}  // namespace

std::string_view load_word(const nest_plan& plan) {
  return plan.kind == NEST_LOAD_ARRIVALS ? "arrivals" : "users";
}

namespace {

std::string plans_text(const ListedProgram& listed, std::size_t width) {
  if (listed.program.plan_count == 0) return {};
  Table table({"Plan", "Load", "Steps", "Limits", "Place", ""}, "llrrl");
  for (std::uint64_t i = 0; i < listed.program.plan_count; ++i) {
    const nest_plan& plan = listed.program.plans[i];
    table.add({one_line(view(plan.full_name)), std::string(load_word(plan)), std::to_string(plan.step_count),
               std::to_string(plan.limit_count), site_text(listed.program, plan.site),
               first_line(view(plan.doc))});
  }
  return '\n' + table.text(width, 0);
}

std::string data_text(const ListedProgram& listed, std::size_t width) {
  if (listed.program.data_count == 0) return {};
  Table table({"Data", "File", "Columns", "Rows", "Policy", "Place", ""}, "lllrl");
  for (std::uint64_t i = 0; i < listed.program.data_count; ++i) {
    const nest_data& data = listed.program.data[i];
    std::vector<std::string> columns;
    for (std::uint64_t k = 0; k < data.column_count; ++k) columns.emplace_back(view(data.columns[k]));
    table.add({one_line(view(data.full_name)), one_line(view(data.path)), tags_text(columns),
               std::to_string(listed.data_rows[i]), std::string(data_policy(data)),
               site_text(listed.program, data.site), first_line(view(data.doc))});
  }
  return '\n' + table.text(width, 2);
}

template <std::size_t kCount>
std::string_view word_at(const std::array<std::string_view, kCount>& words, std::uint32_t place) {
  return place < kCount ? words[place] : "?";
}

}  // namespace

std::string_view data_format(const nest_data& data) {
  return word_at<3>({"csv", "json", "lines"}, data.format);
}

std::string_view data_policy(const nest_data& data) {
  return word_at<5>({"unique", "once", "sequential", "shuffle", "random"}, data.policy);
}

std::string_view data_exhausted(const nest_data& data) {
  return word_at<5>({"fail", "wait", "wrap", "stop user", "stop run"}, data.exhausted);
}

std::string shared_type(const nest_shared& shared) {
  constexpr std::array kTypes = {"int", "float", "bool", "duration", "string", "json"};
  if (shared.kind == NEST_SHARED_COUNTER) return "counter";
  const char* element = shared.element < kTypes.size() ? kTypes[shared.element] : "?";
  return fmt::format("{}<{}>", shared.kind == NEST_SHARED_QUEUE ? "queue" : "map", element);
}

std::vector<std::string> taskset_tags(const nest_program& program, std::uint32_t taskset) {
  std::vector<const nest_task*> tasks;
  collect_tasks(program, taskset, tasks);
  if (tasks.empty()) return {};
  std::vector<std::string> common = tags_of(*tasks.front());
  for (const nest_task* task : tasks) {
    const std::vector<std::string> tags = tags_of(*task);
    std::erase_if(common, [&](const std::string& tag) { return std::ranges::find(tags, tag) == tags.end(); });
  }
  return common;
}

std::string list_text(const ListedProgram& listed, std::size_t width) {
  Table table({"Taskset, tasks", "Weight", "Tags", "Place", ""}, "lrl");
  for (std::uint32_t i = 0; i < listed.program.taskset_count; ++i) {
    const nest_taskset& taskset = listed.program.tasksets[i];
    if (taskset.parent == NEST_NONE && listed.chosen[i]) add_taskset(table, listed, i, 0, taskset.weight);
  }
  std::string text = table.text(width, 3) + params_text(listed, width) + services_text(listed, width) +
                     shared_text(listed, width) + data_text(listed, width) + plans_text(listed, width) +
                     metrics_text(listed, width);
  for (const std::string& file : listed.left_out)
    text += fmt::format("\nleft out because of errors: {}\n", one_line(file));
  return text;
}

}  // namespace nest
