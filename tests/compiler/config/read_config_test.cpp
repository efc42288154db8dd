#include "compiler/config/read_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "compiler/diagnostics/collecting_sink.h"
#include "tests/compiler/project/temporary_folder.h"

namespace nest::config {
namespace {

namespace fs = std::filesystem;

fs::path beside(const fs::path& path) {
  const std::vector<fs::path> paths = {path, "elsewhere/tasksets"};
  return default_config(paths);
}

TEST(DefaultConfig, lies_beside_the_first_path) {
  EXPECT_EQ(beside("tasksets"), "nest.toml");
  EXPECT_EQ(beside("tasksets/"), "nest.toml");
  EXPECT_EQ(beside("./tasksets"), "./nest.toml");
  EXPECT_EQ(beside("shop/tasksets"), "shop/nest.toml");
  EXPECT_EQ(beside("shop/visitor.nest"), "shop/nest.toml");
  EXPECT_EQ(beside("/srv/tasksets/"), "/srv/nest.toml");
  EXPECT_EQ(beside("."), fs::current_path().parent_path() / "nest.toml");
  EXPECT_EQ(beside(".."), fs::current_path().parent_path().parent_path() / "nest.toml");
  EXPECT_EQ(default_config({}), "nest.toml");
}

std::vector<std::string_view> codes_of(const fs::path& path, bool given) {
  SourceSet sources;
  CollectingSink sink;
  Emitter emitter(sink);
  const Layer layer = load_config(path, given, sources, emitter);
  std::vector<std::string_view> codes;
  for (const Diagnostic& finding : sink.diagnostics) codes.push_back(info(finding.code).code);
  return codes;
}

TEST(LoadConfig, misses_a_file_only_when_it_was_named) {
  const TemporaryFolder folder;
  EXPECT_THAT(codes_of(folder.path() / "nest.toml", false), ::testing::IsEmpty());
  EXPECT_THAT(codes_of(folder.path() / "nest.toml", true), ::testing::ElementsAre("N0001"));
  EXPECT_THAT(codes_of(folder.path(), false), ::testing::ElementsAre("N0001"));
}

TEST(LoadConfig, stops_at_a_hundred_mistakes) {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 30'000; ++i) text += "a" + std::to_string(i) + ".b = 1\n";
  const auto codes = codes_of(folder.write("nest.toml", text), false);
  EXPECT_EQ(codes.size(), 101U);
  EXPECT_EQ(codes.back(), "N0917");
}

}  // namespace
}  // namespace nest::config
