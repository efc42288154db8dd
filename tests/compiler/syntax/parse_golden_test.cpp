#include <gtest/gtest.h>

#include <sstream>

#include "compiler/ast/printer.h"
#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/syntax/parse.h"
#include "tests/support/findings.h"
#include "tests/support/golden_file.h"

namespace nest {
namespace {

/// A first line `// limits: brackets 5` shows with a small text what happens beyond a limit.
ParseLimits limits_of(const std::string& input) {
  ParseLimits limits;
  std::istringstream line(input.substr(0, input.find('\n')));
  std::string slashes;
  std::string word;
  std::string which;
  std::size_t value = 0;
  if (!(line >> slashes >> word >> which >> value) || word != "limits:") return limits;
  if (which == "brackets") limits.brackets = value;
  if (which == "expression_depth") limits.expression_depth = value;
  if (which == "tokens") limits.tokens = value;
  if (which == "errors") limits.errors = value;
  return limits;
}

/// The findings when there are any, else the tree.
std::string render(const std::string& name, const std::string& input) {
  SourceSet sources;
  const FileId file = sources.add(name, input);
  CollectingSink sink;
  Emitter emitter(sink);
  const ast::File tree = parse(file, sources, limits_of(input), emitter);
  EXPECT_EQ(name.starts_with("fail_"), emitter.errors() > 0)
      << name << ": `fail_` names the files with errors";
  return emitter.errors() > 0 ? test_support::describe(sink.diagnostics, sources) : ast::print(tree);
}

TEST(Parse, gives_the_tree_or_the_findings_that_its_goldens_expect) {
  test_support::run_goldens(test_support::golden_root() / "parse", render);
}

}  // namespace
}  // namespace nest
