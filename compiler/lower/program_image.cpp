#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/lower/function_lowering.h"
#include "compiler/lower/lower.h"
#include "compiler/lower/lowering.h"
#include "compiler/lower/program_lowering.h"

namespace nest::lowering {
namespace {

using Constants = std::vector<llvm::Constant*>;

/// Emits the tables of one program, each from its HIR counterpart.
class ImageTables {
 public:
  ImageTables(ProgramLowering& lowering, const SourceSet& sources)
      : lowering_(lowering), constants_(lowering.constants), sources_(sources) {}

  llvm::Constant* program();

 private:
  template <typename Element, typename Items, typename Make>
  llvm::Constant* table(const Items& items, Make make) {
    Constants elements;
    elements.reserve(items.size());
    for (const auto& item : items) elements.push_back(make(item));
    return constants_.array<Element>(elements);
  }
  llvm::Constant* entry(std::optional<hir::FunctionId> function) {
    return function ? lowering_.functions[hir::index(*function)] : constants_.null();
  }
  llvm::Constant* owned(const StatePart& part) {
    return table<std::uint32_t>(part.owned, [this](std::uint32_t offset) { return constants_.u32(offset); });
  }
  llvm::Constant* count(std::size_t size) { return constants_.u64(size); }

  llvm::Constant* files();
  llvm::Constant* sites();
  llvm::Constant* row(const hir::Row& row);
  llvm::Constant* check(const hir::CheckInfo& check);
  llvm::Constant* task(const hir::Task& task);
  llvm::Constant* run_value(std::optional<hir::GlobalId> global) {
    return global ? lowering_.globals[hir::index(*global)] : constants_.null();
  }
  llvm::Constant* global(const hir::Global& global, std::size_t id);
  llvm::Constant* globals();
  llvm::Constant* wait(const hir::Wait& wait);
  llvm::Constant* pick(const hir::Pick& pick);
  llvm::Constant* taskset(const hir::Taskset& taskset, const StatePart& part);
  llvm::Constant* user_block();
  llvm::Constant* shared(const hir::Shared& object);
  llvm::Constant* transaction(const hir::TransactionInfo& transaction);
  llvm::Constant* metric(const hir::Metric& metric);

