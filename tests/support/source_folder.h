#pragma once

#include <filesystem>

namespace nest::test_support {

/// The repository that the tests were built from.
[[nodiscard]] std::filesystem::path source_folder();

}  // namespace nest::test_support
