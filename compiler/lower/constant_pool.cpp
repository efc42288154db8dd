#include "compiler/lower/constant_pool.h"

#include <algorithm>
#include <string>

namespace nest::lowering {

llvm::GlobalVariable* ConstantPool::global(llvm::Constant* value, const char* name) {
  auto* global = new llvm::GlobalVariable(module_, value->getType(), /*isConstant=*/true,
                                          llvm::GlobalValue::PrivateLinkage, value, name);
  global->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
  return global;
}

llvm::Constant* ConstantPool::padded_text(std::string_view text) {
  llvm::Constant*& known = padded_texts_[text];
  if (known == nullptr) {
    const std::string padded = std::string(text) + std::string(NEST_PADDING, '\0');
    known = global(llvm::ConstantDataArray::getString(types_.context(), padded, /*AddNull=*/false), "text");
  }
  return known;
}

llvm::Constant* ConstantPool::zeroes() {
  if (zeroes_ == nullptr) {
    auto* words = llvm::ArrayType::get(
        types_.of<std::uint64_t>(),
        std::max<std::size_t>(sizeof(nest_response), NEST_PADDING) / sizeof(std::uint64_t));
    zeroes_ = global(llvm::ConstantAggregateZero::get(words), "zeroes");
  }
  return zeroes_;
}

llvm::Constant* ConstantPool::str(std::string_view text) {
  llvm::Constant*& known = texts_[text];
  if (known == nullptr) {
    known = text.empty() ? null()
                         : global(llvm::ConstantDataArray::getString(types_.context(), text, false), "str");
  }
  return structure<nest_str>({known, u64(text.size())});
}

llvm::Constant* ConstantPool::u32(std::uint32_t value) {
  return llvm::ConstantInt::get(types_.of<std::uint32_t>(), value);
}
llvm::Constant* ConstantPool::f64(double value) {
  return llvm::ConstantFP::get(llvm::Type::getDoubleTy(module_.getContext()), value);
}

llvm::Constant* ConstantPool::u64(std::uint64_t value) {
  return llvm::ConstantInt::get(types_.of<std::uint64_t>(), value);
}
llvm::Constant* ConstantPool::null() {
  return llvm::ConstantPointerNull::get(llvm::PointerType::getUnqual(types_.context()));
}

llvm::Constant* ConstantPool::array(llvm::Type* type, const std::vector<llvm::Constant*>& elements) {
  if (elements.empty()) return null();
  return global(llvm::ConstantArray::get(llvm::ArrayType::get(type, elements.size()), elements), "table");
}

}  // namespace nest::lowering
