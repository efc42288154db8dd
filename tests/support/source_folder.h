#pragma once

#include <filesystem>

namespace nest::testing {

/// The repository that the tests were built from.
[[nodiscard]] std::filesystem::path source_folder();

}  // namespace nest::testing
