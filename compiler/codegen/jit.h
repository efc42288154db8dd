#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "compiler/target/llvm_module.h"

namespace nest {

/// A function that compiled code may call.
struct JitSymbol {
  const char* name;
  void* address;
};

/// Compiled code in this process. It owns the machine code and the constants: whatever was looked up, and
/// every coroutine frame that its functions made, is dangling once the Jit is gone. Destroy every user first.
/// Made and destroyed on one thread; the code may run on any.
class Jit {
 public:
  /// Compiles an optimised module. It can call `symbols`, the handful of C functions that LLVM itself puts
  /// into code (memcpy, memset, …) and nothing else: symbols of the process are not looked up. The error
  /// names what is missing, or is LLVM's own text; both are faults of the program that calls, not of a
  /// scenario.
  /// `made`, unless it is empty, is given the machine code once it is there, during the first lookup, for
  /// link() to take at another time.
  [[nodiscard]] static std::expected<Jit, std::string> compile(
      LlvmModule module, std::span<const JitSymbol> symbols,
      std::function<void(std::string_view object)> made = {});
  /// The same for machine code that compile() made for this machine with these symbols.
  [[nodiscard]] static std::expected<Jit, std::string> link(std::string_view object,
                                                            std::span<const JitSymbol> symbols);

  Jit(Jit&&) noexcept;
  Jit& operator=(Jit&&) noexcept;
  ~Jit();

  /// The address of what the module exports under `name`; the code is made by the first call.
  [[nodiscard]] std::expected<void*, std::string> lookup(const std::string& name);

 private:
  struct State;
  explicit Jit(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace nest
