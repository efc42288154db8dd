#include <string>

#include "runtime/cli/list_program.h"
#include "runtime/report/format.h"
#include "runtime/report/json_text.h"
#include "runtime/report/measures.h"

namespace nest {

namespace {

std::string_view order_name(std::uint32_t order) {
  switch (order) {
    case NEST_ORDER_SEQUENTIAL:
      return "sequential";
    case NEST_ORDER_MARKOV:
      return "transitions";
    default:
      return "random";
  }
}

template <typename Names>
void add_names(JsonText& json, std::string_view name, const Names& names, std::uint64_t count) {
  json.name(name).begin_array();
  for (std::uint64_t i = 0; i < count; ++i) json.value(view(names[i]));
  json.end_array();
}

// What a taskset or a task is called and where it stands.
template <typename Declared>
void add_declared(JsonText& json, const nest_program& program, const Declared& declared) {
  json.member("name", view(declared.name)).member("full_name", view(declared.full_name));
  json.member("doc", view(declared.doc)).member("place", std::string_view(site_text(program, declared.site)));
}

std::string_view pick_name(const nest_program& program, const nest_pick& pick) {
  return view(pick.kind == NEST_PICK_TASK ? program.tasks[pick.index].name
                                          : program.tasksets[pick.index].name);
}

void add_followers(JsonText& json, const nest_program& program, const nest_taskset& taskset,
                   const nest_pick& pick) {
  if (taskset.order != NEST_ORDER_MARKOV) return;
  json.name("followers").begin_array();
  for (std::uint32_t i = 0; i < pick.transition_count; ++i) {
    const nest_transition& transition = pick.transitions[i];
    json.begin_object().member("name", pick_name(program, taskset.picks[transition.pick]));
    json.member("weight", std::uint64_t{transition.weight}).end_object();
  }
  json.end_array();
}

void add_taskset(JsonText& json, const nest_program& program, std::uint32_t index, std::uint32_t weight);

void add_picks(JsonText& json, const nest_program& program, const nest_taskset& taskset) {
  json.name("tasks").begin_array();
  for (std::uint64_t i = 0; i < taskset.pick_count; ++i) {
    const nest_pick& pick = taskset.picks[i];
    if (pick.kind != NEST_PICK_TASK) continue;
    const nest_task& task = program.tasks[pick.index];
    json.begin_object();
    add_declared(json, program, task);
    json.member("weight", std::uint64_t{pick.weight});
    add_names(json, "tags", task.tags, task.tag_count);
    add_followers(json, program, taskset, pick);
    json.end_object();
  }
  json.end_array().name("tasksets").begin_array();
  for (std::uint64_t i = 0; i < taskset.pick_count; ++i) {
    const nest_pick& pick = taskset.picks[i];
    if (pick.kind == NEST_PICK_TASKSET) add_taskset(json, program, pick.index, pick.weight);
  }
  json.end_array();
}

void add_taskset(JsonText& json, const nest_program& program, std::uint32_t index, std::uint32_t weight) {
  const nest_taskset& taskset = program.tasksets[index];
  json.begin_object();
  add_declared(json, program, taskset);
  json.member("weight", std::uint64_t{weight}).member("order", order_name(taskset.order));
  json.name("tags").begin_array();
  for (const std::string& tag : taskset_tags(program, index)) json.value(std::string_view(tag));
  json.end_array();
  add_picks(json, program, taskset);
  json.end_object();
}

void add_params(JsonText& json, const ListedProgram& listed) {
  json.name("params").begin_array();
  for (const ParamInfo& param : listed.params) {
    json.begin_object().member("name", param.name).member("full_name", param.full_name);
    json.member("type", param.type).member("default", std::string_view(param.value));
    json.member("doc", param.doc).member("place", std::string_view(param.declared_at)).end_object();
  }
  json.end_array();
}

void add_services(JsonText& json, const ListedProgram& listed) {
  json.name("services").begin_array();
  for (const ListedService& service : listed.services) {
    json.begin_object().member("name", std::string_view(service.name));
    json.member("full_name", std::string_view(service.full_name));
    json.member("doc", std::string_view(service.doc)).member("place", std::string_view(service.place));
    json.name("after").begin_array();
    for (const std::string& name : service.after) json.value(std::string_view(name));
    json.end_array().end_object();
  }
  json.end_array();
}

void add_shared(JsonText& json, const nest_program& program) {
  json.name("shared").begin_array();
  for (std::uint64_t i = 0; i < program.shared_count; ++i) {
    json.begin_object();
    add_declared(json, program, program.shared[i]);
    json.member("type", std::string_view(shared_type(program.shared[i]))).end_object();
  }
  json.end_array();
}

void add_metrics(JsonText& json, const nest_program& program) {
  json.name("metrics").begin_array();
  for (std::uint64_t i = 0; i < program.metric_count; ++i) {
    json.begin_object();
    add_declared(json, program, program.metrics[i]);
    json.member("kind", metric_kind_name(program.metrics[i].kind)).end_object();
  }
  json.end_array();
}

void add_data(JsonText& json, const ListedProgram& listed) {
  json.name("data").begin_array();
  for (std::uint64_t i = 0; i < listed.program.data_count; ++i) {
    const nest_data& data = listed.program.data[i];
    json.begin_object();
    add_declared(json, listed.program, data);
    json.member("file", view(data.path)).member("format", data_format(data));
    add_names(json, "columns", data.columns, data.column_count);
    json.member("rows", listed.data_rows[i]).member("policy", data_policy(data));
    if (data.policy != NEST_DATA_RANDOM) json.member("when_exhausted", data_exhausted(data));
    json.end_object();
  }
  json.end_array();
}

void add_plans(JsonText& json, const nest_program& program) {
  json.name("plans").begin_array();
  for (std::uint64_t i = 0; i < program.plan_count; ++i) {
    const nest_plan& plan = program.plans[i];
    json.begin_object();
    add_declared(json, program, plan);
    json.member("load", load_word(plan)).name("limits").begin_array();
    for (std::uint64_t k = 0; k < plan.limit_count; ++k) json.value(view(plan.limits[k].text));
    json.end_array().end_object();
  }
  json.end_array();
}

}  // namespace

std::string list_json(const ListedProgram& listed) {
  JsonText json;
  json.begin_object().member("format", std::uint64_t{1}).name("tasksets").begin_array();
  for (std::uint32_t i = 0; i < listed.program.taskset_count; ++i) {
    const nest_taskset& taskset = listed.program.tasksets[i];
    if (taskset.parent == NEST_NONE && listed.chosen[i]) add_taskset(json, listed.program, i, taskset.weight);
  }
  json.end_array();
  add_params(json, listed);
  add_services(json, listed);
  add_shared(json, listed.program);
  add_data(json, listed);
  add_plans(json, listed.program);
  add_metrics(json, listed.program);
  json.name("left_out").begin_array();
  for (const std::string& file : listed.left_out) json.value(std::string_view(file));
  return json.end_array().end_object().text();
}

}  // namespace nest
