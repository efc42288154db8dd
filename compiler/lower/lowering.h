#pragma once

#include <vector>

#include "compiler/hir/program.h"
#include "compiler/lower/function_lowering.h"

namespace nest::lowering {

// A construct is a function here and has its family's file: lower_statement.cpp, lower_request.cpp, …
// Each continues in the builder where the one before it stopped.

void lower_block(FunctionLowering& function, const hir::Block& block);
void lower_request(FunctionLowering& function, const hir::RequestStatement& request);
void lower_check(FunctionLowering& function, const hir::Check& check);
void lower_while(FunctionLowering& function, const hir::While& loop);
void lower_for_range(FunctionLowering& function, const hir::ForRange& loop);
void lower_for_each(FunctionLowering& function, const hir::ForEach& loop);
void lower_parallel(FunctionLowering& function, const hir::Parallel& parallel);
void lower_transaction(FunctionLowering& function, const hir::Transaction& transaction);
/// On the way out of all that are open but the outermost `kept`.
void end_transactions(FunctionLowering& function, std::size_t kept);
void lower_measure(FunctionLowering& function, const hir::Measure& measure, Span span);
void lower_repeat(FunctionLowering& function, const hir::Repeat& loop);

/// A condition whose evaluation may fail: `holds` is then false, and `failed` true.
struct Condition {
  llvm::Value* holds = nullptr;   // i1
  llvm::Value* failed = nullptr;  // i1
};
/// With `forgive`, what failed is forgotten; without, it stays described.
[[nodiscard]] Condition lower_condition(FunctionLowering& function, const hir::Expression& condition,
                                        bool forgive);

[[nodiscard]] Value lower_expression(FunctionLowering& function, const hir::Expression& expression);
[[nodiscard]] Typed lower_typed(FunctionLowering& function, const hir::Expression& expression);
[[nodiscard]] Value lower_unary(FunctionLowering& function, const hir::Expression& whole,
                                const hir::Unary& unary);
[[nodiscard]] Value lower_binary(FunctionLowering& function, const hir::Expression& whole,
                                 const hir::Binary& binary);
[[nodiscard]] Value lower_coalesce(FunctionLowering& function, const hir::Coalesce& coalesce);
[[nodiscard]] Value lower_is_null(FunctionLowering& function, const hir::IsNull& node);
[[nodiscard]] Value lower_keep(FunctionLowering& function, const hir::Expression& whole,
                               const hir::Keep& keep);
[[nodiscard]] Value lower_held(FunctionLowering& function, const hir::Held& held);
[[nodiscard]] Value lower_convert(FunctionLowering& function, const hir::Expression& whole,
                                  const hir::Convert& convert);
[[nodiscard]] Value lower_json_path(FunctionLowering& function, const hir::Expression& whole,
                                    const hir::JsonPath& path);
[[nodiscard]] Value lower_json_equal(FunctionLowering& function, const hir::Expression& whole,
                                     const hir::JsonEqual& equal);
[[nodiscard]] Value lower_list_literal(FunctionLowering& function, const hir::Expression& whole,
                                       const hir::ListLiteral& literal);
[[nodiscard]] Value lower_constant_list(FunctionLowering& function, const hir::Expression& whole,
                                        const std::vector<hir::Constant>& elements);
[[nodiscard]] Value lower_list_element(FunctionLowering& function, const hir::Expression& whole,
                                       const hir::ListElement& element);
/// What a nest_value at `slot` holds, as the type that the checker knows it to have.
[[nodiscard]] Value load_value(FunctionLowering& function, llvm::Value* slot, hir::Type type);
/// A constant nest_value.
[[nodiscard]] llvm::Constant* value_constant(ProgramLowering& program, hir::Type type,
                                             const hir::Constant& value);
[[nodiscard]] Value lower_render(FunctionLowering& function, const hir::Expression& whole,
                                 const hir::Render& render);
[[nodiscard]] Value lower_response_value(FunctionLowering& function, const hir::ResponseValue& value);
[[nodiscard]] Value lower_response_header(FunctionLowering& function, const hir::Expression& whole,
                                          const hir::ResponseHeader& header);
[[nodiscard]] Value lower_response_find(FunctionLowering& function, const hir::Expression& whole,
                                        const hir::ResponseFind& find);
[[nodiscard]] Value lower_builtin(FunctionLowering& function, const hir::Expression& whole,
                                  const hir::BuiltinCall& call);
[[nodiscard]] Value lower_library_call(FunctionLowering& function, const hir::Expression& whole,
                                       const hir::LibraryCall& call);

/// The nest_value of a run value, with its default; the runtime may write it until the first user starts.
[[nodiscard]] llvm::GlobalVariable* make_global(ProgramLowering& program, const hir::Global& global);
/// The nest_services of the image.
[[nodiscard]] llvm::Constant* service_table(ProgramLowering& program);
/// lower_plan.cpp: nest_program.plans.
[[nodiscard]] llvm::Constant* plan_table(ProgramLowering& program);
[[nodiscard]] Value load_global(FunctionLowering& function, hir::GlobalId global);
[[nodiscard]] Value lower_shared_call(FunctionLowering& function, const hir::Expression& whole,
                                      const hir::SharedCall& call);
[[nodiscard]] Value lower_data_next(FunctionLowering& function, const hir::Expression& whole,
                                    const hir::DataNext& next);
[[nodiscard]] Value lower_data_field(FunctionLowering& function, const hir::Expression& whole,
                                     const hir::DataField& field);
[[nodiscard]] Value lower_data_size(FunctionLowering& function, const hir::DataSize& size);
void lower_release(FunctionLowering& function, const hir::Release& release, Span span);
/// The nest_datas of the image.
[[nodiscard]] llvm::Constant* data_table(ProgramLowering& program);

[[nodiscard]] Value lower_function_call(FunctionLowering& function, const hir::Expression& whole,
                                        const hir::FunctionCall& call);
/// Ends a function with its result.
void lower_return(FunctionLowering& function, const hir::Expression& result);

[[nodiscard]] Value load_state(FunctionLowering& function, hir::StateId state);
void store_state(FunctionLowering& function, const hir::SetState& set, Span span);

/// A float as an int, towards zero; one that no int can hold fails.
[[nodiscard]] llvm::Value* lower_float_to_int(FunctionLowering& function, llvm::Value* value, Span span);
/// Compares two strings as `op` says.
[[nodiscard]] llvm::Value* lower_string_comparison(FunctionLowering& function, hir::BinaryOperator op,
                                                   Value left, Value right);

/// A constant nest_template. Its holes are appended to `holes` and numbered as they stand there, so that
/// several templates may share one array of values.
[[nodiscard]] llvm::Constant* template_constant(FunctionLowering& function, const hir::Template& text,
                                                std::vector<const hir::Expression*>& holes);
/// Evaluates holes in order.
[[nodiscard]] std::vector<Typed> lower_holes(FunctionLowering& function,
                                             const std::vector<const hir::Expression*>& holes);

}  // namespace nest::lowering
