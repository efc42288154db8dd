#include <gtest/gtest.h>

#include "compiler/config/parse_config.h"
#include "compiler/diagnostics/collecting_sink.h"
#include "tests/support/findings.h"
#include "tests/support/golden_file.h"

namespace nest::config {
namespace {

std::string render(const std::string& name, const std::string& input) {
  SourceSet sources;
  CollectingSink sink;
  Emitter emitter(sink);
  const FileId file = sources.add(name, input);
  EXPECT_EQ(parse_config(file, sources, emitter).has_value(), !name.starts_with("fail_")) << name;
  return nest::testing::describe(sink.diagnostics, sources);
}

TEST(ConfigGolden, says_what_its_goldens_expect) {
  nest::testing::run_goldens(nest::testing::golden_root() / "config", render);
}

}  // namespace
}  // namespace nest::config
