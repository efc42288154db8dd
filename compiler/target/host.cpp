#include "compiler/target/host.h"

#include <mutex>
#include <utility>

#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>
#include <llvm/IR/DataLayout.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/target/llvm_error.h"

namespace nest {
namespace {

void initialize_once() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
  });
}

}  // namespace

Host::Host(std::unique_ptr<llvm::TargetMachine> machine) : machine_(std::move(machine)) {}
Host::Host(Host&&) noexcept = default;
Host& Host::operator=(Host&&) noexcept = default;
Host::~Host() = default;

std::expected<Host, std::string> Host::detect() {
  initialize_once();
  auto builder = to_expected(llvm::orc::JITTargetMachineBuilder::detectHost());
  if (!builder) return std::unexpected(std::move(builder.error()));
  builder->setRelocationModel(llvm::Reloc::PIC_);
  auto machine = to_expected(builder->createTargetMachine());
  if (!machine) return std::unexpected(std::move(machine.error()));
  return Host(std::move(*machine));
}

llvm::DataLayout Host::data_layout() const { return machine_->createDataLayout(); }
std::string Host::triple() const { return machine_->getTargetTriple().str(); }

}  // namespace nest