  ProgramLowering& lowering_;
  ConstantPool& constants_;
  const SourceSet& sources_;
};

llvm::Constant* ImageTables::files() {
  Constants paths;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    paths.push_back(constants_.str(sources_.file(static_cast<FileId>(i)).path()));
  }
  return constants_.array<nest_str>(paths);
}

llvm::Constant* ImageTables::sites() {
  return table<nest_site>(lowering_.sites.sites(), [this](const nest_site& site) {
    return constants_.structure<nest_site>(
        {constants_.u32(site.file), constants_.u32(site.line), constants_.u32(site.column)});
  });
}

llvm::Constant* ImageTables::row(const hir::Row& row) {
  return constants_.structure<nest_row>(
      {constants_.u32(static_cast<std::uint32_t>(row.method)), constants_.u32(0), constants_.str(row.name)});
}

llvm::Constant* ImageTables::check(const hir::CheckInfo& check) {
  const std::uint32_t row = check.row ? static_cast<std::uint32_t>(*check.row) : NEST_NONE;
  return constants_.structure<nest_check_info>(
      {constants_.str(check.text), constants_.u32(lowering_.sites.index(check.span)), constants_.u32(row)});
}

llvm::Constant* ImageTables::task(const hir::Task& task) {
  return constants_.structure<nest_task>(
      {constants_.str(task.name), constants_.str(task.full_name), constants_.str(task.doc), entry(task.run),
       constants_.u32(lowering_.sites.index(task.span)),
       constants_.u32(static_cast<std::uint32_t>(task.taskset)),
       table<nest_str>(task.tags, [this](const std::string& tag) { return constants_.str(tag); }),
       count(task.tags.size())});
}

llvm::Constant* ImageTables::wait(const hir::Wait& wait) {
  return constants_.structure<nest_wait>({constants_.u64(static_cast<std::uint64_t>(wait.kind)),
                                          constants_.i64(wait.a), constants_.i64(wait.b),
                                          run_value(wait.a_global), run_value(wait.b_global)});
}

llvm::Constant* ImageTables::global(const hir::Global& global, std::size_t id) {
  return constants_.structure<nest_global>(
      {constants_.u32(static_cast<std::uint32_t>(global.kind)),
       constants_.u32(static_cast<std::uint32_t>(kind_of(global.type))), constants_.str(global.name),
       constants_.str(global.full_name), constants_.str(global.doc),
       constants_.u32(lowering_.sites.index(global.span)),
       constants_.u32(global.service ? static_cast<std::uint32_t>(*global.service) : NEST_NONE),
       constants_.u32(global.has_default ? 1 : 0), constants_.u32(0), lowering_.globals[id]});
}

llvm::Constant* ImageTables::globals() {
  Constants made;
  const std::vector<hir::Global>& all = lowering_.program.globals;
  for (std::size_t i = 0; i < all.size(); ++i) made.push_back(global(all[i], i));
  return constants_.array<nest_global>(made);
}

llvm::Constant* ImageTables::pick(const hir::Pick& pick) {
  const bool is_task = std::holds_alternative<hir::TaskId>(pick.target);
  const auto target = std::visit([](auto id) { return static_cast<std::uint32_t>(id); }, pick.target);
  llvm::Constant* transitions = table<nest_transition>(pick.transitions, [this](const hir::Transition& next) {
    return constants_.structure<nest_transition>({constants_.u32(next.pick), constants_.u32(next.weight)});
  });
  return constants_.structure<nest_pick>({constants_.u32(is_task ? NEST_PICK_TASK : NEST_PICK_TASKSET),
                                          constants_.u32(target), constants_.u32(pick.weight),
                                          constants_.u32(static_cast<std::uint32_t>(pick.transitions.size())),
                                          transitions});
}

llvm::Constant* ImageTables::taskset(const hir::Taskset& taskset, const StatePart& part) {
  const std::uint32_t parent = taskset.parent ? static_cast<std::uint32_t>(*taskset.parent) : NEST_NONE;
  return constants_.structure<nest_taskset>(
      {constants_.str(taskset.name), constants_.str(taskset.full_name), constants_.str(taskset.doc),
       constants_.u32(taskset.weight), constants_.u32(parent),
       constants_.u32(lowering_.sites.index(taskset.span)),
       constants_.u32(static_cast<std::uint32_t>(taskset.order)), wait(taskset.wait), entry(taskset.init),
       entry(taskset.on_start), entry(taskset.on_stop),
       table<nest_pick>(taskset.picks, [this](const hir::Pick& item) { return pick(item); }),
       count(taskset.picks.size()), constants_.u64(part.offset), constants_.u64(part.size), owned(part),
       count(part.owned.size())});
}

llvm::Constant* ImageTables::user_block() {
  const hir::UserBlock& user = lowering_.program.user;
  const StatePart& part = lowering_.states.user();
  return constants_.structure<nest_user_block>({entry(user.init), entry(user.on_start), entry(user.on_stop),
                                                constants_.u64(part.size), owned(part),
                                                count(part.owned.size())});
}

llvm::Constant* ImageTables::shared(const hir::Shared& object) {
  return constants_.structure<nest_shared>(
      {constants_.u32(static_cast<std::uint32_t>(object.kind)),
       constants_.u32(static_cast<std::uint32_t>(kind_of(object.element))), constants_.str(object.name),
       constants_.str(object.full_name), constants_.str(object.doc),
       constants_.u32(lowering_.sites.index(object.span)), constants_.u32(0)});
}

llvm::Constant* ImageTables::transaction(const hir::TransactionInfo& transaction) {
  return constants_.structure<nest_transaction>({constants_.str(transaction.name),
                                                 constants_.u32(lowering_.sites.index(transaction.span)),
                                                 constants_.u32(0)});
}

llvm::Constant* ImageTables::metric(const hir::Metric& metric) {
  return constants_.structure<nest_metric>(
      {constants_.u32(static_cast<std::uint32_t>(metric.kind)),
       constants_.u32(static_cast<std::uint32_t>(kind_of(metric.element))), constants_.str(metric.name),
       constants_.str(metric.full_name), constants_.str(metric.doc),
       constants_.u32(lowering_.sites.index(metric.span)), constants_.u32(0)});
}

llvm::Constant* ImageTables::program() {
  const hir::Program& program = lowering_.program;
  Constants tasksets;
  for (std::size_t i = 0; i < program.tasksets.size(); ++i) {
    tasksets.push_back(taskset(program.tasksets[i], lowering_.states.taskset(hir::TasksetId(i))));
  }
  llvm::Constant* rows = table<nest_row>(program.rows, [this](const hir::Row& item) { return row(item); });
  llvm::Constant* checks =
      table<nest_check_info>(program.checks, [this](const hir::CheckInfo& item) { return check(item); });
  llvm::Constant* tasks =
      table<nest_task>(program.tasks, [this](const hir::Task& item) { return task(item); });
  llvm::Constant* user = user_block();
  llvm::Constant* run_values = globals();
  llvm::Constant* shared_objects =
      table<nest_shared>(program.shared, [this](const hir::Shared& item) { return shared(item); });
  llvm::Constant* services = service_table(lowering_);
  llvm::Constant* patterns =
      table<nest_str>(program.patterns, [this](const std::string& item) { return constants_.str(item); });
  llvm::Constant* transactions = table<nest_transaction>(
      program.transactions, [this](const hir::TransactionInfo& item) { return transaction(item); });
  llvm::Constant* metrics =
      table<nest_metric>(program.metrics, [this](const hir::Metric& item) { return metric(item); });
  llvm::Constant* data = data_table(lowering_);
  llvm::Constant* plans = plan_table(lowering_);
  // Last of the tables: the others add their own places.
  llvm::Constant* site_table = sites();
  return constants_.structure<nest_program>({constants_.u32(NEST_ABI_VERSION),
                                             constants_.u32(0),
                                             constants_.u64(lowering_.states.size()),
                                             files(),
                                             count(sources_.size()),
                                             site_table,
                                             count(lowering_.sites.sites().size()),
                                             rows,
                                             count(program.rows.size()),
                                             checks,
                                             count(program.checks.size()),
                                             constants_.array<nest_taskset>(tasksets),
                                             count(tasksets.size()),
                                             tasks,
                                             count(program.tasks.size()),
                                             user,
                                             entry(program.setup),
                                             entry(program.teardown),
                                             run_values,
                                             count(program.globals.size()),
                                             services,
                                             count(program.services.size()),
                                             shared_objects,
                                             count(program.shared.size()),
                                             patterns,
                                             count(program.patterns.size()),
                                             data,
                                             count(program.data.size()),
                                             plans,
                                             count(program.plans.size()),
                                             transactions,
                                             count(program.transactions.size()),
                                             metrics,
                                             count(program.metrics.size())});
}

// The image stores these enumerators as their numbers.
static_assert(static_cast<int>(hir::Method::Get) == NEST_GET &&
              static_cast<int>(hir::Method::Post) == NEST_POST &&
              static_cast<int>(hir::Method::Put) == NEST_PUT &&
              static_cast<int>(hir::Method::Patch) == NEST_PATCH &&
              static_cast<int>(hir::Method::Delete) == NEST_DELETE &&
              static_cast<int>(hir::Method::Head) == NEST_HEAD &&
              static_cast<int>(hir::Method::Options) == NEST_OPTIONS);
static_assert(static_cast<int>(hir::WaitKind::None) == NEST_WAIT_NONE &&
              static_cast<int>(hir::WaitKind::Fixed) == NEST_WAIT_FIXED &&
              static_cast<int>(hir::WaitKind::Uniform) == NEST_WAIT_UNIFORM &&
              static_cast<int>(hir::WaitKind::Exponential) == NEST_WAIT_EXPONENTIAL &&
              static_cast<int>(hir::WaitKind::Normal) == NEST_WAIT_NORMAL &&
              static_cast<int>(hir::WaitKind::Pace) == NEST_WAIT_PACE);
static_assert(static_cast<int>(hir::GlobalKind::Param) == NEST_GLOBAL_PARAM &&
              static_cast<int>(hir::GlobalKind::ServiceUrl) == NEST_GLOBAL_SERVICE_URL &&
              static_cast<int>(hir::GlobalKind::ServicePort) == NEST_GLOBAL_SERVICE_PORT &&
              static_cast<int>(hir::GlobalKind::Environment) == NEST_GLOBAL_ENVIRONMENT);
static_assert(static_cast<int>(hir::Order::Random) == NEST_ORDER_RANDOM &&
              static_cast<int>(hir::Order::Sequential) == NEST_ORDER_SEQUENTIAL &&
              static_cast<int>(hir::Order::Markov) == NEST_ORDER_MARKOV);

static_assert(static_cast<int>(hir::MetricKind::Counter) == NEST_METRIC_COUNTER &&
              static_cast<int>(hir::MetricKind::Trend) == NEST_METRIC_TREND &&
              static_cast<int>(hir::MetricKind::Gauge) == NEST_METRIC_GAUGE &&
              static_cast<int>(hir::MetricKind::Rate) == NEST_METRIC_RATE);
static_assert(static_cast<int>(hir::SharedKind::Counter) == NEST_SHARED_COUNTER &&
              static_cast<int>(hir::SharedKind::Queue) == NEST_SHARED_QUEUE &&
              static_cast<int>(hir::SharedKind::Map) == NEST_SHARED_MAP);
static_assert(static_cast<int>(hir::SharedMethod::Next) == NEST_SHARED_NEXT &&
              static_cast<int>(hir::SharedMethod::Add) == NEST_SHARED_ADD &&
              static_cast<int>(hir::SharedMethod::Value) == NEST_SHARED_VALUE &&
              static_cast<int>(hir::SharedMethod::Put) == NEST_SHARED_PUT &&
              static_cast<int>(hir::SharedMethod::Take) == NEST_SHARED_TAKE &&
              static_cast<int>(hir::SharedMethod::TryTake) == NEST_SHARED_TRY_TAKE &&
              static_cast<int>(hir::SharedMethod::Size) == NEST_SHARED_SIZE &&
              static_cast<int>(hir::SharedMethod::Get) == NEST_SHARED_GET &&
              static_cast<int>(hir::SharedMethod::Set) == NEST_SHARED_SET &&
              static_cast<int>(hir::SharedMethod::Remove) == NEST_SHARED_REMOVE);

}  // namespace

void emit_image(ProgramLowering& lowering, const SourceSet& sources) {
  llvm::Constant* image = ImageTables(lowering, sources).program();
  new llvm::GlobalVariable(lowering.module, image->getType(), /*isConstant=*/true,
                           llvm::GlobalValue::ExternalLinkage, image, kProgramSymbol);
}

}  // namespace nest::lowering
