#include "compiler/sema/fold_library.h"

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/hir/overloaded.h"
#include "compiler/sema/build_expression.h"

namespace nest::sema {
namespace {

using hir::Type;

/// The library's surroundings when nothing runs yet: memory alone.
class Workbench final : public library::Surroundings {
 public:
  // Larger results are left to the run: nobody wants them in the code.
  static constexpr std::size_t kLargest = 1024 * 1024;

  char* text(std::size_t size) override {
    if (size > kLargest) return nullptr;
    return texts_.emplace_back(std::make_unique<char[]>(size + NEST_PADDING)).get();
  }
  void shrink(char*, std::size_t) override {}
  nest_value* items(std::size_t count) override {
    if (count > kLargest / sizeof(nest_value)) return nullptr;
    return lists_.emplace_back(std::make_unique<nest_value[]>(count + 1)).get();
  }
  std::uint64_t random_bits() override { return 0; }
  std::uint64_t random_below(std::uint64_t) override { return 0; }
  std::int64_t wall_clock() override { return 0; }
  nest_status fail(nest_status kind, std::string_view message) override {
    failure = message;
    return kind;
  }
  nest_status fail_for_space() override { return NEST_FAILED; }

  /// Why the function failed; empty when it only needs more room.
  std::string failure;

 private:
  std::deque<std::unique_ptr<char[]>> texts_;
  std::deque<std::unique_ptr<nest_value[]>> lists_;
};

nest_value value_of(const hir::Constant& constant, Type type, Workbench& bench) {
  return std::visit(hir::Overloaded{
                        [&](std::int64_t number) -> nest_value {
                          const bool is_duration = type == Type::Duration;
                          return {is_duration ? std::uint64_t{NEST_DURATION} : std::uint64_t{NEST_INT},
                                  {.i = number}};
                        },
                        [](double number) -> nest_value { return {NEST_FLOAT, {.f = number}}; },
                        [](bool truth) -> nest_value { return {NEST_BOOL, {.i = truth ? 1 : 0}}; },
                        [](const std::string& text) -> nest_value {
                          return {NEST_STRING, {.s = {text.data(), text.size()}}};
                        },
                        [&](const std::vector<hir::Constant>& elements) -> nest_value {
                          nest_value* items = bench.items(elements.size());
                          if (items == nullptr) return {NEST_LIST, {.l = {nullptr, 0}}};
                          for (std::size_t i = 0; i < elements.size(); ++i)
                            items[i] = value_of(elements[i], type.element(), bench);
                          return {NEST_LIST, {.l = {items, elements.size()}}};
                        },
                    },
                    constant.value);
}

hir::Constant constant_of(const nest_value& value) {
  switch (value.kind) {
    case NEST_FLOAT:
      return {value.as.f};
    case NEST_BOOL:
      return {value.as.i != 0};
    case NEST_STRING:
      return {std::string(value.as.s.data, value.as.s.size)};
    case NEST_LIST: {
      std::vector<hir::Constant> elements;
      for (std::uint64_t i = 0; i < value.as.l.count; ++i)
        elements.push_back(constant_of(value.as.l.items[i]));
      return {std::move(elements)};
    }
    default:
      return {value.as.i};
  }
}

std::optional<std::vector<nest_value>> constant_arguments(const hir::LibraryCall& call, Workbench& bench) {
  std::vector<nest_value> values;
  for (const hir::ExpressionPtr& argument : call.arguments) {
    const auto* constant = std::get_if<hir::Constant>(&argument->node);
    if (constant == nullptr) return std::nullopt;
    const auto* elements = std::get_if<std::vector<hir::Constant>>(&constant->value);
    if (elements != nullptr && elements->size() > Workbench::kLargest / sizeof(nest_value))
      return std::nullopt;
    values.push_back(value_of(*constant, argument->type, bench));
  }
  return values;
}

/// A format that stands in the file is wrong at any time, so that it is found before the run.
void check_time_format(FunctionChecker& f, const Signature& signature, const hir::LibraryCall& call,
                       Span span) {
  if (signature.name != "format_time") return;
  const auto* format = std::get_if<hir::Constant>(&call.arguments[1]->node);
  if (format == nullptr) return;
  Workbench bench;
  const std::array<nest_value, 2> arguments = {nest_value{NEST_DURATION, {.i = 0}},
                                               value_of(*format, Type::String, bench)};
  nest_value result{};
  library::Call run(bench, arguments, result);
  if (signature.function->run(run) != NEST_OK && !bench.failure.empty())
    f.emitter.emit(DiagnosticCode::CallFails, span, bench.failure);
}

}  // namespace

hir::ExpressionPtr fold_library_call(FunctionChecker& f, const Signature& signature, Type type,
                                     hir::LibraryCall call, Span span) {
  if (signature.function->needs != library::Needs::Nothing) return build(type, span, std::move(call));
  Workbench bench;
  const auto arguments = constant_arguments(call, bench);
  if (!arguments) {
    check_time_format(f, signature, call, span);
    return build(type, span, std::move(call));
  }
  nest_value result{};
  library::Call run(bench, *arguments, result);
  if (signature.function->run(run) == NEST_OK) return build_constant(type, span, constant_of(result));
  if (!bench.failure.empty()) f.emitter.emit(DiagnosticCode::CallFails, span, bench.failure);
  return build(type, span, std::move(call));
}

}  // namespace nest::sema
