#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <vector>

#include <llvm/IR/IRBuilder.h>

#include "compiler/hir/program.h"
#include "compiler/lower/program_lowering.h"

namespace nest::lowering {

/// A value of HIR type, in registers: an int, a duration or a row is an i64, a float a double, a bool an i1,
/// a response the address of a nest_response, a string or JSON value two: the address and the size. Of a `T?`
/// an i1 says whether it is there; the others are zero where it is not.
struct Value {
  llvm::Value* first = nullptr;
  llvm::Value* second = nullptr;
  llvm::Value* present = nullptr;
};

/// What takes two registers: a string, JSON or a list, optional or not.
[[nodiscard]] bool is_pair(hir::Type type);

/// A value as it goes into a nest_value.
struct Typed {
  hir::Type type{};
  Value value;
};

/// The NEST_INT … NEST_JSON of a type that a hole may have.
[[nodiscard]] std::uint64_t kind_of(hir::Type type);

/// Where a failing call branches to. `status`, when there is one, is told what the call returned.
struct Handler {
  llvm::BasicBlock* block = nullptr;
  llvm::PHINode* status = nullptr;
};

struct Loop {
  llvm::BasicBlock* next = nullptr;  // what `continue` goes to
  llvm::BasicBlock* exit = nullptr;  // what `break` goes to
  std::size_t transactions = 0;      // open around it
};

/// What an ABI call fills in through its last parameter.
enum class Out : std::uint8_t { Text, Int, Float, Bool, Any };

/// The working state of lowering one function to one coroutine, or to a plain function when it is one that
/// never suspends: the builder, the locals, the present handler of failures and loop. The constructs
/// themselves are free functions (lowering.h), a file a family.
class FunctionLowering {
 public:
  FunctionLowering(ProgramLowering& program, const hir::Function& function, llvm::Function& coroutine);
  void run();

  [[nodiscard]] ProgramLowering& program() { return program_; }
  [[nodiscard]] llvm::IRBuilder<>& builder() { return builder_; }
  [[nodiscard]] llvm::Value* user() const { return user_; }
  [[nodiscard]] ConstantPool& constants() { return program_.constants; }

  // Blocks. enter() continues in a block that several ways may lead to.
  [[nodiscard]] llvm::BasicBlock* new_block(const char* name);
  void enter(llvm::BasicBlock* block);
  [[nodiscard]] llvm::BasicBlock* here() const { return builder_.GetInsertBlock(); }
  /// One value from two ways: of `type`, as it was at the end of each block.
  [[nodiscard]] Value join(Value one, llvm::BasicBlock* from_one, Value other, llvm::BasicBlock* from_other);

  // Calls. The user is put in front of the arguments where the function takes one.
  using Arguments = std::initializer_list<llvm::Value*>;
  llvm::Value* call(AbiFunction function, Arguments arguments);
  /// Calls a function that can fail at `span`, and goes on only if it did not.
  void call_checked(AbiFunction function, Arguments arguments, Span span);
  /// The same for one that gives its result through a last parameter; a list comes as address and count.
  Value call_for(Out out, AbiFunction function, Arguments arguments, Span span) {
    return call_for(out, function, arguments, {}, span);
  }
  /// And for one that is also given begin_values(values): they end after the call, before the way parts.
  Value call_for(Out out, AbiFunction function, Arguments arguments, std::span<const Typed> values,
                 Span span);
  /// The address of an array of nest_value with these values, null for none. It holds until end_values(); no
  /// other may begin before, and nothing may branch or suspend in between.
  [[nodiscard]] llvm::Value* begin_values(std::span<const Typed> values);
  void end_values(std::span<const Typed> values);
  /// Where a call puts what it gives. The slot's life begins and ends around the call; nothing may suspend in
  /// between.
  [[nodiscard]] llvm::AllocaInst* out_slot(Out out);
  /// Tells the context where the running code is, unless it knows.
  void at(Span span);
  /// Other compiled code has run, and told it otherwise.
  void forget_place() { site_.reset(); }

