#include "compiler/codegen/jit.h"

#include <cmath>
#include <cstring>
#include <utility>

#include <llvm/ExecutionEngine/ObjectCache.h>
#include <llvm/ExecutionEngine/Orc/CompileUtils.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>
#include <llvm/ExecutionEngine/Orc/ThreadSafeModule.h>
#include <llvm/Support/MemoryBuffer.h>

#include "compiler/target/host_machine.h"
#include "compiler/target/llvm_error.h"
#include "compiler/target/llvm_parts.h"

namespace nest {
namespace {

using llvm::orc::ExecutorAddr;
using llvm::orc::ExecutorSymbolDef;
using llvm::orc::LLJIT;

template <typename Function>
void* address_of(Function* function) {
  return reinterpret_cast<void*>(function);
}

/// What code generation calls on its own: to copy and clear memory, and for the remainder of floats.
const JitSymbol kLibrary[] = {
    {"memcpy", address_of<void*(void*, const void*, std::size_t)>(std::memcpy)},
    {"memmove", address_of<void*(void*, const void*, std::size_t)>(std::memmove)},
    {"memset", address_of<void*(void*, int, std::size_t)>(std::memset)},
    {"memcmp", address_of<int(const void*, const void*, std::size_t)>(std::memcmp)},
    {"fmod", address_of<double(double, double)>(std::fmod)},
};

/// Selecting instructions well takes most of the time that code generation takes. A large project starts
/// sooner with plain ones, at about twice the instructions: some fifty more for a request that costs
/// thousands.
llvm::CodeGenOptLevel level_for(const llvm::Module& module) {
  constexpr unsigned kLarge = 20'000;  // instructions; some 200 requests
  return module.getInstructionCount() > kLarge ? llvm::CodeGenOptLevel::None : llvm::CodeGenOptLevel::Less;
}

/// Passes machine code on as it is made.
class CodeListener final : public llvm::ObjectCache {
 public:
  explicit CodeListener(std::function<void(std::string_view)> made) : made_(std::move(made)) {}
  void notifyObjectCompiled(const llvm::Module* /*module*/, llvm::MemoryBufferRef object) override {
    if (made_) made_(std::string_view(object.getBuffer()));
  }
  std::unique_ptr<llvm::MemoryBuffer> getObject(const llvm::Module* /*module*/) override { return nullptr; }

 private:
  std::function<void(std::string_view)> made_;
};

using Compiler = std::unique_ptr<llvm::orc::IRCompileLayer::IRCompiler>;

/// `listener` outlives the JIT.
std::expected<std::unique_ptr<LLJIT>, std::string> make_jit(llvm::CodeGenOptLevel level,
                                                            CodeListener* listener) {
  auto machine = host_machine();
  if (!machine) return std::unexpected(std::move(machine.error()));
  machine->setCodeGenOptLevel(level);
  llvm::orc::LLJITBuilder builder;
  builder.setJITTargetMachineBuilder(std::move(*machine));
  builder.setLinkProcessSymbolsByDefault(false);
  // Scenarios have no initialisers, and nothing unwinds through them: neither a platform nor frame tables are
  // needed.
  builder.setPlatformSetUp(llvm::orc::setUpInactivePlatform);
  builder.setObjectLinkingLayerCreator(
      [](llvm::orc::ExecutionSession& session,
         const llvm::Triple&) -> llvm::Expected<std::unique_ptr<llvm::orc::ObjectLayer>> {
        return std::make_unique<llvm::orc::ObjectLinkingLayer>(session);
      });
  builder.setCompileFunctionCreator(
      [listener](llvm::orc::JITTargetMachineBuilder target) -> llvm::Expected<Compiler> {
        auto machine_for_code = target.createTargetMachine();
        if (!machine_for_code) return machine_for_code.takeError();
        return std::make_unique<llvm::orc::TMOwningSimpleCompiler>(std::move(*machine_for_code), listener);
      });
  return to_expected(builder.create());
}

std::expected<void, std::string> define(LLJIT& jit, std::span<const JitSymbol> symbols) {
  llvm::orc::SymbolMap map;
  for (const JitSymbol& symbol : symbols) {
    map[jit.mangleAndIntern(symbol.name)] =
        ExecutorSymbolDef(ExecutorAddr::fromPtr(symbol.address), llvm::JITSymbolFlags::Exported);
  }
  return to_expected(jit.getMainJITDylib().define(llvm::orc::absoluteSymbols(std::move(map))));
}

}  // namespace

struct Jit::State {
  explicit State(std::function<void(std::string_view)> made) : listener(std::move(made)) {}

  /// An empty JIT whose code can call `symbols`.
  static std::expected<std::unique_ptr<State>, std::string> make(llvm::CodeGenOptLevel level,
                                                                 std::span<const JitSymbol> symbols,
                                                                 std::function<void(std::string_view)> made);

  std::string reported;  // what the session said beside the error it returned; outlives the session
  CodeListener listener;
  std::unique_ptr<LLJIT> jit;
};

std::expected<std::unique_ptr<Jit::State>, std::string> Jit::State::make(
    llvm::CodeGenOptLevel level, std::span<const JitSymbol> symbols,
    std::function<void(std::string_view)> made) {
  auto state = std::make_unique<State>(std::move(made));
  auto jit = make_jit(level, &state->listener);
  if (!jit) return std::unexpected(std::move(jit.error()));
  if (auto defined = define(**jit, kLibrary); !defined) return std::unexpected(std::move(defined.error()));
  if (auto defined = define(**jit, symbols); !defined) return std::unexpected(std::move(defined.error()));
  state->jit = std::move(*jit);
  // The error that a lookup returns does not say which symbols were missing; the report does.
  state->jit->getExecutionSession().setErrorReporter(
      [reported = &state->reported](llvm::Error error) { *reported += llvm::toString(std::move(error)); });
  return state;
}

Jit::Jit(std::unique_ptr<State> state) : state_(std::move(state)) {}
Jit::Jit(Jit&&) noexcept = default;
Jit& Jit::operator=(Jit&&) noexcept = default;
Jit::~Jit() = default;

std::expected<Jit, std::string> Jit::compile(LlvmModule module, std::span<const JitSymbol> symbols,
                                             std::function<void(std::string_view object)> made) {
  LlvmModule::Parts& parts = module.parts();
  auto state = State::make(level_for(*parts.module), symbols, std::move(made));
  if (!state) return std::unexpected(std::move(state.error()));
  auto added = to_expected((*state)->jit->addIRModule(
      llvm::orc::ThreadSafeModule(std::move(parts.module), std::move(parts.context))));
  if (!added) return std::unexpected(std::move(added.error()));
  return Jit(std::move(*state));
}

std::expected<Jit, std::string> Jit::link(std::string_view object, std::span<const JitSymbol> symbols) {
  auto state = State::make(llvm::CodeGenOptLevel::None, symbols, {});
  if (!state) return std::unexpected(std::move(state.error()));
  auto added =
      to_expected((*state)->jit->addObjectFile(llvm::MemoryBuffer::getMemBufferCopy(object, "nest")));
  if (!added) return std::unexpected(std::move(added.error()));
  return Jit(std::move(*state));
}

std::expected<void*, std::string> Jit::lookup(const std::string& name) {
  auto found = to_expected(state_->jit->lookup(name));
  if (!found) return std::unexpected(std::exchange(state_->reported, {}) + ": " + found.error());
  return found->toPtr<void*>();
}

}  // namespace nest
