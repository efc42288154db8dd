#include "compiler/lower/abi_prototypes.h"

#include <type_traits>
#include <vector>

#include <llvm/IR/Attributes.h>
#include <llvm/IR/Function.h>

namespace nest::lowering {
namespace {

template <typename... Types>
constexpr bool kFirstIsUser = false;
template <typename First, typename... Rest>
constexpr bool kFirstIsUser<First, Rest...> = std::is_same_v<First, nest_user*>;

/// What a call fills in, and arrays of holes: read or written during the call only, so that the slot they
/// stand in need not outlive it.
template <typename Type>
constexpr bool kOnlyDuringCall = std::is_same_v<Type, const nest_value*> ||
                                 (std::is_pointer_v<Type> && !std::is_const_v<std::remove_pointer_t<Type>> &&
                                  !std::is_same_v<Type, nest_user*>);

template <typename Result, typename... Parameters>
llvm::Function* declare(llvm::Module& module, AbiTypes& types, const char* name,
                        std::type_identity<Result(Parameters...)>) {
  auto* type = llvm::FunctionType::get(types.of<Result>(), {types.of<Parameters>()...}, /*isVarArg=*/false);
  auto* function = llvm::Function::Create(type, llvm::Function::ExternalLinkage, name, module);
  function->addFnAttr(llvm::Attribute::NoUnwind);
  unsigned index = 0;
  const auto mark = [&](bool only_during_call) {
    if (only_during_call) function->addParamAttr(index, llvm::Attribute::NoCapture);
    ++index;
  };
  (mark(kOnlyDuringCall<Parameters>), ...);
  return function;
}

template <typename Result, typename... Parameters>
constexpr bool first_is_user(std::type_identity<Result(Parameters...)>) {
  return kFirstIsUser<Parameters...>;
}

}  // namespace

llvm::Function* AbiPrototypes::operator[](AbiFunction function) {
  llvm::Function*& declared = declared_[static_cast<std::size_t>(function)];
  if (declared != nullptr) return declared;
  switch (function) {
#define NEST_FUNCTION(result, name, parameters)                                          \
  case AbiFunction::name:                                                                \
    declared = declare(module_, types_, #name, std::type_identity<result parameters>{}); \
    break;
#include "runtime/abi/abi_functions.def"
#undef NEST_FUNCTION
  }
  return declared;
}

bool AbiPrototypes::takes_user(AbiFunction function) {
  switch (function) {
#define NEST_FUNCTION(result, name, parameters) \
  case AbiFunction::name:                       \
    return first_is_user(std::type_identity<result parameters>{});
#include "runtime/abi/abi_functions.def"
#undef NEST_FUNCTION
  }
  return false;
}

}  // namespace nest::lowering
