#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include <llvm/ADT/StringMap.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/Module.h>

#include "compiler/lower/abi_types.h"

namespace nest::lowering {

/// Makes the constants of one module: texts (each once), arrays and structs of the ABI's types.
class ConstantPool {
 public:
  ConstantPool(llvm::Module& module, AbiTypes& types) : module_(module), types_(types) {}

  /// The address of a text that compiled code holds as a value: NEST_PADDING readable bytes follow it
  /// (convention 3).
  [[nodiscard]] llvm::Constant* padded_text(std::string_view text);
  /// The address of zeros: an empty text with its padding, or a response that never came.
  [[nodiscard]] llvm::Constant* zeroes();
  /// A nest_str for the tables: names, constant parts, path keys.
  [[nodiscard]] llvm::Constant* str(std::string_view text);

  [[nodiscard]] llvm::Constant* u32(std::uint32_t value);
  [[nodiscard]] llvm::Constant* i32(std::int32_t value) { return u32(static_cast<std::uint32_t>(value)); }
  [[nodiscard]] llvm::Constant* u64(std::uint64_t value);
  [[nodiscard]] llvm::Constant* i64(std::int64_t value) { return u64(static_cast<std::uint64_t>(value)); }
  [[nodiscard]] llvm::Constant* f64(double value);
  [[nodiscard]] llvm::Constant* null();

  /// A constant of a shared struct; one value for each member, in order.
  template <typename Struct>
  [[nodiscard]] llvm::Constant* structure(std::initializer_list<llvm::Constant*> members) {
    return llvm::ConstantStruct::get(types_.structure<Struct>(),
                                     llvm::ArrayRef(members.begin(), members.size()));
  }
  /// The address of a constant array; null when it is empty.
  template <typename Element>
  [[nodiscard]] llvm::Constant* array(const std::vector<llvm::Constant*>& elements) {
    return array(types_.of<Element>(), elements);
  }
  /// The address of a constant that nothing outside the module sees.
  [[nodiscard]] llvm::GlobalVariable* global(llvm::Constant* value, const char* name);

 private:
  [[nodiscard]] llvm::Constant* array(llvm::Type* type, const std::vector<llvm::Constant*>& elements);

  llvm::Module& module_;
  AbiTypes& types_;
  llvm::StringMap<llvm::Constant*> padded_texts_;
  llvm::StringMap<llvm::Constant*> texts_;
  llvm::Constant* zeroes_ = nullptr;
};

}  // namespace nest::lowering
