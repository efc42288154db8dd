#include "compiler/hir/printer.h"

#include <array>

#include "compiler/hir/text_printer.h"

namespace nest::hir {
namespace {

constexpr std::array<std::string_view, 7> kMethods = {"GET",    "POST", "PUT",    "PATCH",
                                                      "DELETE", "HEAD", "OPTIONS"};

std::string_view method_name(Method method) { return kMethods[static_cast<std::size_t>(method)]; }

std::string wait_text(const Wait& wait) {
  std::string a = TextPrinter::duration(wait.a);
  const std::string b = TextPrinter::duration(wait.b);
  switch (wait.kind) {
    case WaitKind::None:
      return "none";
    case WaitKind::Fixed:
      return a;
    case WaitKind::Uniform:
      return fmt::format("{}..{}", a, b);
    case WaitKind::Exponential:
      return fmt::format("exponential({})", a);
    case WaitKind::Normal:
      return fmt::format("normal({}, {})", a, b);
    case WaitKind::Pace:
      return fmt::format("pace {}", a);
  }
  return "?";
}

std::string_view order_name(Order order) {
  switch (order) {
    case Order::Random:
      return "random";
    case Order::Sequential:
      return "sequential";
    case Order::Markov:
      return "markov";
  }
  return "?";
}

std::string flags_of(const Request& request) {
  std::string flags;
  if (request.max_redirects) flags += fmt::format(" redirects={}", *request.max_redirects);
  if (request.http) flags += *request.http == HttpVersion::Http2 ? " http=2" : " http=1.1";
  if (request.compressed) flags += " compressed";
  if (request.has_status_condition) flags += " has_status_condition";
  if (request.wants_body) flags += " wants_body";
  if (request.wants_headers) flags += " wants_headers";
  if (request.wants_url) flags += " wants_url";
  return flags;
}

std::string_view body_name(BodyKind kind) {
  switch (kind) {
    case BodyKind::None:
      return "none";
    case BodyKind::Json:
      return "json";
    case BodyKind::Form:
      return "form";
    case BodyKind::Text:
      return "text";
    case BodyKind::Multipart:
      return "multipart";
  }
  return "?";
}

std::string_view word_of(SharedKind kind) {
  switch (kind) {
    case SharedKind::Counter:
      return "counter";
    case SharedKind::Queue:
      return "queue";
    case SharedKind::Map:
      return "map";
  }
  return "?";
}

std::string_view word_of(MetricKind kind) {
  switch (kind) {
    case MetricKind::Counter:
      return "counter";
    case MetricKind::Trend:
      return "trend";
    case MetricKind::Gauge:
      return "gauge";
    case MetricKind::Rate:
      return "rate";
  }
  return "?";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += " " + word;
  return text;
}

}  // namespace

std::string TextPrinter::program() {
  for (const Global& each : program_.globals) global(each);
  for (const Service& each : program_.services) service(each);
  user();
  if (program_.setup) line("setup {}", symbol(*program_.setup));
  if (program_.teardown) line("teardown {}", symbol(*program_.teardown));
  for (const Shared& each : program_.shared) {
    line("shared {} {}: {}", word_of(each.kind), each.full_name, name(each.element));
    if (!each.doc.empty()) line("  doc {}", quoted(each.doc));
  }
  for (const Metric& each : program_.metrics) {
    line("metric {} {}: {}", word_of(each.kind), each.full_name, name(each.element));
    if (!each.doc.empty()) line("  doc {}", quoted(each.doc));
  }
  for (const Data& each : program_.data) data(each);
  for (const Taskset& each : program_.tasksets) taskset(each);
  for (const Plan& each : program_.plans) plan(each);
  for (std::size_t i = 0; i < program_.states.size(); ++i) {
    const State& each = program_.states[i];
    const std::string owner = each.owner ? program_.tasksets[index(*each.owner)].full_name : "user";
    line("state {}: {} of {}", state(static_cast<StateId>(i)), name(each.type), owner);
  }
  for (std::size_t i = 0; i < program_.checks.size(); ++i) {
    const CheckInfo& each = program_.checks[i];
    const std::string row = each.row ? fmt::format(" of {}", program_.rows[index(*each.row)].name) : "";
    line("check {}: {}{}", i, quoted(each.text), row);
  }
  for (std::size_t i = 0; i < program_.requests.size(); ++i) request(program_.requests[i], i);
  for (const Function& each : program_.functions) function(each);
  return std::move(out_);
}

void TextPrinter::user() {
  const UserBlock& block = program_.user;
  if (!block.init && !block.on_start && !block.on_stop) return;
  line("user");
  ++depth_;
  if (block.init) line("init {}", symbol(*block.init));
  if (block.on_start) line("on_start {}", symbol(*block.on_start));
  if (block.on_stop) line("on_stop {}", symbol(*block.on_stop));
  --depth_;
}

void TextPrinter::global(const Global& global) {
  if (global.kind == GlobalKind::Environment) {
    line("env {}{}", global.name,
         global.has_default ? fmt::format(" = {}", constant(global.value, global.type)) : "");
  }
  if (global.kind != GlobalKind::Param) return;  // a service's are there wherever the service is
  line("param {}: {} = {}", global.full_name, name(global.type), constant(global.value, global.type));
  if (!global.doc.empty()) line("  doc {}", quoted(global.doc));
}

void TextPrinter::service(const Service& service) {
  constexpr std::array<std::string_view, 4> kReady = {"none", "http", "tcp", "line"};
  constexpr std::array<std::string_view, 3> kFailure = {"stop run", "go on", "restart"};
  line("service {} in {} on failure {}", service.full_name, quoted(service.folder),
       kFailure[static_cast<std::size_t>(service.on_failure)]);
  ++depth_;
  if (!service.doc.empty()) line("doc {}", quoted(service.doc));
  line("run {}", text(service.command));
  for (const ServiceVariable& each : service.environment) line("env {} {}", each.name, text(each.value));
  line("ready {} {}{}", kReady[static_cast<std::size_t>(service.ready)], text(service.ready_text),
       service.within ? " within " + duration(*service.within) : "");
  if (!service.after.empty()) line("after{}", joined(service.after));
  if (service.grace) line("grace {}", duration(*service.grace));
  --depth_;
}

void TextPrinter::data(const Data& data) {
  constexpr std::array<std::string_view, 3> kFormats = {"csv", "json", "lines"};
  constexpr std::array<std::string_view, 5> kPolicies = {"unique", "once", "sequential", "shuffle", "random"};
  constexpr std::array<std::string_view, 5> kExhausted = {"fail", "wait", "wrap", "stop user", "stop run"};
  line("data {} {}({}) {} when exhausted {}", data.full_name, kFormats[static_cast<std::size_t>(data.format)],
       quoted(data.path), kPolicies[static_cast<std::size_t>(data.policy)],
       kExhausted[static_cast<std::size_t>(data.exhausted)]);
  ++depth_;
  if (!data.doc.empty()) line("doc {}", quoted(data.doc));
  for (const std::string& column : data.columns) line("column {}", quoted(column));
  for (const Claim& each : data.claims) {
    line("claims {} in {}", each.rows,
         each.taskset ? program_.tasksets[index(*each.taskset)].full_name : "user");
  }
  --depth_;
}

void TextPrinter::taskset(const Taskset& taskset) {
  line("taskset {} weight {} {} wait {}", taskset.full_name, taskset.weight, order_name(taskset.order),
       wait_text(taskset.wait));
  ++depth_;
  if (!taskset.doc.empty()) line("doc {}", quoted(taskset.doc));
  if (taskset.parent) line("in {}", program_.tasksets[index(*taskset.parent)].full_name);
  if (taskset.init) line("init {}", symbol(*taskset.init));
  if (taskset.on_start) line("on_start {}", symbol(*taskset.on_start));
  if (taskset.on_stop) line("on_stop {}", symbol(*taskset.on_stop));
  for (const Pick& each : taskset.picks) pick(each, taskset);
  --depth_;
}

void TextPrinter::pick(const Pick& pick, const Taskset& taskset) {
  const auto target_name = [&](const Pick& of) {
    if (const auto* task = std::get_if<TaskId>(&of.target)) return program_.tasks[index(*task)].name;
    return program_.tasksets[index(std::get<TasksetId>(of.target))].name;
  };
  std::string followers;
  for (const Transition& each : pick.transitions) {
    followers += fmt::format(" -> {}: {}", target_name(taskset.picks[each.pick]), each.weight);
  }
  const auto* task_id = std::get_if<TaskId>(&pick.target);
  if (task_id == nullptr) {
    line("pick taskset {} weight {}{}", target_name(pick), pick.weight, followers);
    return;
  }
  const Task& task = program_.tasks[index(*task_id)];
  line("pick task {} weight {}{} runs {}", task.name, pick.weight, followers, symbol(task.run));
  ++depth_;
  if (!task.doc.empty()) line("doc {}", quoted(task.doc));
  if (!task.tags.empty()) line("tags{}", joined(task.tags));
  --depth_;
}

void TextPrinter::request(const Request& request, std::size_t id) {
  line("request {}: {} {}{}", id, method_name(request.method), text(request.url), flags_of(request));
  ++depth_;
  const Row& row = program_.rows[index(request.row)];
  line("row {} {}", method_name(row.method), row.name);
  if (!request.headers.parts.empty()) line("headers {}", text(request.headers));
  if (request.body_kind != BodyKind::None) line("{} {}", body_name(request.body_kind), text(request.body));
  --depth_;
}

std::string TextPrinter::symbol(FunctionId id) const { return program_.functions[index(id)].symbol; }

std::string print(const Program& program) { return TextPrinter(program).program(); }

}  // namespace nest::hir
