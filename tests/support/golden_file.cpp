#include "tests/support/golden_file.h"
#include "tests/support/source_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

namespace nest::test_support {
namespace {

/// What begins a comment to the end of the line, in a file of that name.
std::string_view comment_sign(const std::filesystem::path& path) {
  return path.extension() == ".toml" ? "#" : "//";
}

std::string marker_of(std::string_view sign) { return std::string(sign) + " EXPECT\n"; }

struct GoldenFile {
  std::string input;
  std::optional<std::string> expected;  // absent in a new file
};

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

/// Where the marker's line begins: at the start of the file or behind a line end.
std::size_t find_marker(const std::string& text, const std::string& marker) {
  if (text.starts_with(marker)) return 0;
  const std::size_t at = text.rfind("\n" + marker);
  return at == std::string::npos ? at : at + 1;
}

GoldenFile split(const std::string& text, std::string_view sign) {
  const std::size_t marker = find_marker(text, marker_of(sign));
  if (marker == std::string::npos) return {text, std::nullopt};
  std::string expected;
  std::istringstream lines(text.substr(marker + marker_of(sign).size()));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(sign))
      line.erase(0, sign.size() + (line.substr(sign.size()).starts_with(' ') ? 1 : 0));
    expected += line;
    expected += '\n';
  }
  return {text.substr(0, marker), expected};
}

std::string joined(const std::string& input, const std::string& expected, const std::string& sign) {
  std::string text = input;
  if (!text.empty() && text.back() != '\n') text += '\n';
  text += marker_of(sign);
  std::istringstream lines(expected);
  for (std::string line; std::getline(lines, line);)
    text += line.empty() ? sign + "\n" : sign + " " + line + "\n";
  return text;
}

/// "line 3\n  expected: a\n  actual:   b": enough to see what changed without two screens of text.
std::string first_difference(const std::string& expected, const std::string& actual) {
  std::istringstream left(expected);
  std::istringstream right(actual);
  for (int number = 1;; ++number) {
    std::string a;
    std::string b;
    const bool more_a = static_cast<bool>(std::getline(left, a));
    const bool more_b = static_cast<bool>(std::getline(right, b));
    if (!more_a && !more_b) return "no difference in lines, but in line ends";
    if (more_a && more_b && a == b) continue;
    return "line " + std::to_string(number) +
           " of the expectation\n  expected: " + (more_a ? a : "(the end)") +
           "\n  actual:   " + (more_b ? b : "(the end)");
  }
}

void run_golden(const std::filesystem::path& path, const std::string& name, const Render& render) {
  const std::string text = read(path);
  const std::string sign(comment_sign(path));
  const GoldenFile golden = split(text, sign);
  std::string actual = render(name, golden.input);
  if (!actual.empty() && actual.back() != '\n') actual += '\n';
  if (golden.expected == actual) return;
  if (std::getenv("NEST_AUTOUPDATE") != nullptr) {
    std::ofstream(path, std::ios::binary) << joined(golden.input, actual, sign);
    return;
  }
  ADD_FAILURE() << path.string() << ": "
                << (golden.expected ? first_difference(*golden.expected, actual) : "no `EXPECT` line yet")
                << "\nall of it:\n"
                << actual << "NEST_AUTOUPDATE=1 rewrites the file";
}

}  // namespace

std::filesystem::path golden_root() { return test_support::source_folder() / "tests" / "golden"; }

void run_goldens(const std::filesystem::path& folder, const Render& render) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
    const auto extension = entry.path().extension();
    if (extension == ".nest" || extension == ".toml") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  EXPECT_FALSE(files.empty()) << "no golden below " << folder;
  for (const std::filesystem::path& file : files) {
    run_golden(file, std::filesystem::relative(file, folder).generic_string(), render);
  }
}

}  // namespace nest::test_support
