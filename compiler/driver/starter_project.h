#pragma once

#include <span>
#include <string_view>

namespace nest {

/// A file of the project that `nestc new` makes.
struct StarterFile {
  std::string_view path;  ///< below the project's folder
  std::string_view text;
};

/// A taskset that plays nest's demo shop, and what a project needs around it.
[[nodiscard]] std::span<const StarterFile> starter_project();

}  // namespace nest
