#include "runtime/results/source_files.h"

#include <fmt/format.h>

#include <filesystem>
#include <set>

namespace nest {

std::vector<std::string> stored_names(const std::vector<RunFacts::Source>& sources) {
  std::vector<std::string> names;
  std::set<std::string> used;
  for (const RunFacts::Source& source : sources) {
    std::filesystem::path name = "_sources";
    for (const auto& part : std::filesystem::path(source.path).lexically_normal()) {
      if (part == "/" || part == "." || part.empty()) continue;
      name /= part == ".." ? "__" : part;
    }
    std::string unique = name.string();
    for (int number = 2; !used.insert(unique).second; ++number)
      unique = fmt::format("{}-{}", name.string(), number);
    names.push_back(std::move(unique));
  }
  return names;
}

}  // namespace nest
