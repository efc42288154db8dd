#include "compiler/sema/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/hir/printer.h"
#include "compiler/hir/verify.h"
#include "compiler/project/load_imports.h"
#include "compiler/syntax/parse.h"
#include "tests/support/findings.h"
#include "tests/support/golden_file.h"

namespace nest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A project in memory, parsed and checked.
struct Checked {
  SourceSet sources;
  CollectingSink sink;
  std::optional<hir::Program> program;
};

struct Text {
  std::string module;
  std::string text;
};

/// By place, as the driver shows them.
void sort_findings(std::vector<Diagnostic>& findings) {
  std::ranges::stable_sort(findings, {},
                           [](const Diagnostic& finding) { return finding.span.value_or(Span{}); });
}

void check_texts(Checked& result, const std::vector<Text>& texts, bool warnings_as_errors = false,
                 const std::vector<std::string>& services = {}, const HostRules& hosts = {}) {
  Emitter emitter(result.sink, warnings_as_errors);
  std::vector<Module> modules;
  for (const Text& text : texts) {
    const FileId file = result.sources.add(text.module + ".nest", text.text);
    modules.push_back({text.module, file, parse(file, result.sources, ParseLimits{}, emitter)});
  }
  ASSERT_EQ(emitter.errors(), 0U) << nest::test_support::describe(result.sink.diagnostics, result.sources);
  std::vector<std::string> broken;
  static_cast<void>(load_imports(modules, result.sources, emitter, broken));
  result.program = check(modules, result.sources, emitter, services, hosts);
  sort_findings(result.sink.diagnostics);
}

std::vector<std::string_view> codes(const Checked& checked) {
  std::vector<std::string_view> codes;
  for (const Diagnostic& finding : checked.sink.diagnostics) codes.push_back(info(finding.code).code);
  return codes;
}

/// fail_ and warn_ show what is said, the others the program.
std::string render(const std::string& name, const std::string& input) {
  Checked checked;
  const bool about_hosts = name.find("hosts") != std::string::npos;
  const HostRules hosts = {"http://shop.test", {"*.cdn.test", "pay.test:8443"}};
  check_texts(checked, {{name.substr(0, name.find('.')), input}}, false, {},
              about_hosts ? hosts : HostRules{});
  const std::string findings = nest::test_support::describe(checked.sink.diagnostics, checked.sources);
  EXPECT_EQ(name.starts_with("fail_"), !checked.program) << name << ": `fail_` names the files with errors";
  if (!checked.program) return findings;
  EXPECT_THAT(hir::verify(*checked.program), IsEmpty()) << name;
  EXPECT_EQ(name.starts_with("warn_"), !findings.empty())
      << name << ": `warn_` names the files with warnings";
  return findings.empty() ? hir::print(*checked.program) : findings;
}

TEST(Check, gives_the_program_or_the_findings_that_its_goldens_expect) {
  // Data files stand beside the goldens, whose paths are their names.
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(nest::test_support::golden_root() / "check");
  nest::test_support::run_goldens(nest::test_support::golden_root() / "check", render);
  std::filesystem::current_path(before);
}

/// All that nestc check says of a file, whatever phase found it.
std::string everything_said(const std::string& name, const std::string& input) {
  Checked checked;
  Emitter emitter(checked.sink, false);
  const FileId file = checked.sources.add(name, input);
  std::vector<Module> modules;
  modules.push_back({"shop", file, parse(file, checked.sources, ParseLimits{}, emitter)});
  modules.back().is_partial = emitter.errors() > 0;
  const HostRules hosts = {"http://test.shop.example", {"*.cdn.test"}};
  const auto program = check(modules, checked.sources, emitter, {}, hosts);
  EXPECT_EQ(program.has_value(), emitter.errors() == 0) << name;
  EXPECT_EQ(name.starts_with("fail_"), emitter.errors() > 0) << name;
  EXPECT_EQ(name.starts_with("warn_"), emitter.errors() == 0 && emitter.warnings() > 0) << name;
  sort_findings(checked.sink.diagnostics);
  return nest::test_support::describe(checked.sink.diagnostics, checked.sources);
}

TEST(Check, names_the_mistakes_that_users_of_other_tools_bring_along_and_their_fixes) {
  const auto render = [](const std::string& name, const std::string& input) {
    std::string said = everything_said(name, input);
    EXPECT_NE(said.find("  help: "), std::string::npos) << name;
    return said;
  };
  nest::test_support::run_goldens(nest::test_support::golden_root() / "pains", render);
}

TEST(Check, says_of_a_file_with_a_syntax_error_what_is_certain_all_the_same) {
  nest::test_support::run_goldens(nest::test_support::golden_root() / "partial", everything_said);
}

