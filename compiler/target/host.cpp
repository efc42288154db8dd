#include "compiler/target/host.h"

#include <mutex>
#include <utility>

#include <llvm/IR/DataLayout.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/target/host_machine.h"
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

std::expected<llvm::orc::JITTargetMachineBuilder, std::string> host_machine() {
  initialize_once();
  auto builder = to_expected(llvm::orc::JITTargetMachineBuilder::detectHost());
  if (!builder) return builder;
  builder->setRelocationModel(llvm::Reloc::PIC_);
  // LLVM's default for code that runs where it is made is the large model, twice the size.
  builder->setCodeModel(llvm::CodeModel::Small);
  return builder;
}

std::expected<Host, std::string> Host::detect() {
  auto builder = host_machine();
  if (!builder) return std::unexpected(std::move(builder.error()));
  auto machine = to_expected(builder->createTargetMachine());
  if (!machine) return std::unexpected(std::move(machine.error()));
  return Host(std::move(*machine));
}

llvm::DataLayout Host::data_layout() const { return machine_->createDataLayout(); }
std::string Host::triple() const { return machine_->getTargetTriple().str(); }

}  // namespace nest
