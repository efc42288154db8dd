#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

llvm::ConstantInt* number_of(FunctionLowering& function, hir::TransactionId id) {
  return function.builder().getInt32(static_cast<std::uint32_t>(id));
}

}  // namespace

// Whatever ends the function ends what is open in it too: the runtime sees to it. So a failure needs no code
// here.
void lower_transaction(FunctionLowering& function, const hir::Transaction& transaction) {
  function.call(AbiFunction::nest_transaction_begin, {number_of(function, transaction.transaction)});
  function.transactions().push_back(transaction.transaction);
  lower_block(function, transaction.body);
  function.transactions().pop_back();
  function.call(AbiFunction::nest_transaction_end, {number_of(function, transaction.transaction)});
}

void end_transactions(FunctionLowering& function, std::size_t kept) {
  // The outermost one ends those in it.
  const std::vector<hir::TransactionId>& open = function.transactions();
  if (open.size() > kept) function.call(AbiFunction::nest_transaction_end, {number_of(function, open[kept])});
}

}  // namespace nest::lowering
