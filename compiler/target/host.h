#pragma once

#include <expected>
#include <memory>
#include <string>

namespace llvm {
class DataLayout;
class TargetMachine;
}  // namespace llvm

namespace nest {

/// The machine that code is made for: this one. Lowering needs its data layout, optimisation and code
/// generation the rest. One thread at a time. Modules and JITs keep nothing of it.
class Host {
 public:
  /// Initialises LLVM's native target (once a process) and describes this CPU with all its features.
  /// The error is LLVM's own text: a build of LLVM without this machine's target.
  [[nodiscard]] static std::expected<Host, std::string> detect();

  Host(Host&&) noexcept;
  Host& operator=(Host&&) noexcept;
  ~Host();

  /// For the three folders that see LLVM. Not const: emitting code changes a TargetMachine's caches.
  [[nodiscard]] llvm::TargetMachine& machine() const { return *machine_; }
  [[nodiscard]] llvm::DataLayout data_layout() const;
  /// `x86_64-pc-linux-gnu`, …
  [[nodiscard]] std::string triple() const;

 private:
  explicit Host(std::unique_ptr<llvm::TargetMachine> machine);
  std::unique_ptr<llvm::TargetMachine> machine_;
};

}  // namespace nest
