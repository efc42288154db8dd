#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/project/load_imports.h"
#include "compiler/sema/check.h"
#include "compiler/syntax/parse.h"
#include "tests/support/findings.h"
#include "tests/support/golden_file.h"
#include "tests/support/source_folder.h"

// Files with one syntax error, of which nothing may be said that is not true of the file without it.
namespace nest {
namespace {

/// A file that is damaged, and the files beside it.
struct Sample {
  std::vector<std::filesystem::path> files;
};

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  const std::string all = text.str();
  return all.substr(0, all.find("// EXPECT"));
}

std::vector<std::filesystem::path> nest_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".nest") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

std::vector<Sample> samples() {
  std::vector<Sample> samples;
  for (const auto* folder : {"check", "run", "pains"}) {
    for (const auto& path : nest_files(test_support::golden_root() / folder)) samples.push_back({{path}});
  }
  samples.push_back({nest_files(test_support::source_folder() / "tasksets")});
  for (const auto& entry : std::filesystem::directory_iterator(test_support::source_folder() / "examples")) {
    if (entry.is_directory()) samples.push_back({nest_files(entry.path())});
  }
  return samples;
}

struct Said {
  bool has_syntax_error = false;
  std::set<std::pair<std::string, std::string>> findings;  // of the checker: codes and messages
  std::string all;
};

/// With `text` in place of one of the files.
Said check_with(const Sample& sample, std::size_t replaced, const std::string& text) {
  SourceSet sources;
  CollectingSink sink;
  Emitter emitter(sink);
  std::vector<Module> modules;
  Said said;
  for (std::size_t i = 0; i < sample.files.size(); ++i) {
    const auto& path = sample.files[i];
    const FileId file = sources.add(path.string(), i == replaced ? text : read(path));
    const std::size_t errors = emitter.errors();
    Module module{path.stem().string(), file, parse(file, sources, ParseLimits{}, emitter)};
    module.is_partial = emitter.errors() > errors;
    if (i == replaced) said.has_syntax_error = module.is_partial;
    modules.push_back(std::move(module));
  }
  const std::size_t by_parser = sink.diagnostics.size();
  std::vector<std::string> broken;
  static_cast<void>(load_imports(modules, sources, emitter, broken, true));
  const auto program = check(modules, sources, emitter);
  EXPECT_FALSE(program && said.has_syntax_error);
  for (std::size_t i = by_parser; i < sink.diagnostics.size(); ++i) {
    const Diagnostic& finding = sink.diagnostics[i];
    said.findings.emplace(info(finding.code).code, finding.message);
  }
  said.all = test_support::describe(sink.diagnostics, sources);
  return said;
}

/// Where words, numbers and signs begin and end.
std::vector<std::pair<std::size_t, std::size_t>> tokens_of(const std::string& text) {
  std::vector<std::pair<std::size_t, std::size_t>> tokens;
  const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    while (is_word(text[at]) && end < text.size() && is_word(text[end])) ++end;
    if (std::isspace(static_cast<unsigned char>(text[at])) == 0) tokens.emplace_back(at, end - at);
    at = end;
  }
  return tokens;
}

/// One token less, or one more: a stray one, or the next a second time.
std::string damage(std::string text, std::mt19937& random) {
  static constexpr std::array<std::string_view, 26> kStray = {
      "{",   "}",    "(",  ")",  "[",     "]",      "\"",  "'",   ",",  ";", "=",       ":",        "->",
      "let", "task", "if", "in", "const", "expect", "GET", "123", "1s", "+", "taskset", "on_start", "data"};
  const auto tokens = tokens_of(text);
  if (tokens.empty()) return text;
  const auto [begin, length] = tokens[random() % tokens.size()];
  switch (random() % 4) {
    case 0:
      return text.insert(begin, fmt::format("{} ", kStray[random() % kStray.size()]));
    case 1:
      return text.insert(begin, text.substr(begin, length) + " ");
    default:
      return text.erase(begin, length);
  }
}

/// More of them than in every build: NEST_DAMAGES=1000.
std::size_t damages_a_file() {
  constexpr std::size_t kDamages = 8;
  const char* wanted = std::getenv("NEST_DAMAGES");  // NOLINT(concurrency-mt-unsafe): one thread
  return wanted == nullptr ? kDamages : std::strtoul(wanted, nullptr, 10);
}

TEST(Damage, of_a_file_with_a_syntax_error_nothing_is_said_that_is_not_true_without_it) {
  std::size_t looked_at = 0;
  std::size_t kept = 0;
  std::size_t lost = 0;
  std::mt19937 random(20);
  for (const Sample& sample : samples()) {
    for (std::size_t i = 0; i < sample.files.size(); ++i) {
      const std::string whole = read(sample.files[i]);
      const Said before = check_with(sample, i, whole);
      if (before.has_syntax_error) continue;
      for (std::size_t count = damages_a_file(); count > 0; --count) {
        const std::string damaged = damage(whole, random);
        const Said after = check_with(sample, i, damaged);
        if (!after.has_syntax_error) continue;
        ++looked_at;
        for (const auto& finding : before.findings) ++(after.findings.contains(finding) ? kept : lost);
        for (const auto& finding : after.findings) {
          ASSERT_TRUE(before.findings.contains(finding))
              << sample.files[i] << ": " << finding.first << ' ' << finding.second << '\n'
              << after.all << damaged;
        }
      }
    }
  }
  RecordProperty("files", static_cast<int>(looked_at));
  RecordProperty("kept", static_cast<int>(kept));
  RecordProperty("lost", static_cast<int>(lost));
  EXPECT_GT(looked_at, 0U);
  EXPECT_GT(kept, 0U) << "nothing is said at all";
}

}  // namespace
}  // namespace nest
