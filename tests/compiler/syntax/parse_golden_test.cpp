#include <gtest/gtest.h>

#include "compiler/ast/printer.h"
#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/syntax/parse.h"
#include "tests/support/findings.h"
#include "tests/support/golden_file.h"

namespace nest {
namespace {

/// The findings when there are any, else the tree.
std::string render(const std::string& name, const std::string& input) {
  SourceSet sources;
  const FileId file = sources.add(name, input);
  CollectingSink sink;
  Emitter emitter(sink);
  const ast::File tree = parse(file, sources, ParseLimits{}, emitter);
  EXPECT_EQ(name.starts_with("fail_"), emitter.errors() > 0)
      << name << ": `fail_` names the files with errors";
  return emitter.errors() > 0 ? testing::describe(sink.diagnostics, sources) : ast::print(tree);
}

TEST(Parse, gives_the_tree_or_the_findings_that_its_goldens_expect) {
  testing::run_goldens(testing::golden_root() / "parse", render);
}

}  // namespace
}  // namespace nest
