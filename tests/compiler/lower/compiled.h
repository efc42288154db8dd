#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "compiler/codegen/emit.h"
#include "compiler/codegen/jit.h"
#include "compiler/codegen/optimize.h"
#include "compiler/lower/lower.h"
#include "tests/support/fake_abi.h"

namespace nest::test {

/// A program taken all the way to code that runs against a FakeAbi. A fault of the compiler is an exception,
/// which fails the test. Its sources are one file, 100 lines of ten columns: offset 25 is line 3, column 6.
class Compiled {
 public:
  explicit Compiled(const hir::Program& program, OptimizationLevel level = OptimizationLevel::Full)
      : jit_(compile(program, level)) {
    const auto found = jit_.lookup(kProgramSymbol);
    if (!found) throw std::runtime_error(found.error());
    image_ = static_cast<const nest_program*>(*found);
  }

  [[nodiscard]] const nest_program& image() const { return *image_; }
  [[nodiscard]] nest_entry task(std::size_t index = 0) const { return image_->tasks[index].run; }

  static const Host& host() {
    static const auto host = Host::detect();
    return host.value();
  }
  static SourceSet sources() {
    std::string text;
    for (int line = 0; line < 100; ++line) text += "123456789\n";
    SourceSet sources;
    sources.add("tasksets/file.nest", text);
    return sources;
  }

 private:
  static Jit compile(const hir::Program& program, OptimizationLevel level) {
    LlvmModule module = lower(program, sources(), host());
    if (const auto done = optimize(module, host(), level); !done) throw std::runtime_error(done.error());
    std::vector<JitSymbol> symbols;
    for (const auto& symbol : FakeAbi::symbols())
      symbols.push_back({.name = symbol.name, .address = symbol.address});
    auto jit = Jit::compile(std::move(module), symbols);
    if (!jit) throw std::runtime_error(jit.error());
    return std::move(*jit);
  }

  Jit jit_;
  const nest_program* image_ = nullptr;
};

}  // namespace nest::test
