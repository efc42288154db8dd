#include "compiler/target/llvm_module.h"

#include <utility>

#include "compiler/target/host.h"
#include "compiler/target/llvm_parts.h"

namespace nest {

LlvmModule::LlvmModule(const Host& host) : parts_(std::make_unique<Parts>()) {
  parts_->context = std::make_unique<llvm::LLVMContext>();
  parts_->module = std::make_unique<llvm::Module>("nest", *parts_->context);
  parts_->module->setTargetTriple(host.triple());
  parts_->module->setDataLayout(host.data_layout());
}

LlvmModule::LlvmModule(LlvmModule&&) noexcept = default;
LlvmModule& LlvmModule::operator=(LlvmModule&&) noexcept = default;
LlvmModule::~LlvmModule() = default;

}  // namespace nest
