#include <vector>

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

const hir::Data& data_of(FunctionLowering& function, hir::DataId id) {
  return function.program().program.data[hir::index(id)];
}

llvm::ConstantInt* number_of(FunctionLowering& function, hir::DataId id) {
  return function.builder().getInt32(static_cast<std::uint32_t>(id));
}

/// A call's status, and the row that it gave.
struct Answer {
  llvm::Value* status = nullptr;
  Value row;
};

template <typename Perform>
Answer ask(FunctionLowering& function, Span span, Perform perform) {
  llvm::IRBuilder<>& builder = function.builder();
  llvm::AllocaInst* slot = function.out_slot(Out::Int);
  function.at(span);
  builder.CreateLifetimeStart(slot);
  Answer answer;
  answer.status = perform(slot);
  answer.row.first = builder.CreateLoad(slot->getAllocatedType(), slot);
  builder.CreateLifetimeEnd(slot);
  return answer;
}

// The user ends here where no row is left, if that is what the data says.
void end_where_exhausted(FunctionLowering& function, llvm::Value* status, const hir::Data& data) {
  const bool ends = data.exhausted == hir::Exhausted::StopUser || data.exhausted == hir::Exhausted::StopRun;
  if (!ends || data.policy == hir::DataPolicy::Random) return;
  llvm::IRBuilder<>& builder = function.builder();
  llvm::BasicBlock* end = function.new_block("exhausted");
  llvm::BasicBlock* go_on = function.new_block("row");
  builder.CreateCondBr(builder.CreateICmpEQ(status, function.status(NEST_ENDS)), end, go_on);
  function.enter(end);
  function.finish(NEST_STOP);
  builder.CreateBr(go_on);
  function.enter(go_on);
}

}  // namespace

Value lower_data_next(FunctionLowering& function, const hir::Expression& whole, const hir::DataNext& next) {
  llvm::IRBuilder<>& builder = function.builder();
  const Answer at_once = ask(function, whole.span, [&](llvm::Value* slot) {
    return function.call(AbiFunction::nest_data_next, {number_of(function, next.data), slot});
  });
  llvm::BasicBlock* from_call = function.here();
  llvm::BasicBlock* wait = function.new_block("wait");
  llvm::BasicBlock* known = function.new_block("known");
  builder.CreateCondBr(builder.CreateICmpEQ(at_once.status, function.status(NEST_PENDING)), wait, known);

  function.enter(wait);
  function.suspend();
  const Answer later = ask(function, whole.span, [&](llvm::Value* slot) {
    return function.call(AbiFunction::nest_data_awaited, {slot});
  });
  llvm::BasicBlock* from_wait = function.here();
  builder.CreateBr(known);

  function.enter(known);
  const Value row = function.join(at_once.row, from_call, later.row, from_wait);
  llvm::Value* status = function.join({at_once.status}, from_call, {later.status}, from_wait).first;
  end_where_exhausted(function, status, data_of(function, next.data));
  function.test(status);
  return row;
}

Value lower_data_field(FunctionLowering& function, const hir::Expression& whole,
                       const hir::DataField& field) {
  llvm::Value* row = lower_expression(function, *field.row).first;
  return function.call_for(Out::Text, AbiFunction::nest_data_field,
                           {number_of(function, field.data), row, function.builder().getInt32(field.column)},
                           whole.span);
}

Value lower_data_size(FunctionLowering& function, const hir::DataSize& size) {
  return {function.call(AbiFunction::nest_data_size, {number_of(function, size.data)})};
}

void lower_release(FunctionLowering& function, const hir::Release& release, Span span) {
  llvm::Value* row = release.row == nullptr
                         ? llvm::ConstantInt::getSigned(function.builder().getInt64Ty(), -1)
                         : lower_expression(function, *release.row).first;
  function.call_checked(AbiFunction::nest_data_release, {number_of(function, release.data), row}, span);
}

llvm::Constant* data_table(ProgramLowering& program) {
  ConstantPool& constants = program.constants;
  std::vector<llvm::Constant*> table;
  for (const hir::Data& data : program.program.data) {
    std::vector<llvm::Constant*> columns;
    for (const std::string& column : data.columns) columns.push_back(constants.str(column));
    std::vector<llvm::Constant*> claims;
    for (const hir::Claim& claim : data.claims) {
      const std::uint32_t taskset = claim.taskset ? static_cast<std::uint32_t>(*claim.taskset) : NEST_NONE;
      claims.push_back(constants.structure<nest_claim>({constants.u32(taskset), constants.u32(claim.rows)}));
    }
    table.push_back(constants.structure<nest_data>(
        {constants.str(data.name), constants.str(data.full_name), constants.str(data.doc),
         constants.u32(program.sites.index(data.span)),
         constants.u32(static_cast<std::uint32_t>(data.format)),
         constants.u32(static_cast<std::uint32_t>(data.policy)),
         constants.u32(static_cast<std::uint32_t>(data.exhausted)), constants.str(data.path),
         constants.array<nest_str>(columns), constants.u64(columns.size()),
         constants.array<nest_claim>(claims), constants.u64(claims.size())}));
  }
  return constants.array<nest_data>(table);
}

// The image stores these enumerators as their numbers.
static_assert(static_cast<int>(hir::DataFormat::Csv) == NEST_DATA_CSV &&
              static_cast<int>(hir::DataFormat::Json) == NEST_DATA_JSON &&
              static_cast<int>(hir::DataFormat::Lines) == NEST_DATA_LINES);
static_assert(static_cast<int>(hir::DataPolicy::Unique) == NEST_DATA_UNIQUE &&
              static_cast<int>(hir::DataPolicy::Once) == NEST_DATA_ONCE &&
              static_cast<int>(hir::DataPolicy::Sequential) == NEST_DATA_SEQUENTIAL &&
              static_cast<int>(hir::DataPolicy::Shuffle) == NEST_DATA_SHUFFLE &&
              static_cast<int>(hir::DataPolicy::Random) == NEST_DATA_RANDOM);
static_assert(static_cast<int>(hir::Exhausted::Fail) == NEST_EXHAUSTED_FAIL &&
              static_cast<int>(hir::Exhausted::Wait) == NEST_EXHAUSTED_WAIT &&
              static_cast<int>(hir::Exhausted::Wrap) == NEST_EXHAUSTED_WRAP &&
              static_cast<int>(hir::Exhausted::StopUser) == NEST_EXHAUSTED_STOP_USER &&
              static_cast<int>(hir::Exhausted::StopRun) == NEST_EXHAUSTED_STOP_RUN);

}  // namespace nest::lowering
