#include "compiler/codegen/jit.h"

#include <gtest/gtest.h>

#include "compiler/codegen/emit.h"
#include "compiler/codegen/optimize.h"
#include "compiler/lower/lower.h"
#include "tests/support/fake_abi.h"
#include "tests/support/hir_build.h"

namespace nest::test {
namespace {

using namespace build;

const Host& host() {
  static const auto host = Host::detect();
  return host.value();
}

LlvmModule logging_module() {
  SourceSet sources;
  sources.add("file.nest", "task");
  LlvmModule module =
      lower(program({}, block(sleep(1), show(context(hir::ContextField::UserId)))), sources, host());
  EXPECT_TRUE(optimize(module, host()).has_value());
  return module;
}

std::vector<JitSymbol> symbols() {
  std::vector<JitSymbol> all;
  for (const auto& symbol : FakeAbi::symbols())
    all.push_back({.name = symbol.name, .address = symbol.address});
  return all;
}

TEST(Jit, runs_what_it_compiled) {
  auto jit = Jit::compile(logging_module(), symbols());
  ASSERT_TRUE(jit.has_value()) << jit.error();
  const auto image = jit->lookup(kProgramSymbol);
  ASSERT_TRUE(image.has_value()) << image.error();
  FakeAbi abi;
  abi.context().user_id = 12;
  EXPECT_EQ(abi.run(static_cast<const nest_program*>(*image)->tasks[0].run), NEST_DONE);
  EXPECT_EQ(abi.log().back(), "nest_log =12");
}

TEST(Jit, moves_with_its_code) {
  auto jit = Jit::compile(logging_module(), symbols());
  ASSERT_TRUE(jit.has_value()) << jit.error();
  const auto image = jit->lookup(kProgramSymbol);
  ASSERT_TRUE(image.has_value());
  const Jit moved = std::move(*jit);
  FakeAbi abi;
  EXPECT_EQ(abi.run(static_cast<const nest_program*>(*image)->tasks[0].run), NEST_DONE);
}

TEST(Jit, says_which_symbol_is_missing) {
  auto jit = Jit::compile(logging_module(), {});
  ASSERT_TRUE(jit.has_value()) << jit.error();
  const auto image = jit->lookup(kProgramSymbol);
  ASSERT_FALSE(image.has_value());
  EXPECT_NE(image.error().find("nest_log"), std::string::npos) << image.error();
}

TEST(Jit, does_not_find_what_the_module_does_not_export) {
  auto jit = Jit::compile(logging_module(), symbols());
  ASSERT_TRUE(jit.has_value()) << jit.error();
  EXPECT_FALSE(jit->lookup("nest:file.Set.task").has_value()) << "tasks are private to the module";
  EXPECT_FALSE(jit->lookup("getenv").has_value()) << "the process is not searched";
}

TEST(Jit, many_live_side_by_side) {
  std::vector<Jit> all;
  for (int i = 0; i < 3; ++i) {
    auto jit = Jit::compile(logging_module(), symbols());
    ASSERT_TRUE(jit.has_value()) << jit.error();
    all.push_back(std::move(*jit));
  }
  for (Jit& jit : all) EXPECT_TRUE(jit.lookup(kProgramSymbol).has_value());
}

TEST(Emit, shows_the_coroutine_before_and_after) {
  SourceSet sources;
  sources.add("file.nest", "task");
  LlvmModule module = lower(program({}, block(sleep(1))), sources, host());
  EXPECT_NE(ir_text(module).find("llvm.coro.suspend"), std::string::npos);
  ASSERT_TRUE(optimize(module, host()).has_value());
  EXPECT_EQ(ir_text(module).find("llvm.coro.suspend"), std::string::npos);
  EXPECT_NE(ir_text(module).find("task.resume"), std::string::npos);
}

TEST(Emit, writes_assembly_and_objects) {
  const auto assembly = asm_text(logging_module(), host());
  ASSERT_TRUE(assembly.has_value()) << assembly.error();
  EXPECT_NE(assembly->find("nest_program_image"), std::string::npos);
  const auto object = object_code(logging_module(), host());
  ASSERT_TRUE(object.has_value()) << object.error();
  EXPECT_EQ(object->substr(1, 3), "ELF");
}

}  // namespace
}  // namespace nest::test
