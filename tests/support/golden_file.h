#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace nest::test_support {

/// A golden file is a .nest text, then a line `// EXPECT`, then what is expected of it as `// ` lines; or a
/// .toml text, with `# EXPECT` and `# ` lines. What is in front of that line is the input: the rendering
/// never sees its own expectation.

/// From a file's name ("loops.nest") and input to the text that is expected of it. Must not depend on the
/// place of the repository, the time or anything else that changes between machines.
using Render = std::function<std::string(const std::string& name, const std::string& input)>;

/// Renders every *.nest and *.toml below `folder` and fails the running test, with the first difference, for
/// each that does not give what it expects. With NEST_AUTOUPDATE=1 in the environment the files are rewritten
/// instead. A folder without any golden fails.
void run_goldens(const std::filesystem::path& folder, const Render& render);

/// tests/golden of the source tree.
[[nodiscard]] std::filesystem::path golden_root();

}  // namespace nest::test_support
