#pragma once

#include <memory>

namespace nest {

class Host;

/// A module of LLVM IR together with the context it lives in. Movable; one thread at a time. A moved-from
/// module is empty and may only be destroyed or assigned to.
class LlvmModule {
 public:
  /// An empty module with the host's triple and data layout.
  explicit LlvmModule(const Host& host);
  LlvmModule(LlvmModule&&) noexcept;
  LlvmModule& operator=(LlvmModule&&) noexcept;
  ~LlvmModule();

  /// What is inside: llvm_parts.h, for the three folders that see LLVM.
  struct Parts;
  [[nodiscard]] Parts& parts() { return *parts_; }
  [[nodiscard]] const Parts& parts() const { return *parts_; }

 private:
  std::unique_ptr<Parts> parts_;
};

}  // namespace nest
