#include <vector>

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

llvm::Constant* amount_constant(ProgramLowering& program, const hir::Amount& amount) {
  ConstantPool& constants = program.constants;
  return constants.structure<nest_amount>(
      {constants.f64(amount.value),
       amount.global ? program.globals[hir::index(*amount.global)] : constants.null()});
}

llvm::Constant* steps_of(ProgramLowering& program, const hir::Plan& plan) {
  ConstantPool& constants = program.constants;
  std::vector<llvm::Constant*> steps;
  for (const hir::PlanStep& each : plan.steps) {
    steps.push_back(constants.structure<nest_plan_step>(
        {constants.str(each.name), amount_constant(program, each.from), amount_constant(program, each.to),
         amount_constant(program, each.length), constants.u32(program.sites.index(each.span)),
         constants.u32(0)}));
  }
  return constants.array<nest_plan_step>(steps);
}

llvm::Constant* weights_of(ProgramLowering& program, const hir::Plan& plan) {
  ConstantPool& constants = program.constants;
  std::vector<llvm::Constant*> weights;
  for (const hir::PlanWeight& each : plan.weights) {
    weights.push_back(constants.structure<nest_plan_weight>(
        {constants.u32(static_cast<std::uint32_t>(each.taskset)), constants.u32(each.weight)}));
  }
  return constants.array<nest_plan_weight>(weights);
}

llvm::Constant* limit_constant(ProgramLowering& program, const hir::Limit& limit) {
  ConstantPool& constants = program.constants;
  std::vector<llvm::Constant*> rows;
  for (const hir::RowId row : limit.rows) rows.push_back(constants.u32(static_cast<std::uint32_t>(row)));
  return constants.structure<nest_limit>(
      {constants.str(limit.text), constants.u32(program.sites.index(limit.span)),
       constants.u32(static_cast<std::uint32_t>(limit.metric)), constants.f64(limit.percentile),
       constants.array<std::uint32_t>(rows), constants.u64(rows.size()),
       constants.u32(static_cast<std::uint32_t>(limit.comparison)),
       constants.u32(static_cast<std::uint32_t>(limit.part)), constants.u32(limit.step),
       constants.u32(limit.aborts ? 1 : 0), amount_constant(program, limit.bound),
       constants.i64(limit.window)});
}

llvm::Constant* plan_constant(ProgramLowering& program, const hir::Plan& plan) {
  ConstantPool& constants = program.constants;
  std::vector<llvm::Constant*> limits;
  for (const hir::Limit& each : plan.limits) limits.push_back(limit_constant(program, each));
  return constants.structure<nest_plan>(
      {constants.str(plan.name), constants.str(plan.full_name), constants.str(plan.doc),
       constants.u32(program.sites.index(plan.span)), constants.u32(static_cast<std::uint32_t>(plan.kind)),
       steps_of(program, plan), constants.u64(plan.steps.size()), weights_of(program, plan),
       constants.u64(plan.weights.size()), constants.u64(plan.max_users.value_or(0)),
       constants.u64(plan.iterations.value_or(0)), constants.array<nest_limit>(limits),
       constants.u64(limits.size())});
}

static_assert(static_cast<int>(hir::LoadKind::Users) == NEST_LOAD_USERS &&
              static_cast<int>(hir::LoadKind::Arrivals) == NEST_LOAD_ARRIVALS);
static_assert(static_cast<int>(hir::LimitMetric::Percentile) == NEST_LIMIT_PERCENTILE &&
              static_cast<int>(hir::LimitMetric::Average) == NEST_LIMIT_AVERAGE &&
              static_cast<int>(hir::LimitMetric::Minimum) == NEST_LIMIT_MINIMUM &&
              static_cast<int>(hir::LimitMetric::Maximum) == NEST_LIMIT_MAXIMUM &&
              static_cast<int>(hir::LimitMetric::Errors) == NEST_LIMIT_ERRORS &&
              static_cast<int>(hir::LimitMetric::Checks) == NEST_LIMIT_CHECKS &&
              static_cast<int>(hir::LimitMetric::Requests) == NEST_LIMIT_REQUESTS &&
              static_cast<int>(hir::LimitMetric::Dropped) == NEST_LIMIT_DROPPED);
static_assert(static_cast<int>(hir::LimitComparison::Less) == NEST_LIMIT_LESS &&
              static_cast<int>(hir::LimitComparison::LessEqual) == NEST_LIMIT_LESS_EQUAL &&
              static_cast<int>(hir::LimitComparison::Greater) == NEST_LIMIT_GREATER &&
              static_cast<int>(hir::LimitComparison::GreaterEqual) == NEST_LIMIT_GREATER_EQUAL);
static_assert(static_cast<int>(hir::LimitPart::Steady) == NEST_LIMIT_OF_STEADY &&
              static_cast<int>(hir::LimitPart::Ramp) == NEST_LIMIT_OF_RAMPS &&
              static_cast<int>(hir::LimitPart::Step) == NEST_LIMIT_OF_STEP);

}  // namespace

llvm::Constant* plan_table(ProgramLowering& program) {
  std::vector<llvm::Constant*> plans;
  for (const hir::Plan& each : program.program.plans) plans.push_back(plan_constant(program, each));
  return program.constants.array<nest_plan>(plans);
}

}  // namespace nest::lowering