TEST(Check, gives_full_names_by_module_and_nesting) {
  Checked checked;
  check_texts(checked,
              {{"shop/shopper",
                "taskset Shopper { task browse { GET \"/\" } taskset Support { task done { interrupt } }"
                " task leave { interrupt } }"}});
  ASSERT_TRUE(checked.program);
  EXPECT_EQ(checked.program->tasksets[0].full_name, "shop/shopper.Shopper");
  EXPECT_EQ(checked.program->tasksets[1].full_name, "shop/shopper.Shopper.Support");
  EXPECT_EQ(checked.program->tasks[0].full_name, "shop/shopper.Shopper.browse");
  EXPECT_EQ(checked.program->tasks[2].full_name, "shop/shopper.Shopper.Support.done");
}

TEST(Check, every_file_sees_the_services_of_the_configuration) {
  Checked checked;
  check_texts(checked,
              {{"a",
                "service own { run \"x {gate.port}\" after gate }"
                " taskset T { task t { GET \"{gate.url}\" GET \"{own.url}\" interrupt } }"},
               {"b", "taskset T { task t { log gate.port log own.port interrupt } }"}},
              false, {"gate", "own"});
  ASSERT_TRUE(checked.program) << nest::test_support::describe(checked.sink.diagnostics, checked.sources);
  ASSERT_EQ(checked.program->services.size(), 1U) << "what only nest.toml declares is not of the program";
  EXPECT_THAT(checked.program->services[0].after, ElementsAre("gate"));
  EXPECT_EQ(checked.program->globals.size(), 4U) << "url and port of each of the two";
}

TEST(Check, a_service_belongs_to_its_file_and_its_name_to_the_project) {
  Checked checked;
  check_texts(checked, {{"a", "service own { run \"x\" } taskset T { task t { interrupt } }"},
                        {"b", "service Own { run \"x\" } taskset T { task t { log own.port interrupt } }"}});
  EXPECT_THAT(codes(checked), ElementsAre("N0530", "N0201"));
}

TEST(Check, lets_two_files_have_tasksets_of_one_name) {
  Checked checked;
  check_texts(checked,
              {{"a", "taskset T { task t { interrupt } }"}, {"b", "taskset T { task t { interrupt } }"}});
  ASSERT_TRUE(checked.program);
  EXPECT_THAT(codes(checked), IsEmpty());
}

TEST(Check, finds_a_second_user_block_in_another_file) {
  Checked checked;
  check_texts(checked,
              {{"a", "user { wait 1s }"}, {"b", "user { wait 2s } taskset T { task t { GET \"/\" } }"}});
  EXPECT_FALSE(checked.program);
  EXPECT_THAT(codes(checked), ElementsAre("N0215"));
}

TEST(Check, reports_the_mistakes_of_all_files_at_once) {
  Checked checked;
  check_texts(checked,
              {{"a", "taskset A { task t { log nix } }"}, {"b", "taskset B { task t { log 1 + true } }"}});
  EXPECT_FALSE(checked.program);
  EXPECT_THAT(codes(checked), ElementsAre("N0201", "N0302"));
}

TEST(Check, gives_no_program_when_warnings_count_as_errors) {
  Checked checked;
  check_texts(checked, {{"a", "taskset A { task t { let x = 1 } }"}}, true);
  EXPECT_FALSE(checked.program);
  EXPECT_THAT(codes(checked), ElementsAre("N0801"));
}

TEST(Check, finds_as_much_when_warnings_count_as_errors) {
  Checked checked;
  check_texts(checked, {{"a", "taskset A { let b = 1 task t { let x = 1 let b = 2 log b } }"}}, true);
  EXPECT_THAT(codes(checked), ElementsAre("N0801", "N0801", "N0802"));
}

TEST(Check, finds_a_project_without_tasksets) {
  Checked checked;
  check_texts(checked, {{"a", "user { wait 1s }"}});
  EXPECT_FALSE(checked.program);
  EXPECT_THAT(codes(checked), ElementsAre("N0416"));
}

TEST(Check, gives_each_function_a_symbol_of_its_own) {
  Checked checked;
  check_texts(checked, {{"m", "taskset T { var state = 1 task state { log state } task on { log state } }"}});
  ASSERT_TRUE(checked.program);
  EXPECT_THAT(hir::verify(*checked.program), IsEmpty());
}

TEST(Check, survives_long_chains) {
  std::string sum = "1";
  for (int i = 0; i < 300; ++i) sum += " + user.id";
  std::string path = "r.json";
  for (int i = 0; i < 300; ++i) path += ".a";
  Checked checked;
  check_texts(checked,
              {{"m", "taskset T { task t { let r = GET \"/\" log " + sum + " log " + path + " } }"}});
  ASSERT_TRUE(checked.program);
  EXPECT_THAT(hir::verify(*checked.program), IsEmpty());
}

}  // namespace
}  // namespace nest