  // Failing.
  /// Branches to the handler unless `status` is NEST_OK.
  void test(llvm::Value* status);
  /// Goes to the handler and ends the block: enter() another before anything else.
  void fail(llvm::Value* status);
  /// nest_fail_arithmetic(what) when `condition` holds.
  void fail_arithmetic_if(llvm::Value* condition, std::uint32_t what, Span span);
  [[nodiscard]] Handler exchange_handler(Handler handler);
  [[nodiscard]] llvm::BasicBlock* abandon() const { return abandon_; }

  // Waiting and ending.
  void suspend();
  /// Stores the outcome and ends the coroutine. Statements that follow are lowered into a block nothing leads
  /// to.
  void finish(std::int32_t outcome);

  // The context, locals and state.
  template <auto kMember>
  [[nodiscard]] llvm::Value* context_field() {
    return at_offset(user_, offset_of<kMember>());
  }
  /// `bytes` behind an address.
  [[nodiscard]] llvm::Value* at_offset(llvm::Value* address, std::uint64_t bytes);
  /// Reads a nest_str (or nest_list).
  [[nodiscard]] Value load_text(llvm::Value* address);
  [[nodiscard]] Value load_local(hir::LocalId local);
  void store_local(hir::LocalId local, Value value);
  /// A variable of the function itself: registers where it can be, the frame where it lives across a
  /// suspension.
  [[nodiscard]] llvm::AllocaInst* variable(llvm::Type* type, const char* name);

  std::vector<Loop>& loops() { return loops_; }
  /// Those that are open here, the outermost first.
  std::vector<hir::TransactionId>& transactions() { return transactions_; }

  /// Where a function that has a result puts it: its last argument.
  [[nodiscard]] llvm::Value* result_address() { return coroutine_.arg_end() - 1; }

  /// Of the first register.
  [[nodiscard]] llvm::Type* type_of(hir::Type type);
  /// What a variable has that nobody has assigned; of an optional the one that is not there.
  [[nodiscard]] Value zero(hir::Type type);
  [[nodiscard]] llvm::ConstantInt* status(std::int32_t value) {
    return builder_.getInt32(static_cast<std::uint32_t>(value));
  }

 private:
  struct LocalSlots {
    llvm::AllocaInst* first = nullptr;
    llvm::AllocaInst* second = nullptr;
    llvm::AllocaInst* present = nullptr;
  };

  void begin_coroutine();
  void end_coroutine();
  void begin_plain();
  void end_plain();
  void make_locals();
  void take_arguments();
  [[nodiscard]] llvm::Value* values_array(std::size_t count);

  ProgramLowering& program_;
  const hir::Function& function_;
  bool is_plain_;
  llvm::Function& coroutine_;
  llvm::IRBuilder<> builder_;
  llvm::Value* user_ = nullptr;
  llvm::Value* frame_ = nullptr;
  llvm::BasicBlock* abandon_ = nullptr;
  llvm::BasicBlock* leave_ = nullptr;  // hands control back: suspended, ended or destroyed
  Handler handler_;
  std::vector<Loop> loops_;
  std::vector<hir::TransactionId> transactions_;
  std::vector<LocalSlots> locals_;
  std::optional<std::uint32_t> site_;
  // Each is filled, read and dead again around one call: one of a kind is enough, and none lives across a
  // suspension.
  std::array<llvm::AllocaInst*, 5> outs_{};
  static constexpr std::size_t kStackValues = 128;
  llvm::AllocaInst* values_ = nullptr;
  std::size_t value_capacity_ = 0;
};

/// A handler for as long as this lives.
class HandlerScope {
 public:
  HandlerScope(FunctionLowering& function, Handler handler)
      : function_(function), outer_(function.exchange_handler(handler)) {}
  HandlerScope(const HandlerScope&) = delete;
  HandlerScope& operator=(const HandlerScope&) = delete;
  ~HandlerScope() { static_cast<void>(function_.exchange_handler(outer_)); }

 private:
  FunctionLowering& function_;
  Handler outer_;
};

}  // namespace nest::lowering
