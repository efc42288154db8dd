// What lowered code must look like whatever it does: few assertions on the text of the IR.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

#include "tests/compiler/lower/compiled.h"
#include "tests/support/hir_build.h"

namespace nest::test {
namespace {

using namespace build;

/// One of every call that compiled code makes.
hir::Program everything() {
  const auto env = [] { return call(Type::String, hir::Builtin::Environment, 3, text("X")); };
  hir::Program made = program(
      {Type::Response, Type::Json, Type::Int},
      block(request(0, 0, condition(0, truth(true)), condition(1, truth(false), true)),
            set(1, path(field(0, hir::ResponseField::Json, Type::Json), 5, std::string("a"))),
            set(2, convert(local(1, Type::Json), Type::Int)),
            show(convert(local(1, Type::Json), Type::Float)), show(convert(local(1, Type::Json), Type::Bool)),
            log(convert(local(1, Type::Json), Type::String)), show(convert(env(), Type::Int)),
            show(convert(env(), Type::Float)), show(coalesce(local(1, Type::Json), json("1"))),
            show(call(Type::Int, hir::Builtin::Length, 7, local(1, Type::Json))),
            show(call(Type::Float, hir::Builtin::Random, 7, real(0), real(1))),
            show(call(Type::Int, hir::Builtin::Random, 7, number(0), local(2, Type::Int))),
            log(expression(Type::String, hir::ResponseHeader{local(0, Type::Response), env()})),
            statement(hir::ForEach{.variable = hir::LocalId(1),
                                   .list = local(1, Type::Json),
                                   .body = block(sleep(1)),
                                   .rewinds = true}),
            show(binary(Type::Int, local(2, Type::Int), BinaryOperator::Divide, number(2))),
            set_state(0, env()), statement(hir::Fail{env()})));
  made.requests.push_back(get(pieces("/", hole(env(), Encoding::Percent))));
  for (const char* name : {"a", "b"})
    made.checks.push_back({.text = name, .span = span(0), .row = std::nullopt});
  made.states.push_back({.name = "s", .type = Type::String, .owner = hir::TasksetId(0)});
  return made;
}

std::string unoptimised(const hir::Program& program) {
  return ir_text(lower(program, Compiled::sources(), Compiled::host()));
}

TEST(Shape, the_status_of_every_call_that_can_fail_is_tested_in_its_block) {
  // `%9 = call i32 @nest_env(…)`, then in the same block `icmp eq i32 %9, 0` and a branch; or, for the calls
  // that always fail, a branch at once.
  const std::regex status_call(R"((%\S+) = call i32 @(nest_\w+)\()");
  const std::set<std::string> no_status = {"nest_string_equal", "nest_string_compare", "nest_string_contains",
                                           "nest_json_equal"};
  const std::set<std::string> always = {"nest_fail", "nest_fail_arithmetic", "nest_fail_required"};
  std::istringstream lines(unoptimised(everything()));
  std::set<std::string> seen;
  std::string line;
  while (std::getline(lines, line)) {
    std::smatch found;
    if (!std::regex_search(line, found, status_call) || no_status.contains(found[2])) continue;
    const std::string value = found[1];
    const std::string name = found[2];
    seen.insert(name);
    bool is_tested = always.contains(name);
    bool branches = false;
    while (std::getline(lines, line) && !line.empty()) {
      if (line.find("icmp eq i32 " + value + ", 0") != std::string::npos) is_tested = true;
      EXPECT_EQ(line.find(" call i32 "), std::string::npos) << "another call before the test of " << name;
      branches = line.find("  br ") == 0;
    }
    EXPECT_TRUE(is_tested) << name;
    EXPECT_TRUE(branches) << name;
  }
  EXPECT_EQ(seen.size(), 20U) << "every call of the ABI that gives a status is made above";
}

TEST(Shape, optimised_code_calls_nothing_but_the_abi) {
  LlvmModule module = lower(everything(), Compiled::sources(), Compiled::host());
  ASSERT_TRUE(optimize(module, Compiled::host()).has_value());
  std::set<std::string> known;
  for (const auto& symbol : FakeAbi::symbols()) known.insert(symbol.name);
  const std::string text = ir_text(module);
  const std::regex declaration(R"(declare [^@]*@([\w.]+)\()");
  for (std::sregex_iterator i(text.begin(), text.end(), declaration), end; i != end; ++i) {
    const std::string name = (*i)[1];
    EXPECT_TRUE(known.contains(name) || name.starts_with("llvm.")) << name;
    EXPECT_FALSE(name.starts_with("llvm.coro.")) << name;
  }
}

TEST(Shape, only_the_image_is_exported) {
  LlvmModule module = lower(everything(), Compiled::sources(), Compiled::host());
  ASSERT_TRUE(optimize(module, Compiled::host()).has_value());
  const std::string text = ir_text(module);
  const std::regex definition(R"((^|\n)(define|@[^=]+ =) (?!internal|private)[^\n]*)");
  std::vector<std::string> exported;
  for (std::sregex_iterator i(text.begin(), text.end(), definition), end; i != end; ++i) {
    exported.push_back(i->str().substr(0, 40));
  }
  ASSERT_EQ(exported.size(), 1U) << exported[0] << exported.back();
  EXPECT_NE(exported[0].find("@nest_program_image"), std::string::npos);
}

}  // namespace
}  // namespace nest::test
