#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/hir/printer.h"
#include "compiler/sema/builtins.h"
#include "compiler/sema/check.h"
#include "compiler/sema/signature.h"
#include "compiler/syntax/parse.h"

namespace nest::sema {
namespace {

TEST(Functions, are_all_in_the_reference) {
  std::ifstream file(NEST_SOURCE_DIR "/docs/language.md");
  std::stringstream text;
  text << file.rdbuf();
  ASSERT_FALSE(text.str().empty());
  for (const std::string_view signature : function_signatures()) {
    EXPECT_TRUE(text.str().contains("`" + std::string(signature) + "`")) << signature;
  }
}

TEST(Functions, have_signatures_that_can_be_read) {
  for (const Signature& signature : signatures()) {
    EXPECT_FALSE(signature.name.empty()) << signature.text;
    const auto known = [](const TypePattern& pattern) {
      return pattern.kind != TypePattern::Kind::Known || pattern.type != hir::Type::Void;
    };
    EXPECT_TRUE(known(signature.result)) << signature.text;
    for (const TypePattern& parameter : signature.parameters) EXPECT_TRUE(known(parameter)) << signature.text;
    EXPECT_NE(signature.function->run, nullptr) << signature.text;
  }
  EXPECT_EQ(signatures_of("substring").front()->parameters.size(), 3U);
  EXPECT_EQ(signatures_of("abs").size(), 3U);
  EXPECT_TRUE(signatures_of("uuid").front()->parameters.empty());
}

/// A folder with one file beside case.nest.
class FileFunction : public testing::Test {
 protected:
  FileFunction() {
    std::string name = (std::filesystem::temp_directory_path() / "nest_file_XXXXXX").string();
    folder = ::mkdtemp(name.data());
    std::ofstream(folder / "body.txt") << "from a file\xff";
  }
  ~FileFunction() override { std::filesystem::remove_all(folder); }

  std::string checked(const std::string& path) {
    SourceSet sources;
    CollectingSink sink;
    Emitter emitter(sink);
    const FileId file = sources.add((folder / "case.nest").string(),
                                    "taskset Set { task t { log file(\"" + path + "\") interrupt } }");
    std::vector<Module> modules;
    modules.push_back({"case", file, parse(file, sources, ParseLimits{}, emitter)});
    const auto program = check(modules, sources, emitter);
    return program ? hir::print(*program) : sink.diagnostics.front().message;
  }

  std::filesystem::path folder;
};

TEST_F(FileFunction, is_read_when_compiled_beside_the_file_that_names_it) {
  EXPECT_TRUE(checked("body.txt").contains("\"from a file\xff\"")) << checked("body.txt");
  EXPECT_TRUE(checked("../" + folder.filename().string() + "/body.txt").contains("from a file"));
  EXPECT_TRUE(checked((folder / "body.txt").string()).contains("from a file"));
}

TEST_F(FileFunction, reports_what_cannot_be_read) {
  EXPECT_EQ(checked("none.txt"), "`none.txt` cannot be read: No such file or directory");
  EXPECT_EQ(checked("."), "`.` cannot be read: it is no regular file");
  std::filesystem::resize_file(folder / "body.txt", (16U << 20U) + 1);
  EXPECT_TRUE(checked("body.txt").ends_with("it is larger than 16 MiB"));
}

}  // namespace
}  // namespace nest::sema
